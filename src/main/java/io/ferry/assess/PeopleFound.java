package io.ferry.assess;

import io.ferry.assess.Assessment.Example;
import io.ferry.assess.Assessment.FoundPeople;
import io.ferry.assess.Assessment.Group;
import io.ferry.backup.judge.EmailAddress;
import io.ferry.jira.datacenter.UserListing;
import io.ferry.users.Conflict;
import io.ferry.users.MatchingPreview;
import io.ferry.users.MatchingPreview.Preview;
import io.ferry.users.SourcePerson;
import io.ferry.verification.Inventory.JiraSide;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What would become of the people. */
final class PeopleFound {
    private static final int EXAMPLES_OF_EACH = 5;

    private PeopleFound() {}

    /** How many people of each group are named, if any are. */
    static int examples(boolean withPeople) {
        return withPeople ? EXAMPLES_OF_EACH : 0;
    }

    static FoundPeople of(SourceLook source, @Nullable TargetLook target, Preview preview, boolean withPeople) {
        JiraSide jira = source.inventory().jira();
        boolean reported = jira.listing() != UserListing.NOT_REPORTED;
        boolean matched = target != null && target.accounts() != null;
        return new FoundPeople(
                jira.listing().name(),
                reported ? (Long) jira.people() : null,
                reported ? (Long) jira.active() : null,
                reported ? groups(preview, matched) : List.of(),
                reported ? problems(source, preview) : List.of(),
                matched ? (Long) preview.accounts() : null,
                matched ? (Long) preview.hidden() : null,
                withPeople ? named(preview, matched) : List.of());
    }

    private static List<Group> groups(Preview preview, boolean matched) {
        List<Group> groups = new ArrayList<>();
        if (matched) {
            groups.add(new Group(
                    MatchingPreview.Group.MATCHED.name(),
                    "Have an account",
                    preview.in(MatchingPreview.Group.MATCHED),
                    "An account of the target has the same e-mail address, or one under a renamed domain."));
        }
        groups.add(new Group(
                MatchingPreview.Group.MISSING.name(),
                matched ? "Need an account" : "Active, with a usable address",
                preview.in(MatchingPreview.Group.MISSING),
                matched
                        ? "Active, and no account has their address. The import brings some of them; Ferry can create the rest."
                        : "They need an account in the target, and with it a seat."));
        groups.add(new Group(
                MatchingPreview.Group.CONFLICT.name(),
                "Need a decision",
                preview.in(MatchingPreview.Group.CONFLICT),
                matched
                        ? "Their address leads to more than one account, or to one that cannot be used."
                        : "They share an e-mail address with somebody else; only one of them can have its account."));
        groups.add(new Group(
                MatchingPreview.Group.WITHOUT_ADDRESS.name(),
                "Active without a usable address",
                preview.in(MatchingPreview.Group.WITHOUT_ADDRESS),
                "No account can be created or found for them until their address is corrected in the source."));
        groups.add(new Group(
                MatchingPreview.Group.LEFT.name(),
                "Have left",
                preview.in(MatchingPreview.Group.LEFT),
                "Inactive in the source" + (matched ? ", and no account has their address" : "")
                        + ". Left unmapped, what they did has nobody's name in the app, for good."));
        return groups;
    }

    /** What can be corrected in the source before the backup; counted over everybody. */
    private static List<Group> problems(SourceLook source, Preview preview) {
        long without = 0;
        long invalid = 0;
        long noMail = 0;
        for (SourcePerson person : source.people()) {
            var address = person.address();
            if (person.email() == null) {
                without++;
            } else if (address.isEmpty()) {
                invalid++;
            } else if (address.filter(EmailAddress::canReceiveMail).isEmpty()) {
                noMail++;
            }
        }
        List<Group> problems = new ArrayList<>();
        problem(
                problems,
                "SHARED",
                "Share an address",
                preview.conflicts().getOrDefault(Conflict.SHARED_ADDRESS, 0L),
                "In the cloud an address belongs to one account.");
        problem(problems, "NONE", "Have no address", without, "In the cloud a person is known by the address.");
        problem(
                problems,
                "INVALID",
                "Have an address that is not valid",
                invalid,
                "Such addresses are reported to stop the import of the people.");
        problem(
                problems,
                "NO_MAIL",
                "Have an address that gets no mail",
                noMail,
                "Addresses such as @example.com are reported to stop the import.");
        problem(
                problems,
                "NO_KEY",
                "Have no usable user key",
                source.unreadable(),
                "They cannot be told from others, and are not in the counts above.");
        return problems;
    }

    private static void problem(List<Group> problems, String key, String what, long people, String meaning) {
        if (people > 0) {
            problems.add(new Group(key, what, people, meaning));
        }
    }

    /** People by name, since that was asked for. Texts of sites are cut, but not masked. */
    private static List<Example> named(Preview preview, boolean matched) {
        return Arrays.stream(MatchingPreview.Group.values())
                .filter(group -> matched || group != MatchingPreview.Group.MATCHED)
                .flatMap(group -> preview.examples().getOrDefault(group, List.of()).stream()
                        .map(person ->
                                new Example(group.name(), person.userKey(), person.displayName(), person.email())))
                .toList();
    }
}
