package io.ferry.assess;

import io.ferry.assess.Assessment.Checked;
import io.ferry.assess.Assessment.Fit;
import io.ferry.assess.Assessment.FoundPeople;
import io.ferry.assess.Assessment.Group;
import io.ferry.assess.Assessment.Limit;
import io.ferry.assess.Assessment.Loss;
import io.ferry.assess.Assessment.Result;
import io.ferry.assess.Assessment.Route;
import io.ferry.assess.Assessment.Verdict;
import io.ferry.assess.Assessment.When;
import io.ferry.assess.Assessment.Work;
import io.ferry.base.Plural;
import io.ferry.base.Words;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Mode;
import io.ferry.migration.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What people have to do and when: what was found, and what the route needs of people in the modes that are set. */
final class Works {
    private static final String JIRA_ADMINISTRATOR = "Jira administrator";
    private static final String CLOUD_ADMINISTRATOR = "Site administrator of the cloud";
    private static final String WHO_DECIDES = "Whoever decides";

    private Works() {}

    static List<Work> of(
            MigrationSettings settings,
            boolean hasTarget,
            Verdict verdict,
            List<Checked> checks,
            FoundPeople people,
            List<Loss> losses,
            List<Limit> limits) {
        List<Work> work = new ArrayList<>();
        now(work, hasTarget, verdict, checks);
        weeksBefore(work, losses, limits);
        daysBefore(work, settings, people);
        atTheWeekend(work, settings);
        afterwards(work);
        return work;
    }

    private static void now(List<Work> work, boolean hasTarget, Verdict verdict, List<Checked> checks) {
        if (verdict.route() != Route.OPEN) {
            work.add(new Work(
                    When.NOW,
                    CLOUD_ADMINISTRATOR,
                    "See whether Settings > System > Import Jira Server is there; if not, ask Atlassian's support to open it",
                    "Without the import this route ends before it begins, and no call reports it."));
        }
        if (!hasTarget) {
            work.add(new Work(
                    When.NOW,
                    WHO_DECIDES,
                    "Choose the cloud site, have an API token made for it, and assess again with it",
                    "People, seats and versions of the target are not in this document."));
        }
        checks.stream()
                .filter(check -> check.result() == Result.FAILED)
                .forEach(check -> work.add(new Work(
                        When.NOW,
                        JIRA_ADMINISTRATOR,
                        check.whatToDo() == null ? check.name() : check.whatToDo(),
                        check.found())));
    }

    private static void weeksBefore(List<Work> work, List<Loss> losses, List<Limit> limits) {
        limits.stream()
                .filter(limit -> limit.fit() == Fit.BEYOND && !limit.limit().startsWith("Site import"))
                .forEach(limit ->
                        work.add(new Work(When.WEEKS_BEFORE, JIRA_ADMINISTRATOR, limit.whatToDo(), limit.here())));
        losses.stream()
                .filter(loss -> !loss.items().isEmpty())
                .forEach(loss -> work.add(new Work(
                        When.WEEKS_BEFORE, JIRA_ADMINISTRATOR, loss.whatToDo(), loss.what() + ": " + loss.amount())));
        work.add(new Work(
                When.WEEKS_BEFORE,
                JIRA_ADMINISTRATOR,
                "Make a Jira backup, read it with ./ferry inspect FILE, and repair what it finds",
                "It is the sure list of people and content, and shows what the import would refuse after hours."));
        work.add(new Work(
                When.WEEKS_BEFORE,
                "Whoever runs Ferry",
                "Rehearse: start the migration with rehearsal, and try the import and the restore in another cloud site",
                "It replaces the assumed times of this document by measured ones."));
    }

