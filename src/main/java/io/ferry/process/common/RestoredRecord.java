package io.ferry.process.common;

import io.ferry.base.Moments;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Question;
import io.ferry.migration.RestoredDatabase;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * What a record that was restored from a backup may lack: Camunda and the sites have gone on. What overwrites a site is confirmed
 * by somebody who was told so, with the addresses on record, since corrections of them may be lost.
 */
@Component
public class RestoredRecord {
    private static final String TITLE = "Ferry's database was restored from a backup.";

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
     * Makes sure that somebody was told who confirmed after the restoration.
     *
     * @throws StepRefused if nobody was: the confirmation comes again, and says it
     */
    public void expectTold(Step step, Question question) {
        Instant noticed = restored.noticed(step.id()).orElse(null);
        if (noticed == null
                || confirmations.all(step.id()).stream()
                        .filter(answer -> answer.question() == question && answer.isConfirmation())
                        .filter(answer -> answer.at().isAfter(noticed))
                        .anyMatch(RestoredRecord::wasTold)) {
            return;
        }
        MigrationSettings settings = step.settings();
        throw StepRefused.confirmationNotValid(
                TITLE,
                "Ferry noticed it at %s. What people decided after that backup is not on record: corrected addresses, decisions about people, newer files. On record are the source %s and the target %s."
                        .formatted(
                                Moments.of(noticed),
                                settings.source().url(),
                                settings.target().url()),
                "Compare the addresses and all figures with what you know, and look at the mapping of people. Then confirm again, or stop.");
    }

    private static boolean wasTold(Confirmation answer) {
        return Shown.to(answer).problemShown().part("title").equals(TITLE);
    }
}
