package io.ferry.backup.judge;

import static io.ferry.backup.findings.FindingText.count;
import static io.ferry.backup.judge.BackupJudge.found;

import io.ferry.backup.findings.BackupFinding;
import io.ferry.backup.findings.BackupPlace;
import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.findings.FindingRecord;
import io.ferry.backup.model.BackupDirectory;
import io.ferry.backup.model.BackupPerson;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Judges the people of a backup: their addresses, their directories, and who is left of those that records refer to. */
final class PeopleJudge {
    private static final String USER = "User";

    private final BackupFacts facts;
    private final List<BackupFinding> findings = new ArrayList<>();

    private PeopleJudge(BackupFacts facts) {
        this.facts = facts;
    }

    static List<BackupFinding> all(BackupFacts facts, BackupCriteria criteria) {
        PeopleJudge judge = new PeopleJudge(facts);
        if (!facts.hasUsers()) {
            judge.find(FindingCode.PEOPLE_MISSING, "The backup holds no people (no User records).");
            return judge.findings;
        }
        judge.emails();
        judge.directories();
        judge.activity();
        judge.removed();
        return judge.findings;
    }

    static List<BackupFinding> ofAPart(BackupFacts facts, BackupCriteria criteria) {
        PeopleJudge judge = new PeopleJudge(facts);
        judge.emails();
        return judge.findings;
    }

    private void find(FindingCode code, String message) {
        findings.addAll(found(facts, code, message, USER));
    }

    private void tell(FindingCode code, BackupPerson person, @Nullable String note) {
        if (facts.finds().tells()) {
            String key = person.userName() == null ? person.userKey() : person.userName();
            BackupPlace place = facts.content().people().place(person);
            String entity = person.removed() ? "ApplicationUser" : USER;
            facts.finds()
                    .tell(
                            code,
                            new FindingRecord(entity, person.userKey(), key, place.line(), place.byteOffset(), note));
        }
    }

    // ---- addresses

    private void emails() {
        Map<EmailCheck, Long> numbers = new EnumMap<>(EmailCheck.class);
        long without = 0;
        for (BackupPerson person : facts.people()) {
            if (person.removed()) {
                continue;
            }
            if (person.email() == null) {
                without++;
                tell(FindingCode.PEOPLE_WITHOUT_EMAIL, person, null);
                continue;
            }
            EmailCheck check = EmailCheck.of(person.email());
            numbers.merge(check, 1L, Long::sum);
            FindingCode code = code(check);
            if (code != null) {
                tell(code, person, EmailCheck.showingBlanks(person.email()));
            }
        }
        if (without > 0) {
            find(FindingCode.PEOPLE_WITHOUT_EMAIL, count(without, "person has", "people have") + " no e-mail address.");
        }
        say(
                numbers,
                EmailCheck.EXAMPLE,
                number -> count(number, "person has", "people have")
                        + " an e-mail address at a domain that is reserved for examples.");
        say(
                numbers,
                EmailCheck.INVALID,
                number -> count(number, "person has", "people have") + " an e-mail address that cannot be one.");
        say(
                numbers,
                EmailCheck.UNUSUAL,
                number -> count(number, "person has", "people have")
                        + " an e-mail address with letters or signs that are seldom in one.");
        say(
                numbers,
                EmailCheck.ANONYMISED,
                number -> count(number, "person was", "people were")
                        + " anonymised, and can be neither matched nor invited.");
        if (facts.sharing().people() > 0) {
            find(
                    FindingCode.EMAIL_SHARED,
                    facts.sharing().people() + " people share "
                            + count(facts.sharing().addresses(), "address", "addresses") + ".");
            tellSharing();
        }
    }

    private static @Nullable FindingCode code(EmailCheck check) {
        return switch (check) {
            case FINE -> null;
            case UNUSUAL -> FindingCode.PEOPLE_WITH_UNUSUAL_EMAIL;
            case EXAMPLE -> FindingCode.PEOPLE_WITH_EXAMPLE_EMAIL;
            case ANONYMISED -> FindingCode.PEOPLE_ANONYMISED;
            case INVALID -> FindingCode.PEOPLE_WITH_INVALID_EMAIL;
        };
    }

    private void say(Map<EmailCheck, Long> numbers, EmailCheck check, Function<Long, String> message) {
        Long number = numbers.get(check);
        FindingCode code = code(check);
        if (number != null && code != null) {
            find(code, message.apply(number));
        }
    }

