package io.ferry.process.common;

import io.ferry.base.Moments;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Fact;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Question;
import io.ferry.migration.RestoredDatabase;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What a record that was restored from a backup may lack: Camunda and the sites have gone on. An import or a restore is confirmed
 * by somebody who was told so, with the addresses on record, since corrections of them may be lost.
 */
@Component
public class RestoredRecord {
    private static final String TITLE = "Ferry's database was restored from a backup.";

    private static final String WAY_BACK =
            " If the app was restored after that backup, a roll-back by Ferry would not bring back what it held before. That is in the app's list of dumps, as “Ferry, before the restore of %s”: see whether it is there, and keep it.";

    private final RestoredDatabase restored;
    private final Confirmations confirmations;

    public RestoredRecord(RestoredDatabase restored, Confirmations confirmations) {
        this.restored = restored;
        this.confirmations = confirmations;
    }

    /** Whether this step's migration has such a record. */
    public boolean concerns(Step step) {
        return restored.noticed(step.id()).isPresent();
    }

    /**
     * Whether the record may lack something that the process knows.
     *
     * @param known what is on record of it
     */
    boolean mayLackNewer(Step step, Optional<Fact> known) {
        Instant noticed = restored.noticed(step.id()).orElse(null);
        return noticed != null
                && known.filter(fact -> fact.at().isAfter(noticed)).isEmpty();
    }

    /**
     * Whether a confirmation was given in an earlier run of the phase: this run's own may be lost, and what was done on that one is
     * not this run's.
     */
    public boolean isOfAnEarlierRun(Step step, Confirmation confirmation) {
        return concerns(step)
                && confirmations
                        .givenIn(step.job().getProcessInstanceKey(), step.id(), confirmation.question())
                        .stream()
                        .noneMatch(given -> given.id().equals(confirmation.id()));
    }

    /**
     * What a person does about a file that is not on record as it should be.
     *
     * @param otherwise what is to be done where the record is whole
     * @param sha256 of the file that the process or the person's form names; null if none
     */
    public String orUpload(Step step, String otherwise, @Nullable String sha256) {
        return sha256 == null || !concerns(step)
                ? otherwise
                : "Ferry's database was restored, and the file with SHA-256 " + sha256
                        + " is not in Ferry's store: upload it on the page of this migration's files, then answer here.";
    }

    /**
     * Makes sure that somebody was told who confirmed after the restoration.
     *
     * @throws StepRefused if nobody was: the confirmation comes again, and says it
     */
    public void expectTold(Step step, Question question) {
        expectTold(step, question, "");
    }

    /**
     * The same.
     *
     * @param lost what the person has to do besides about a file ({@link #orUpload}); empty if nothing
     */
    public void expectTold(Step step, Question question, String lost) {
        Instant noticed = restored.noticed(step.id()).orElse(null);
        if (noticed == null
                || confirmations.all(step.id()).stream()
                        .filter(answer -> answer.question() == question && answer.isConfirmation())
                        .filter(answer -> answer.at().isAfter(noticed))
                        .anyMatch(answer -> wasTold(answer, noticed))) {
            return;
        }
        MigrationSettings settings = step.settings();
        throw StepRefused.confirmationNotValid(
                TITLE,
                "Ferry noticed it at %s. What people decided after that backup is not on record: corrected addresses, decisions about people, newer files. On record are the source %s and the target %s."
                                .formatted(
                                        Moments.of(noticed),
                                        settings.source().url(),
                                        settings.target().url())
                        + (question == Question.RESTORE
                                ? WAY_BACK.formatted(step.migration().name())
                                : ""),
                (lost.isEmpty() ? "" : lost + " ")
                        + "Compare the addresses and all figures with what you know, and look at the mapping of people. Then confirm again, or stop.");
    }

    /** A form from before a later restoration tells of the earlier one. */
    private static boolean wasTold(Confirmation answer, Instant noticed) {
        ProblemShown shown = Shown.to(answer).problemShown();
        return shown.part("title").equals(TITLE) && shown.part("detail").contains(Moments.of(noticed));
    }
}
