package io.ferry.process.restorejira;

import io.ferry.artifact.Artifact;
import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.StoredFile;
import io.ferry.migration.Action;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Decision;
import io.ferry.migration.FactName;
import io.ferry.migration.Intents;
import io.ferry.migration.Question;
import io.ferry.process.common.Approvals;
import io.ferry.process.common.Confirmed;
import io.ferry.process.common.RecordedFiles;
import io.ferry.process.common.RestoredRecord;
import io.ferry.process.common.Shown;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What must still be as the person saw who confirmed the import: what the target Jira holds, and the backup. If one of
 * them has changed, the confirmation is void, and the migration goes back to it with what is different.
 */
@Component
class ImportGuards {
    private static final String AGAIN = "Nothing was imported. Check what is shown below, and confirm again or stop.";

    private final TargetJiraStates states;
    private final Confirmations confirmations;
    private final Intents intents;
    private final Approvals approvals;
    private final RecordedFiles files;
    private final RestoredRecord restored;

    ImportGuards(
            TargetJiraStates states,
            Confirmations confirmations,
            Intents intents,
            Approvals approvals,
            RecordedFiles files,
            RestoredRecord restored) {
        this.states = states;
        this.confirmations = confirmations;
        this.intents = intents;
        this.approvals = approvals;
        this.files = files;
        this.restored = restored;
    }

    /** The confirmation that allows the next import. */
    Confirmation confirmed(Step step) {
        Optional<Confirmation> latest = confirmations
                .latest(step.id(), Question.IMPORT)
                .filter(Confirmation::isConfirmation)
                .filter(confirmation -> !restored.isOfAnEarlierRun(step, confirmation));
        if (latest.isEmpty()) {
            restored.expectTold(step, Question.IMPORT);
        }
        return latest.orElseThrow(() -> StepRefused.confirmationNotValid(
                "Nobody has confirmed the import.", "It overwrites the target Jira.", AGAIN));
    }

    /** Whether an import was begun on it: then the target has changed because of that. */
    boolean isBegun(Confirmation confirmation) {
        return Confirmed.isBegun(intents, confirmation, Action.IMPORT_BACKUP);
    }

    /** Whether the site took the order for an import on it; an order that may never have arrived changed nothing for sure. */
    private boolean isOrdered(Confirmation confirmation) {
        return Confirmed.isDone(intents, confirmation, Action.IMPORT_BACKUP);
    }

    /**
     * Whether the next import destroys nothing that nobody has thought of: the target is empty, people have a backup of
     * exactly this or have decided to go without, or what is there now is what Ferry's own import in this run of the phase
     * has left.
     */
    boolean hasNothingToLose(Step step, TargetJira target) {
        return target.content() == TargetJira.Content.EMPTY
                || isDecided(step, target)
                || confirmations.givenIn(step.job().getProcessInstanceKey(), step.id(), Question.IMPORT).stream()
                        .filter(Confirmation::isConfirmation)
                        .anyMatch(this::isOrdered);
    }

    private boolean isDecided(Step step, TargetJira target) {
        return confirmations
                .latest(step.id(), Question.TARGET_BACKUP)
                .filter(answer -> answer.decision() == Decision.DONE || answer.decision() == Decision.GO_ON)
                .filter(answer -> target.fingerprint().equals(Shown.to(answer).targetJiraFingerprint()))
                .isPresent();
    }

    /**
     * The backup on record; of a record that was restored only if the process names it.
     *
     * @param named the one that the process names
     */
    Optional<StoredFile> backupToShow(Step step, @Nullable StoredFile named) {
        return files.find(step, FactName.BACKUP_FILE, ArtifactKind.JIRA_BACKUP, named)
                .filter(file -> named == null || file.hasBytesOf(named) || !restored.concerns(step));
    }

    private Optional<StoredFile> recordedBackup(Step step) {
        return files.find(step, FactName.BACKUP_FILE, ArtifactKind.JIRA_BACKUP, null);
    }