    private void tellSharing() {
        if (!facts.finds().tells()) {
            return;
        }
        Map<String, Integer> owners = new HashMap<>();
        for (BackupPerson person : facts.people()) {
            if (person.email() != null) {
                owners.merge(EmailAddress.spelling(person.email()), 1, Integer::sum);
            }
        }
        for (BackupPerson person : facts.people()) {
            if (person.email() != null && owners.getOrDefault(EmailAddress.spelling(person.email()), 0) > 1) {
                tell(FindingCode.EMAIL_SHARED, person, EmailCheck.showingBlanks(person.email()));
            }
        }
    }

    // ---- directories

    private void directories() {
        Map<String, BackupDirectory> byId = new HashMap<>();
        facts.content().people().directories().forEach(directory -> byId.put(directory.id(), directory));
        long several = 0;
        long external = 0;
        long inactive = 0;
        long nowhere = 0;
        for (BackupPerson person : facts.people()) {
            if (person.removed()) {
                continue;
            }
            if (person.directories() > 1) {
                several++;
                tell(FindingCode.PEOPLE_IN_SEVERAL_DIRECTORIES, person, person.directories() + " directories");
            }
            BackupDirectory directory = byId.get(person.directory());
            if (directory == null) {
                // Before Jira 4.3 there were no directories, and a file without any says nothing about them.
                if (!byId.isEmpty()) {
                    nowhere++;
                    tell(FindingCode.PEOPLE_WITHOUT_DIRECTORY, person, "directory " + person.directory());
                }
            } else if (!directory.active()) {
                // The first active directory counts, so there is none for this person.
                inactive++;
                tell(FindingCode.PEOPLE_IN_INACTIVE_DIRECTORY, person, directory.name());
            } else if (person.active() && isExternal(directory)) {
                external++;
                tell(FindingCode.PEOPLE_FROM_EXTERNAL_DIRECTORY, person, directory.name());
            }
        }
        if (several > 0) {
            find(
                    FindingCode.PEOPLE_IN_SEVERAL_DIRECTORIES,
                    count(several, "person is", "people are") + " in more than one directory.");
        }
        if (external > 0) {
            find(
                    FindingCode.PEOPLE_FROM_EXTERNAL_DIRECTORY,
                    count(external, "active person comes", "active people come") + " from an external directory.");
        }
        if (inactive > 0) {
            find(
                    FindingCode.PEOPLE_IN_INACTIVE_DIRECTORY,
                    count(inactive, "person is", "people are") + " only in directories that are not active.");
        }
        if (nowhere > 0) {
            find(
                    FindingCode.PEOPLE_WITHOUT_DIRECTORY,
                    count(nowhere, "person belongs", "people belong") + " to a directory that is not in the file.");
        }
    }

    private static boolean isExternal(BackupDirectory directory) {
        String type = directory.type().toUpperCase(Locale.ROOT);
        return !type.isEmpty() && !type.equals("INTERNAL") && !type.equals("UNKNOWN");
    }

    private void activity() {
        Set<String> inactive = new HashSet<>();
        facts.content().people().directories().stream()
                .filter(directory -> !directory.active())
                .forEach(directory -> inactive.add(directory.id()));
        boolean anybodyActive = facts.people().stream().anyMatch(BackupPerson::active);
        if (anybodyActive) {
            if (facts.content().groups().hasNoActiveAdministrator()) {
                find(FindingCode.NO_ACTIVE_ADMINISTRATOR, "Nobody who may administer Jira is active.");
            }
            return;
        }
        // Where the directories are why, that has been said.
        boolean allInInactive = facts.people().stream()
                .filter(person -> !person.removed())
                .allMatch(person -> inactive.contains(person.directory()));
        if (!allInInactive) {
            find(FindingCode.NOBODY_ACTIVE, "Nobody in the file is active.");
        }
    }

    private void removed() {
        long people = 0;
        long records = 0;
        for (BackupPerson person : facts.people()) {
            if (person.removed() && person.references().total() > 0) {
                people++;
                records += person.references().total();
                tell(
                        FindingCode.PEOPLE_REMOVED,
                        person,
                        count(person.references().total(), "reference", "references"));
            }
        }
        if (people > 0) {
            findings.addAll(found(
                    facts,
                    FindingCode.PEOPLE_REMOVED,
                    count(people, "removed person is", "removed people are") + " still referred to, "
                            + count(records, "time", "times") + " in all.",
                    "ApplicationUser"));
        }
    }
}
