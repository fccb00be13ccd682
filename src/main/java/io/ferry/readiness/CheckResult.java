package io.ferry.readiness;

import java.util.Optional;

/** What one check found. */
public sealed interface CheckResult {
    /**
     * All is well.
     *
     * @param remark what was found, for the record; may hold a warning
     */
    record Passed(String remark) implements CheckResult {
        /** How a remark begins that holds a warning. */
        static final String WARNING = "Warning: ";

        /** The warning without the word itself; empty if there is none. */
        public Optional<String> warning() {
            return remark.startsWith(WARNING) ? Optional.of(remark.substring(WARNING.length())) : Optional.empty();
        }
    }

    /**
     * The migration should not go on like this.
     *
     * @param code names the finding, in capitals, such as {@code JIRA_TOO_OLD}
     * @param title one sentence
     * @param message what was found; no credential, no person's data
     * @param whatToDo what a person does about it
     */
    record Failed(String code, String title, String message, String whatToDo) implements CheckResult {}

    /**
     * No call tells it: a person has to look.
     *
     * @param toSee what the person looks for, and where
     */
    record LeftToAPerson(String toSee) implements CheckResult {}

    /**
     * There was nothing to check.
     *
     * @param why why not
     */
    record NotApplicable(String why) implements CheckResult {}
}
