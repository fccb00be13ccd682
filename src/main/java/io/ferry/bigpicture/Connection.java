package io.ferry.bigpicture;

/**
 * A connection of the app to something it draws tasks from ("integration").
 *
 * @param id the app's id of it
 * @param name its name
 * @param primary whether it is the one that cannot be switched off
 * @param active whether it is switched on
 * @param state how it is
 * @param reason why it is not operational, as the app says; may be empty
 */
public record Connection(String id, String name, boolean primary, boolean active, State state, String reason) {

    /** How a connection is. */
    public enum State {
        /** It works. */
        OPERATIONAL("operational"),
        /** It is switched off, as after a restore. */
        NOT_OPERATIONAL("not operational"),
        /** The other side slows it down; it comes back by itself after 10 to 15 minutes. */
        THROTTLED("throttled"),
        /** It does not work. */
        FAILED("failing");

        private final String words;

        State(String words) {
            this.words = words;
        }

        /** What people read, as the app says it. */
        public String words() {
            return words;
        }

        /** Whether it works. */
        public boolean isUp() {
            return this == OPERATIONAL;
        }

        /** Whether waiting may help. */
        public boolean isInProgress() {
            return this == THROTTLED;
        }

        /** Whether somebody has to look. */
        public boolean isError() {
            return this == FAILED;
        }
    }
}
