package io.ferry.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an approver confirms an import, a restore or a roll-back.
 *
 * @param api where the confirmation is sent
 * @param nothing why nothing can be confirmed here now, or null if something can
 * @param task the key of the task that the page shows
 * @param sha256 the hash of what it shows
 * @param inTasklist where the same task is in Tasklist; null if nobody knows
 * @param asked what is to be confirmed
 */
record ApprovalPage(
        Frame frame,
        String api,
        @Nullable String nothing,
        String task,
        String sha256,
        @Nullable String inTasklist,
        @Nullable Asked asked)
        implements View {

    /**
     * What is to be confirmed, as the form in Tasklist shows it.
     *
     * @param lead what happens, in one sentence
     * @param problem why the task came back, if it did
     * @param warnings what must not be overlooked
     * @param overwritten what is lost
     * @param replacing what takes its place
     * @param checks what to make sure of before
     * @param later later dumps that are not used
     * @param word what is typed to confirm
     * @param needsUnmapped whether LEAVE UNMAPPED is typed as well
     * @param needsActions whether a box is ticked that all actions are done
     * @param needsReason whether a reason must be given
     * @param button what the button says
     */
    record Asked(
            String lead,
            @Nullable Problem problem,
            List<String> warnings,
            String overwrittenTitle,
            List<Fact> overwritten,
            String replacingTitle,
            List<Fact> replacing,
            List<String> checks,
            List<Fact> later,
            String word,
            boolean needsUnmapped,
            boolean needsActions,
            boolean needsReason,
            String button) {}

    /**
     * One fact.
     *
     * @param at its value as a time, if it is one
     */
    record Fact(String name, String value, @Nullable Instant at) {
        Fact(String name, String value) {
            this(name, value, null);
        }
    }

    /** Why the task came back. */
    record Problem(String title, String detail, String whatToDo) {}
}