    /** The backup on record. */
    StoredFile backup(Step step) {
        return recordedBackup(step)
                .orElseThrow(() -> StepRefused.refused(
                        "No Jira backup of this migration is on record.",
                        "Ferry imports only a backup that it has fetched, or that was uploaded for this migration.",
                        "Run the phase back-up-jira first, or import by hand."));
    }

    /**
     * The backup that may be uploaded: the one on record, which was confirmed.
     *
     * @param named the one that the process names
     * @return the file, found whole
     */
    Artifact expectBackup(Step step, Confirmation confirmation, @Nullable StoredFile named) {
        Artifact backup = files.expectNamed(
                step,
                FactName.BACKUP_FILE,
                ArtifactKind.JIRA_BACKUP,
                named,
                (title, detail, whatToDo) -> StepRefused.confirmationNotValid(
                        title, detail + " Nothing was imported.", whatToDo + " " + AGAIN));
        expectConfirmed(step, confirmation, backup.sha256());
        return backup;
    }

    /** Makes sure that this backup is the one that was shown. */
    void expectConfirmed(Step step, Confirmation confirmation, @Nullable String sha256) {
        String confirmed = Shown.to(confirmation).backupSha256();
        if (!Objects.equals(confirmed, sha256)) {
            throw StepRefused.confirmationNotValid(
                    "The Jira backup is not the one that was confirmed.",
                    "Confirmed: SHA-256 %s. Now: %s."
                            .formatted(
                                    Objects.requireNonNullElse(confirmed, "none"),
                                    Objects.requireNonNullElse(sha256, "none")),
                    restored.orUpload(step, AGAIN, confirmed));
        }
    }

    /**
     * Looks once more at who confirmed, at the backup on record, and at the target.
     *
     * @return the target now
     */
    TargetJira expectUnchanged(Step step, Confirmation confirmation) {
        approvals.expectAllowed(
                step,
                confirmation,
                (title, detail, whatToDo) ->
                        StepRefused.confirmationNotValid(title, detail + " Nothing was imported.", whatToDo));
        var shown = Shown.to(confirmation);
        var backup = files.findBytes(step, FactName.BACKUP_FILE, ArtifactKind.JIRA_BACKUP, shown.backupSha256())
                .map(StoredFile::sha256)
                .orElse(null);
        restored.expectTold(
                step,
                Question.IMPORT,
                Objects.equals(shown.backupSha256(), backup) ? "" : restored.orUpload(step, "", shown.backupSha256()));
        expectConfirmed(step, confirmation, backup);
        var now = states.look(step);
        if (!now.fingerprint().equals(shown.targetJiraFingerprint())) {
            throw StepRefused.confirmationNotValid(
                    "The target Jira no longer holds what was confirmed to be overwritten.",
                    changes(Objects.requireNonNullElse(shown.targetJira(), Map.of()), now),
                    AGAIN);
        }
        return now;
    }

    /** What Ferry does not do by itself, though a person may. */
    void expectSeen(TargetJira target) {
        if (!target.isSeen()) {
            throw StepRefused.refused(
                    "Ferry cannot see what the target Jira holds, and overwrites nothing that it cannot see.",
                    "The site does not report its projects or issues, or Ferry's user is no administrator there.",
                    "Give Ferry the credential of an administrator of the target, then let Ferry do it; or look into the"
                            + " site yourself, and import by hand.");
        }
    }

    private static String changes(Map<String, Object> confirmed, TargetJira now) {
        var before = TargetJira.figuresOf(confirmed);
        var changes = now.figures().entrySet().stream()
                .filter(figure -> !written(figure.getValue()).equals(written(before.get(figure.getKey()))))
                .map(figure -> "%s: confirmed %s, now %s"
                        .formatted(figure.getKey(), written(before.get(figure.getKey())), written(figure.getValue())))
                .collect(Collectors.joining("; "));
        return changes.isEmpty() ? "Other projects are there than before." : changes + ".";
    }

    private static String written(@Nullable Object figure) {
        return figure == null ? "not reported" : figure.toString();
    }
}
