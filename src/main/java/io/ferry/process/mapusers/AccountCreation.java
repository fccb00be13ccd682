package io.ferry.process.mapusers;

import io.ferry.backup.judge.EmailAddress;
import io.ferry.base.Plural;
import io.ferry.jira.cloud.CreatedUser;
import io.ferry.jira.cloud.JiraCloud;
import io.ferry.migration.Action;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Decision;
import io.ferry.migration.Event;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Intent;
import io.ferry.migration.IntentState;
import io.ferry.migration.Intents;
import io.ferry.migration.Question;
import io.ferry.migration.Timeline;
import io.ferry.process.common.Approvals;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.process.engine.JobRetries;
import io.ferry.remote.OutcomeUnknownException;
import io.ferry.remote.RemoteFailure;
import io.ferry.users.PersonMapping;
import io.ferry.users.UserMappings;
import io.ferry.users.UserMatching;
import io.ferry.users.UsersProperties;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Creates accounts one by one for those whom an approver allowed, each with an intent of its own. Jira answers a second request for the same address with the
 * same account, so a request whose outcome is unknown may be repeated: nobody is created twice.
 */
@Component
class AccountCreation {
    private static final String ACCOUNT = "accountId";
    private static final String CREATED = "created";
    /** Camunda is not asked before each of thousands of accounts whether the migration was cancelled meanwhile. */
    private static final Duration ONE_LOOK_LASTS = Duration.ofSeconds(5);

    private final Sites sites;
    private final UserMappings people;
    private final UserMatching matching;
    private final Intents intents;
    private final FactsOfMigration facts;
    private final Timeline timeline;
    private final Confirmations confirmations;
    private final Approvals approvals;
    private final List<String> products;

    AccountCreation(
            Sites sites,
            UserMappings people,
            UserMatching matching,
            Intents intents,
            FactsOfMigration facts,
            Timeline timeline,
            Confirmations confirmations,
            Approvals approvals,
            UsersProperties properties) {
        this.confirmations = confirmations;
        this.approvals = approvals;
        this.sites = sites;
        this.people = people;
        this.matching = matching;
        this.intents = intents;
        this.facts = facts;
        this.timeline = timeline;
        this.products = properties.products().stream().sorted().toList();
    }

    /**
     * What became of the accounts.
     *
     * @param already how many people had one
     * @param left how many have none
     */
    record Counts(int created, int already, int left) {}

    /** What was done. */
    record Created(@Nullable Counts created) {}

    /**
     * Creates accounts for those whom the newest answer of an approver allows.
     *
     * @return the counts; or nothing where others are missing as well, so that the process asks an approver about them
     */
    Created create(Step step) {
        var missing = people.creatable(step.id());
        var approved = confirmations
                .latest(step.id(), Question.NEW_ACCOUNTS)
                .filter(answer -> answer.decision() == Decision.CREATE && approvals.counts(answer))
                .map(ApprovedPeople::by)
                .orElse(ApprovedPeople.NOBODY);
        var allowed = missing.stream().filter(approved::contains).toList();
        var run = new Run(step, sites.target(step.settings()), approved, allowed);
        run.everybody();
        facts.verified(step.id(), FactName.CREATED, run.counts());
        int others = missing.size() - allowed.size();
        if (others > 0) {
            timeline.record(
                    step.id(),
                    step.phase().orElse(null),
                    step.name(),
                    Event.Kind.NOTE,
                    Plural.of(others, "more person has", "more people have")
                            + " no account, and nobody has approved theirs: an approver is asked about them");
        }
        return new Created(others > 0 ? null : run.counts());
    }

    /** One run through the people, who are taken as they are at its beginning. */
    private final class Run {
        private final Step step;
        private final JiraCloud cloud;
        private final ApprovedPeople approved;
        private final List<PersonMapping> missing;
        private int created;
        private int already;
        private int decided;
        private int done;

        Run(Step step, JiraCloud cloud, ApprovedPeople approved, List<PersonMapping> missing) {
            this.step = step;
            this.cloud = cloud;
            this.approved = approved;
            this.missing = missing;
        }

