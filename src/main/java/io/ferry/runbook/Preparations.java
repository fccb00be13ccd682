package io.ferry.runbook;

import io.ferry.base.Plural;
import io.ferry.base.Words;
import io.ferry.migration.CredentialName;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Mode;
import io.ferry.migration.Operation;
import io.ferry.migration.Question;
import io.ferry.migration.SiteSettings;
import io.ferry.runbook.PlannedTimes.Times;
import io.ferry.runbook.Runbook.Preparation;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What to have ready, by the settings of the migration. Credentials are named as they are declared; their secrets are nowhere. */
final class Preparations {
    static final String ACCOUNTS = "Accounts, tokens and rights";
    static final String LICENCES = "Licences and seats";
    static final String PEOPLE = "People";
    static final String SITES = "Sites and files";
    static final String AHEAD = "Do before the freeze";

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);

    private final Migration migration;
    private final MigrationSettings settings;
    private final String app;
    private final List<Preparation> all = new ArrayList<>();

    private Preparations(Migration migration) {
        this.migration = migration;
        this.settings = migration.settings();
        this.app = migration.app().title();
    }

    static List<Preparation> of(Migration migration, Approvers approvers, Times times, List<Part> parts) {
        Preparations made = new Preparations(migration);
        made.accounts();
        made.licences(times);
        made.people(approvers);
        made.sites(times);
        made.ahead(parts);
        return List.copyOf(made.all);
    }

    private void add(String group, String what, String details) {
        all.add(new Preparation(group, what, details));
    }

    private boolean isByHand(Operation operation) {
        return settings.mode(operation) == Mode.MANUAL;
    }

    private void accounts() {
        SiteSettings source = settings.source();
        SiteSettings target = settings.target();
        add(
                ACCOUNTS,
                "Credential “" + source.credential() + "” for the source’s Jira",
                (isByHand(Operation.BACK_UP_JIRA)
                                ? "Needs the global permission Jira administrators."
                                : "Needs the global permissions Jira administrators and, since Ferry makes the Jira backup, Jira system"
                                        + " administrators, as name and password.")
                        + ends(source.credentialEnds()));
        token(
                source.bigPictureCredential(),
                source.bigPictureCredentialEnds(),
                "source",
                "people compare the app’s data themselves.");
        add(
                ACCOUNTS,
                "Credential “" + target.credential() + "” for the target’s Jira",
                "Of a site administrator"
                        + (isByHand(Operation.CREATE_USERS) || settings.rehearsal()
                                ? "."
                                : "; of the organisation too, since Ferry creates missing accounts.")
                        + ends(target.credentialEnds()));
        if (settings.rehearsal()) {
            return;
        }
        token(
                target.bigPictureCredential(),
                target.bigPictureCredentialEnds(),
                "target",
                "a person restores the dump, and people compare the app’s data themselves.");
        if (target.bigPictureCredential() != null) {
            add(
                    ACCOUNTS,
                    "A new token of " + app + " in the target, after the restore",
                    "Tokens inside a dump stop working: somebody makes a new one and puts it behind the same name.");
        }
        if (isByHand(Operation.IMPORT_BACKUP)) {
            add(
                    ACCOUNTS,
                    "Two site administrators of the target who can sign in",
                    "The import can lock out the one who starts it.");
        }
    }

    private void token(@Nullable CredentialName name, @Nullable LocalDate ends, String site, String without) {
        add(
                ACCOUNTS,
                name == null
                        ? "No token of " + app + " in the " + site + " is named"
                        : "Token “" + name + "” of " + app + " in the " + site,
                name == null ? "Without it " + without : "Of an administrator of the app." + ends(ends));
    }

    private static String ends(@Nullable LocalDate day) {
        return day == null
                ? " Its last day is not entered: look where it was made."
                : " Its last day is " + DAY.format(day) + ".";
    }

    private void licences(Times times) {
        LocalDate end = settings.plannedEnd();
        add(
                LICENCES,
                "Licences of Jira and " + app + " in the source",
                end == null
                        ? "They last longer than the migration."
                        : "They last until " + DAY.format(end) + " at least.");
        if (settings.rehearsal()) {
            return;
        }
        Long people = times.activePeople();
        add(
                LICENCES,
                "Seats of Jira in the target",
                people == null
                        ? "For everybody who may use Jira. How many that are, nobody has counted yet."
                        : "For " + Plural.of(people, "active person", "active people")
                                + ", as they were counted last.");
        add(
                LICENCES,
                "Licence of " + app + " in the target",
                "For as many people as Jira has. A trial is valid at once.");
    }

    private void people(Approvers approvers) {
        if (!settings.rehearsal()) {
            add(
                    PEOPLE,
                    "Approvers",
                    (approvers.names().isEmpty()
                                    ? "Anybody whom Tasklist lets complete the task; ferry.approval.approvers can name them."
                                    : String.join(", ", approvers.names()) + ".")
                            + (approvers.secondPersonFor().isEmpty()
                                    ? ""
                                    : " Two people confirm "
                                            + approvers.secondPersonFor().stream()
                                                    .map(Question::key)
                                                    .sorted()
                                                    .map(key -> key.replace('-', ' '))
                                                    .collect(Collectors.joining(" and "))
                                            + "."));
            add(PEOPLE, "Who says “roll back”, and until when", "Decided and written down before the import.");
        }
        add(
                PEOPLE,
                "Everybody who has a task in this plan",
                "Knows the hours, has read the tasks, can sign in to Tasklist and to the site, and can be reached.");
        add(
                PEOPLE,
                "Reminders",
                "By e-mail or webhook, or nobody is told in the night that a task waits (docs/reminders.md).");
        String byHand = Arrays.stream(Operation.values())
                .filter(operation -> operation != Operation.ROLL_BACK && isByHand(operation) && isOnTheRoute(operation))
                .map(Operation::title)
                .collect(Collectors.joining("; "));
        add(
                PEOPLE,
                "Work by hand",
                byHand.isEmpty() ? "None: Ferry does every operation, as long as the sites offer it." : byHand + ".");
    }

    private boolean isOnTheRoute(Operation operation) {
        return !settings.rehearsal()
                || operation == Operation.REINSTALL_APP
                || operation == Operation.CREATE_DUMP
                || operation == Operation.BACK_UP_JIRA;
    }

    private void sites(Times times) {
        if (settings.freezesSource()) {
            add(
                    SITES,
                    "A way to keep people out of the source",
                    "A maintenance page in front of Jira, or application access taken away. A banner stops nobody.");
            add(
                    SITES,
                    "The list of the fields’ settings",
                    "How each field, and each project’s custom mapping, is synchronised in " + app
                            + ". It is switched off at the freeze and set back last of all.");
        }
        add(
                SITES,
                "The way of the Jira backup",
                settings.source().exportFolder() == null
                        ? "A person copies it from the folder “export” of Jira’s home, and uploads it to Ferry: try it with a large file."
                        : "Ferry reads Jira’s export folder. See that it still can.");
        add(SITES, "Free disk space for Ferry", "Three times the size of the Jira backup and the dumps.");
        add(SITES, "Other migrations", "Nobody runs the Jira Cloud Migration Assistant (JCMA) for the same sites.");
        if (settings.rehearsal()) {
            return;
        }
        add(
                SITES,
                "A backup of the target, if it holds anything",
                "The import overwrites it, and Ferry cannot make this backup.");
        add(
                SITES,
                "The import of the target is open",
                "Settings > System > Import Jira Server is there. Atlassian closes it to sites of 1 to 1,000 users.");
        Long integrations = times.integrations();
        add(
                SITES,
                "The list of integrations",
                (integrations == null
                                ? "What the app is connected with,"
                                : Plural.of(integrations, "integration was", "integrations were") + " counted:")
                        + " who looks after each, which are switched on again, and what else writes into Jira.");
        add(
                SITES,
                "The attachments",
                "They are in neither backup. Decide how they are transferred, and measure how many gigabytes they have.");
    }

    private void ahead(List<Part> parts) {
        parts.stream()
                .filter(Part::ahead)
                .forEach(part ->
                        add(AHEAD, part.work(), Words.capital(part.basis().title()) + ". " + part.because()));
        if (!settings.rehearsal()) {
            add(
                    AHEAD,
                    "Look at this plan together",
                    "Go through the questions before the import and the restore, and the way back.");
        }
        add(
                AHEAD,
                "./ferry doctor finds nothing wrong",
                "Java, disk, database, Camunda, credentials, and the way to "
                        + migration.settings().source().url() + " and "
                        + migration.settings().target().url() + ".");
    }
}
