package io.ferry.runbook;

import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Mode;
import io.ferry.migration.Operation;
import io.ferry.migration.Question;
import java.util.Optional;

/** Which tasks people get when all goes well, when they come only if something is so, and whom they need. */
final class PeoplesTasks {
    private static final String JIRA = "a Jira administrator of the source";
    private static final String JIRA_SYSTEM = "a system administrator of the source’s Jira";
    private static final String APP_SOURCE = "an administrator of the app in the source";
    private static final String CLOUD = "a site administrator of the target";
    private static final String APP_TARGET = "an administrator of the app in the target";

    private PeoplesTasks() {}

    /**
     * A task that is planned.
     *
     * @param onlyIf when it comes; empty if always
     */
    record Planned(Optional<String> onlyIf) {
        static final Optional<Planned> ALWAYS = Optional.of(new Planned(Optional.empty()));

        static Optional<Planned> onlyIf(String condition) {
            return Optional.of(new Planned(Optional.of(condition)));
        }
    }

    /** Whether people are asked this when all goes well. */
    static Optional<Planned> planned(Question question, MigrationSettings settings) {
        Optional<Operation> byHand = Operation.doneManuallyAt(question);
        if (byHand.isPresent() && settings.mode(byHand.get()) != Mode.MANUAL) {
            return Optional.empty();
        }
        return switch (question) {
            case SITE_IMPORT ->
                settings.freezesSource()
                        ? Planned.onlyIf("unless the target’s import answers Ferry")
                        : Optional.empty();
            case FREEZE -> settings.freezesSource() ? Planned.ALWAYS : Optional.empty();
            case UNFREEZE -> settings.dressRehearsal() ? Planned.ALWAYS : Optional.empty();
            case TARGET_BACKUP -> Planned.onlyIf("unless the target is shown to be empty");
            // A rehearsal matches people, and asks nobody about them.
            case NEW_ACCOUNTS, CREATE_USERS, MAP_PEOPLE, UNMAPPED_PEOPLE ->
                settings.rehearsal() ? Optional.empty() : Planned.onlyIf(aboutPeople(question));
            case SAFETY_DUMP -> Planned.onlyIf("unless Ferry finds the safety dump itself");
            case PICK_CONNECTIONS, ACTIVATE_CONNECTIONS -> Planned.onlyIf("if the app has integrations");
            case REINSTALL_APP,
                    CREATE_DUMP,
                    BACK_UP_JIRA,
                    IMPORT,
                    IMPORT_BACKUP,
                    INSTALL_APP,
                    RESTORE,
                    RESTORE_DUMP,
                    RESULT,
                    REMAINING_TASKS -> Planned.ALWAYS;
            case FAILED_CHECKS,
                    CLOSED_IMPORT,
                    BACKUP,
                    MISSING_JIRA_DATA,
                    APP_LICENCE,
                    MISSING_PEOPLE,
                    INTEGRATIONS,
                    ROLL_BACK,
                    ROLL_BACK_BY_HAND,
                    INCOMPLETE_ROLL_BACK,
                    START_OF_THE_ROLL_BACK,
                    WHAT_RUNS_ON -> Optional.empty();
        };
    }

    private static String aboutPeople(Question question) {
        return switch (question) {
            case MAP_PEOPLE -> "if people are without a clear account";
            case UNMAPPED_PEOPLE -> "if people stay without an account";
            default -> "if accounts are missing";
        };
    }

    /** Who answers it, in words. */
    static String who(RouteTask task, Approvers approvers) {
        String group = task.group().equals("approver") ? approvers.of(task.question()) : "An operator";
        return at(task.question()).map(person -> group + "; " + person).orElse(group);
    }

    /** Whom it needs at the sites. */
    private static Optional<String> at(Question question) {
        return switch (question) {
            case FREEZE, UNFREEZE -> Optional.of("an administrator of Jira and of the app in the source");
            case REINSTALL_APP -> Optional.of(JIRA_SYSTEM);
            case CREATE_DUMP -> Optional.of(APP_SOURCE);
            case BACK_UP_JIRA, BACKUP -> Optional.of(JIRA_SYSTEM + " with access to the server’s disk");
            case SITE_IMPORT, CLOSED_IMPORT, TARGET_BACKUP -> Optional.of(CLOUD);
            case IMPORT_BACKUP -> Optional.of(CLOUD + ", with the sign-in of a second one");
            case INSTALL_APP, APP_LICENCE -> Optional.of(CLOUD + " who may buy, or start a trial");
            case CREATE_USERS, MISSING_JIRA_DATA -> Optional.of(CLOUD);
            case MAP_PEOPLE, MISSING_PEOPLE -> Optional.of("somebody who knows the people");
            case RESTORE_DUMP, ROLL_BACK_BY_HAND -> Optional.of(CLOUD + " and of the app there");
            case SAFETY_DUMP, PICK_CONNECTIONS, ACTIVATE_CONNECTIONS, INTEGRATIONS, INCOMPLETE_ROLL_BACK ->
                Optional.of(APP_TARGET);
            case RESULT -> Optional.of("an administrator of the app, and people of the teams");
            case REMAINING_TASKS -> Optional.of("administrators of both sites");
            case FAILED_CHECKS -> Optional.of(JIRA);
            case IMPORT, NEW_ACCOUNTS, UNMAPPED_PEOPLE, RESTORE, ROLL_BACK, START_OF_THE_ROLL_BACK, WHAT_RUNS_ON ->
                Optional.empty();
        };
    }
}
