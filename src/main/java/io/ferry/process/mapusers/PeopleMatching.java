package io.ferry.process.mapusers;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.ArtifactStore;
import io.ferry.backup.BackupReader;
import io.ferry.backup.model.BackupVisitor;
import io.ferry.backup.read.BackupUnreadableException;
import io.ferry.jira.cloud.JiraCloud;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.remote.RemoteFailure;
import io.ferry.users.InactivePeople;
import io.ferry.users.SourcePerson;
import io.ferry.users.TargetAccount;
import io.ferry.users.UserMappingCounts;
import io.ferry.users.UserMappings;
import io.ferry.users.UserMatching;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Brings people and accounts together. The people come from the backup: no interface of Jira tells the removed ones. */
@Component
public class PeopleMatching {
    private final Sites sites;
    private final ArtifactStore store;
    private final UserMatching matching;
    private final UserMappings people;
    private final InactivePeople inactivePeople;
    private final FactsOfMigration facts;

    PeopleMatching(
            Sites sites,
            ArtifactStore store,
            UserMatching matching,
            UserMappings people,
            InactivePeople inactivePeople,
            FactsOfMigration facts) {
        this.sites = sites;
        this.store = store;
        this.matching = matching;
        this.people = people;
        this.inactivePeople = inactivePeople;
        this.facts = facts;
    }

    /** What was found. */
    public record Matched(Matching matching) {}

    /** How people and accounts match, as forms show it. */
    public record Matching(
            @JsonUnwrapped Counts counts,
            String seatsUsed,
            @JsonUnwrapped ApprovedPeople.Shown shown) {}

    /**
     * How many people are in which state.
     *
     * @param unmatched everybody without a match
     * @param unmatchedActive those of them who could still sign in to the source: many of them are a sign that something is
     *     missing
     * @param unmatchedInactive the others: they left, or were removed
     */
    public record Counts(
            long people,
            long matched,
            long unmatched,
            long unmatchedActive,
            long unmatchedInactive,
            long conflicts,
            long missing) {
        static Counts of(UserMappingCounts counts, long unmatchedInactive) {
            return new Counts(
                    counts.people(),
                    counts.mapped(),
                    counts.unmatched(),
                    counts.unmatched() - unmatchedInactive,
                    unmatchedInactive,
                    counts.conflicts(),
                    counts.missing());
        }
    }

    /**
     * Reads people and accounts, and matches them. Nothing is changed at either site.
     *
     * @return counts, and which people without an account an approver is shown
     */
    public Matched match(Step step) {
        var backup = newestBackup(step);
        if (!wereReadFrom(backup, step)) {
            matching.putPeople(step.id(), peopleIn(backup));
        }
        var cloud = sites.target(step.settings());
        matching.putAccounts(step.id(), accounts(cloud));
        sites.organisation()
                .ifPresent(organisation ->
                        matching.putAddresses(step.id(), TargetAccount.Source.ORGANISATION, organisation.addresses()));
        matching.match(step.id());
        var counts = Counts.of(people.counts(step.id()), inactivePeople.unmatched(step.id()));
        facts.verified(step.id(), FactName.MATCHING, new MatchingFact(counts, backup.sha256()));
        return new Matched(new Matching(counts, seatsUsed(cloud), ApprovedPeople.shown(people.creatable(step.id()))));
    }

    /** For the approver of new accounts; nobody is kept from matching by not knowing it. */
    private static String seatsUsed(JiraCloud cloud) {
        try {
            var seats = cloud.licence().usedSeats();
            return seats.isPresent() ? String.valueOf(seats.getAsLong()) : "unknown";
        } catch (RemoteFailure notTold) {
            return "unknown";
        }
    }

    /**
     * The result on record.
     *
     * @param backup SHA-256 of the backup that the people were read from: a backup of hours is read once only
     */
    record MatchingFact(Counts counts, String backup) {}

    private boolean wereReadFrom(Artifact backup, Step step) {
        return people.counts(step.id()).people() > 0
                && facts.find(step.id(), FactName.MATCHING, MatchingFact.class)
                        .filter(fact -> backup.sha256().equals(fact.backup()))
                        .isPresent();
    }

    private Artifact newestBackup(Step step) {
        return store.of(step.id().value()).stream()
                .filter(artifact -> artifact.kind() == ArtifactKind.JIRA_BACKUP)
                .reduce((older, newer) -> newer)
                .orElseThrow(
                        () -> RemoteFailure.lasting(
                                "There is no Jira backup of this migration, and only a backup lists all people.",
                                "Upload the Jira backup on the page of this migration's files, or run the phase back-up-jira first."));
    }

    private List<SourcePerson> peopleIn(Artifact backup) {
        try {
            return SourcePerson.of(new BackupReader().read(store.content(backup.id()), BackupVisitor.NOBODY));
        } catch (BackupUnreadableException | IllegalArgumentException e) {
            throw RemoteFailure.lasting(
                    "The people cannot be read from the Jira backup.",
                    "Back Jira up again; what is wrong with this file: " + e.getMessage());
        }
    }

    private static List<TargetAccount> accounts(JiraCloud cloud) {
        var accounts = new ArrayList<TargetAccount>();
        cloud.forEachUser(user -> accounts.add(TargetAccount.of(user)));
        return accounts;
    }
}
