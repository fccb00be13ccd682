package io.ferry.api;

import io.ferry.migration.Actor;
import io.ferry.migration.Migration;
import io.ferry.migration.Question;
import io.ferry.process.common.FerryConfirmations;
import io.ferry.process.common.FerryConfirmations.Entered;
import io.ferry.process.common.FerryConfirmations.Result.Confirmed;
import io.ferry.process.common.FerryConfirmations.Result.HasChanged;
import io.ferry.process.common.FerryConfirmations.Result.InTasklist;
import io.ferry.process.common.FerryConfirmations.Result.Incomplete;
import io.ferry.process.common.FerryConfirmations.Result.NotCompleted;
import io.ferry.process.common.FerryConfirmations.Result.NothingWaits;
import io.ferry.process.common.FerryConfirmations.Result.Refused;
import io.ferry.process.common.FerryConfirmations.Waiting;
import io.ferry.process.engine.EngineUnavailable;
import io.ferry.remote.RemoteFailure;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Where approvers confirm an import, a restore or a roll-back, if that is not done in Tasklist. */
@RestController
@Tag(name = "Approvals")
class ApprovalsController {
    private static final String IN_TASKLIST =
            "It is confirmed in Tasklist: ferry.approval.channel says so. Complete the task there.";
    private static final String CHANGED_IN_CAMUNDA =
            "The task does not show what Ferry found, so it cannot be confirmed: somebody changed a process variable in Camunda."
                    + " Find out who did, and stop in Tasklist, or set it right in Operate: ";
    private static final String NOTHING_WAITS =
            "Nothing waits for this confirmation now. A task shows a second or two after it came: load this page again.";

    private final FerryConfirmations confirmations;
    private final Pages pages;

    ApprovalsController(FerryConfirmations confirmations, Pages pages) {
        this.confirmations = confirmations;
        this.pages = pages;
    }

    /**
     * What an approver enters.
     *
     * @param task the task that the page showed
     * @param shown the SHA-256 of what it showed
     */
    record Confirming(
            @Nullable String task,
            @Nullable String shown,
            @Nullable String typedWord,
            @Nullable String typedUnmapped,
            @Nullable Boolean allActionsDone,
            @Nullable String reason) {}

    @Hidden
    @GetMapping("/migrations/{id}/approvals/{question}")
    ResponseEntity<String> page(@KnownMigration Migration migration, @PathVariable String question) {
        Optional<Question> asked = question(question);
        if (asked.isEmpty()) {
            return pages.notFound("There is nothing of this name to confirm");
        }
        if (!confirmations.isHere(asked.get())) {
            return pages.answer(view(migration, asked.get(), IN_TASKLIST, null));
        }
        try {
            return confirmations
                    .waiting(migration.id(), asked.get())
                    .map(waiting -> pages.answer(
                            waiting.differing() == null
                                    ? view(migration, asked.get(), null, waiting)
                                    : view(migration, asked.get(), CHANGED_IN_CAMUNDA + waiting.differing(), null)))
                    .orElseGet(() -> pages.answer(view(migration, asked.get(), NOTHING_WAITS, null)));
        } catch (RemoteFailure silent) {
            return pages.answer(view(migration, asked.get(), silent.title() + " " + silent.whatToDo(), null));
        }
    }

    private ApprovalPage view(
            Migration migration, Question question, @Nullable String nothing, @Nullable Waiting waiting) {
        return new ApprovalPage(
                pages.frame(migration, ApprovalFacts.title(question)).withOwn("approval"),
                "/api/migrations/" + migration.id() + "/approvals/" + question.key(),
                nothing,
                waiting == null ? "" : String.valueOf(waiting.task()),
                waiting == null ? "" : waiting.sha256(),
                waiting == null ? null : pages.inTasklist(waiting.task()),
                waiting == null ? null : ApprovalFacts.of(migration, question, waiting));
    }

    @PostMapping(
            path = "/api/migrations/{id}/approvals/{question}",
            consumes = "application/json",
            produces = "application/json")
    @Operation(
            summary = "Confirm an import, a restore or a roll-back, as whoever is signed in",
            description =
                    "Only where ferry.approval.channel is FERRY. The body repeats which task and what (by its SHA-256) Ferry's page"
                            + " showed, and has what was typed there. Ferry puts it on record and completes the task.")
    Map<String, Object> confirm(
            @KnownMigration Migration migration,
            @PathVariable String question,
            @RequestBody Confirming confirming,
            Actor by) {
        Question asked = question(question)
                .orElseThrow(() -> RequestRefused.invalid("question", "import, restore or roll-back"));
        try {
            return switch (confirmations.confirm(migration, asked, entered(confirming), by)) {
                case Confirmed() -> Map.of("confirmed", true);
                case NothingWaits() -> throw conflict("Nothing waits for this confirmation", NOTHING_WAITS);
                case HasChanged() ->
                    throw conflict(
                            "What is shown has changed",
                            "Nothing has been done. Load this page again, and read it once more.");
                case InTasklist() -> throw conflict("It is not confirmed here", IN_TASKLIST);
                case Refused(String title, String detail, String whatToDo) ->
                    throw conflict(title, title + " " + detail + " Nothing has been done. " + whatToDo);
                case Incomplete(String field, String expected) -> throw RequestRefused.invalid(field, expected);
                case NotCompleted(EngineUnavailable why) -> throw why;
            };
        } catch (RemoteFailure silent) {
            throw new RequestRefused(Problems.engineUnavailable(silent.title() + " " + silent.whatToDo()));
        }
    }

    private static Entered entered(Confirming confirming) {
        String task = confirming.task();
        if (task == null || !task.matches("\\d{1,18}")) {
            throw RequestRefused.invalid("task", "the key of the task that was shown");
        }
        String shown = confirming.shown();
        if (shown == null) {
            throw RequestRefused.invalid("shown", "the SHA-256 of what was shown");
        }
        return new Entered(
                Long.parseLong(task),
                shown,
                confirming.typedWord(),
                confirming.typedUnmapped(),
                Boolean.TRUE.equals(confirming.allActionsDone()),
                confirming.reason());
    }

    private static Optional<Question> question(String key) {
        return Question.withKey(key).filter(FerryConfirmations.questions()::contains);
    }

    private static RequestRefused conflict(String title, String detail) {
        return new RequestRefused(Problems.conflict(title, detail));
    }
}