    private static void daysBefore(List<Work> work, MigrationSettings settings, FoundPeople people) {
        people.problems()
                .forEach(problem -> work.add(new Work(
                        When.DAYS_BEFORE,
                        JIRA_ADMINISTRATOR,
                        "Correct the addresses of people who %s (%,d)"
                                .formatted(Words.small(problem.what()), problem.people()),
                        problem.meaning())));
        List<Group> undecided = people.groups().stream()
                .filter(group -> !group.key().equals("MATCHED") && !group.key().equals("MISSING"))
                .filter(group -> group.people() > 0)
                .toList();
        if (!undecided.isEmpty()) {
            work.add(new Work(
                    When.DAYS_BEFORE,
                    "Whoever knows the people",
                    "Decide about %s without a clear account: %s"
                            .formatted(
                                    Plural.of(
                                            undecided.stream()
                                                    .mapToLong(Group::people)
                                                    .sum(),
                                            "person",
                                            "people"),
                                    undecided.stream()
                                            .map(group -> "%,d %s".formatted(group.people(), Words.small(group.what())))
                                            .collect(Collectors.joining(", "))),
                    "On the mapping page of a rehearsal; many can be decided together."));
        }
        work.add(new Work(
                When.DAYS_BEFORE,
                WHO_DECIDES,
                "Fix the weekend, name who confirms IMPORT and RESTORE, and tell everybody when Jira is closed",
                "Both confirmations overwrite the target and cannot be taken back."));
        work.add(new Work(
                When.DAYS_BEFORE,
                CLOUD_ADMINISTRATOR,
                "Back up the target in its administration, if it holds anything",
                "The import overwrites it. Ferry cannot make this backup."));
        if (settings.mode(Operation.BACK_UP_JIRA) == Mode.MANUAL) {
            work.add(new Work(
                    When.DAYS_BEFORE,
                    JIRA_ADMINISTRATOR,
                    "See how backups get from Jira's export folder to Ferry",
                    "Jira offers no download; the file may have many gigabytes."));
        }
    }

    private static void atTheWeekend(List<Work> work, MigrationSettings settings) {
        work.add(new Work(
                When.AT_THE_WEEKEND,
                JIRA_ADMINISTRATOR,
                "Stop the app's synchronisation of fields, keep people out of the source",
                "A backup of a Jira in use may be inconsistent, and nothing warns of it."));
        manual(
                work,
                settings,
                Operation.REINSTALL_APP,
                JIRA_ADMINISTRATOR,
                "Reinstall the app in the source at the same version");
        manual(work, settings, Operation.CREATE_DUMP, JIRA_ADMINISTRATOR, "Make the app's dump and upload it to Ferry");
        manual(
                work,
                settings,
                Operation.BACK_UP_JIRA,
                JIRA_ADMINISTRATOR,
                "Make the Jira backup and upload it to Ferry");
        manual(work, settings, Operation.IMPORT_BACKUP, CLOUD_ADMINISTRATOR, "Import the backup into the cloud");
        manual(work, settings, Operation.INSTALL_APP, CLOUD_ADMINISTRATOR, "Install the app in the cloud");
        manual(work, settings, Operation.CREATE_USERS, CLOUD_ADMINISTRATOR, "Create the missing accounts");
        manual(work, settings, Operation.RESTORE_DUMP, CLOUD_ADMINISTRATOR, "Restore the dump in the cloud app");
        work.add(new Work(
                When.AT_THE_WEEKEND,
                WHO_DECIDES,
                "Confirm IMPORT and RESTORE; judge the comparison; open the cloud, or have it rolled back",
                "Ferry asks, and waits for an answer."));
        manual(
                work,
                settings,
                Operation.ACTIVATE_CONNECTIONS,
                CLOUD_ADMINISTRATOR,
                "Switch on the integrations that are wanted");
    }

    private static void manual(
            List<Work> work, MigrationSettings settings, Operation operation, String who, String what) {
        if (settings.mode(operation) == Mode.MANUAL) {
            work.add(new Work(
                    When.AT_THE_WEEKEND, who, what, "A task says where to click; Ferry then checks what it can see."));
        }
    }

    private static void afterwards(List<Work> work) {
        work.add(new Work(
                When.AFTERWARDS,
                CLOUD_ADMINISTRATOR,
                "Transfer the attachments; switch synchronisation on again; correct links to the old site",
                "None of it is in the backup or the dump."));
        work.add(new Work(
                When.AFTERWARDS,
                "People of each team",
                "Try their boxes, plans and boards",
                "What no call reports only they can see."));
    }
}
