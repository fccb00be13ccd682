package io.ferry.migration;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/**
 * What is left to do for people when the app has been restored, in the order in which it is done. The form of *Finish
 * remaining tasks* shows the same; a test compares them. Source: facts/bigpicture.md, Afterwards; facts/jira-cloud.md.
 */
public enum RemainingTask {
    /** A Jira backup in XML has no attachments. */
    ATTACHMENTS("attachments", "Transfer the attachments"),
    SCOPES("scopes", "Repair scopes and quick filters"),
    /** The app sees no issue of a level that does not have its role. */
    ISSUE_SECURITY("issueSecurity", "Add the app’s role to issue security levels"),
    BOX_PERMISSIONS("boxPermissions", "Check the permissions of boxes"),
    DEPENDENCIES("dependencies", "Check dependencies"),
    /** The vendor does not carry them over. */
    SCENARIOS("scenarios", "Create What-If scenarios again"),
    SYNCHRONISATION("synchronisation", "Synchronise fields again"),
    LINKS("links", "Correct links to the old site"),
    BANNER("banner", "Replace the banner of the freeze"),
    NEW_ADDRESS("newAddress", "Tell people the new address"),
    SAFETY_DUMP("safetyDump", "Keep the safety dump");

    private final String key;
    private final String title;

    RemainingTask(String key, String title) {
        this.key = key;
        this.title = title;
    }

    /** The name in JSON and in process variables. */
    @JsonValue
    public String key() {
        return key;
    }

    /** What people read. */
    public String title() {
        return title;
    }

    /** Finds a task by its key. */
    public static Optional<RemainingTask> withKey(String key) {
        return Arrays.stream(values()).filter(task -> task.key.equals(key)).findFirst();
    }

    /** How far it is. The names are the values that the form sends. */
    public enum State {
        /** Nobody has said anything about it. */
        OPEN("open"),
        DONE("done"),
        NOT_NEEDED("not needed"),
        /** Somebody decided to do it after the migration. */
        LATER("later");

        private final String words;

        State(String words) {
            this.words = words;
        }

        /** What people read. */
        public String words() {
            return words;
        }

        /** Whether it is still to be done. */
        public boolean isOpen() {
            return this == OPEN || this == LATER;
        }

        /** What a person can answer by this value; nothing for another. */
        public static Optional<State> answered(String value) {
            return Arrays.stream(values())
                    .filter(state -> state != OPEN && state.name().equals(value))
                    .findFirst();
        }
    }
}
