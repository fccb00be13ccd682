package io.ferry.migration;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A phase of the route, in the order of the route. */
public enum Phase {
    CHECK_READINESS("check-readiness", "Check readiness"),
    BACK_UP_BIGPICTURE("back-up-bigpicture", "Back up BigPicture"),
    BACK_UP_JIRA("back-up-jira", "Back up Jira"),
    RESTORE_JIRA("restore-jira", "Restore Jira"),
    INSTALL_BIGPICTURE("install-bigpicture", "Install BigPicture"),
    MAP_USERS("map-users", "Map users"),
    RESTORE_BIGPICTURE("restore-bigpicture", "Restore BigPicture"),
    VERIFY("verify", "Verify"),
    REACTIVATE_INTEGRATIONS("reactivate-integrations", "Reactivate integrations"),
    FINISH("finish", "Finish"),
    ROLL_BACK("roll-back", "Roll back");

    private final String processId;
    private final String title;

    Phase(String processId, String title) {
        this.processId = processId;
        this.title = title;
    }

    /** The id of the phase's process; also its name in JSON. */
    @JsonValue
    public String processId() {
        return processId;
    }

    /** Whether it may change something in the cloud site. */
    public boolean changesTarget() {
        return switch (this) {
            case CHECK_READINESS, BACK_UP_BIGPICTURE, BACK_UP_JIRA, VERIFY, FINISH -> false;
            case RESTORE_JIRA, INSTALL_BIGPICTURE, MAP_USERS, RESTORE_BIGPICTURE, REACTIVATE_INTEGRATIONS, ROLL_BACK ->
                true;
        };
    }

    /** What people read. */
    public String title() {
        return title;
    }

    /**
     * The phases that a migration goes through when all goes well, in their order.
     *
     * @param rehearsal whether it changes nothing on the target: it backs up and reads, and matches people
     */
    public static Set<Phase> expected(boolean rehearsal) {
        return rehearsal
                ? EnumSet.of(CHECK_READINESS, BACK_UP_BIGPICTURE, BACK_UP_JIRA, MAP_USERS)
                : EnumSet.complementOf(EnumSet.of(ROLL_BACK));
    }

    /** Finds a phase by its process id, such as {@code map-users}. */
    public static Optional<Phase> ofProcess(String processId) {
        return Arrays.stream(values())
                .filter(phase -> phase.processId.equals(processId))
                .findFirst();
    }

    /** Finds a phase by the id of its call activity in the main process, such as {@code Call_MapUsers}. */
    public static Optional<Phase> ofCallActivity(String elementId) {
        return Arrays.stream(values())
                .filter(phase -> elementId.equalsIgnoreCase("Call_" + phase.processId.replace("-", "")))
                .findFirst();
    }
}