        /** Left are those whom the site refused one by one. */
        Counts counts() {
            return new Counts(created, already, left());
        }

        private int left() {
            return missing.size() - decided - created - already;
        }

        void everybody() {
            for (var mapping : missing) {
                step.expectOurs(ONE_LOOK_LASTS);
                one(
                        mapping.person().userKey(),
                        mapping.person().address().map(EmailAddress::value).orElseThrow());
                done++;
                step.phase().ifPresent(phase -> timeline.progress(step.id(), phase, done * 100 / missing.size()));
            }
        }

        private void one(String userKey, String email) {
            switch (intents.begin(step.id(), Action.CREATE_USER, approved.basis(userKey))) {
                case IntentState.Done(Intent intent, Map<String, Object> result) ->
                    took(userKey, String.valueOf(result.get(ACCOUNT)), Boolean.TRUE.equals(result.get(CREATED)));
                case IntentState.Fresh(Intent intent) -> askIfStillMissing(intent, userKey, email);
                // It may have an account already, which is asked for again.
                case IntentState.Unfinished(Intent intent, boolean inDoubt) -> ask(intent, userKey, email);
            }
        }

        /** Creating takes hours for thousands of people; whoever decides about one meanwhile wants no invitation sent. */
        private void askIfStillMissing(Intent intent, String userKey, String email) {
            if (people.creatable(step.id(), userKey).filter(approved::contains).isPresent()) {
                ask(intent, userKey, email);
            } else {
                intents.failed(intent, "Somebody decided about the person meanwhile");
                decided++;
            }
        }

        private void ask(Intent intent, String userKey, String email) {
            switch (answer(intent, email)) {
                case CreatedUser.Created(String accountId) -> {
                    boolean isNew = !people.knowsAccount(step.id(), accountId);
                    intents.done(intent, Map.of(ACCOUNT, accountId, CREATED, isNew));
                    took(userKey, accountId, isNew);
                }
                case CreatedUser.AlreadyThere() ->
                    intents.failed(intent, "The person has an account without access to the product");
                case CreatedUser.Refused(String reason) -> intents.failed(intent, reason);
                case CreatedUser.LicenceExceeded() -> {
                    intents.failed(intent, "The licence has no seat left");
                    throw stopped(
                            "The licence of the cloud site has no seat left.",
                            "Get more seats and let Ferry do it, or map the others by hand.");
                }
                case CreatedUser.NotAllowed() -> {
                    intents.failed(intent, "Ferry's user may not create accounts");
                    throw StepRefused.automationUnavailable(
                            "Ferry's user in the cloud site may not create accounts.",
                            told(),
                            "An organisation administrator creates them: the people's list, filtered by “unmatched”, names them.");
                }
            }
        }

        private CreatedUser answer(Intent intent, String email) {
            try {
                return cloud.createUser(email, products);
            } catch (OutcomeUnknownException unknown) {
                if (JobRetries.of(step.job()).isLast()) {
                    throw StepRefused.outcomeUnknown(
                            unknown.title(),
                            told(),
                            unknown.whatToDo() + " A second invitation to the same address does no harm.");
                }
                throw RemoteFailure.passing(
                        unknown.title(),
                        "Ferry asks again, which Jira answers with the same account. " + unknown.whatToDo());
            } catch (RemoteFailure failure) {
                intents.failed(intent, String.valueOf(failure.getMessage()));
                throw failure;
            }
        }

        private void took(String userKey, String accountId, boolean isNew) {
            matching.recordAccount(step.id(), userKey, accountId, isNew);
            if (isNew) {
                created++;
            } else {
                already++;
            }
        }

        private StepRefused stopped(String title, String whatToDo) {
            facts.verified(step.id(), FactName.CREATED, counts());
            return StepRefused.refused(title, told(), whatToDo);
        }

        private String told() {
            return "%s created now, %s there already, %s left."
                    .formatted(
                            Plural.of(created, "account was", "accounts were"),
                            Plural.of(already, "was", "were"),
                            Plural.of(left(), "person is", "people are"));
        }
    }
}
