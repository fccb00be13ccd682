package io.ferry.process.backupbigpicture;

import io.ferry.artifact.ArtifactKind;
import io.ferry.artifact.StoredFile;
import io.ferry.bigpicture.Dump;
import io.ferry.bigpicture.Dumps;
import io.ferry.migration.Action;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.IntentState;
import io.ferry.migration.Intents;
import io.ferry.process.common.AtMostOnce;
import io.ferry.process.common.LongWork;
import io.ferry.process.common.LongWork.Progress;
import io.ferry.process.common.LongWork.Seen;
import io.ferry.process.common.MigrationFiles;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.process.common.Watch;
import io.ferry.process.engine.JobRetries;
import io.ferry.process.model.Problem;
import io.ferry.process.upload.FileKind;
import io.ferry.process.upload.UploadRegistration;
import io.ferry.remote.RemoteFailure;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Ferry's dump on the source, from its making to the store. The mark in its description tells it from others. */
@Component
class SourceDump {
    private final Sites sites;
    private final Intents intents;
    private final AtMostOnce changes;
    private final LongWork work;
    private final MigrationFiles files;
    private final UploadRegistration uploads;
    private final FactsOfMigration facts;

    SourceDump(
            Sites sites,
            Intents intents,
            AtMostOnce changes,
            LongWork work,
            MigrationFiles files,
            UploadRegistration uploads,
            FactsOfMigration facts) {
        this.sites = sites;
        this.intents = intents;
        this.changes = changes;
        this.work = work;
        this.files = files;
        this.uploads = uploads;
        this.facts = facts;
    }

    /** Which dump it is. */
    record Marked(@Nullable String dumpMark) {}

    /** What the process knows of the dump when it asks. */
    record SoFar(
            @Nullable String dumpMark,
            @Nullable Integer dumpPercent,
            @Nullable Watch dumpWatch) {}

    /** The dump, begun or seen again. */
    record Dumping(
            String dumpMark,
            LongWork.State dumpState,
            int dumpPercent,
            Watch dumpWatch,
            @Nullable Problem problem) {
        static Dumping of(String mark, Seen seen) {
            return new Dumping(mark, seen.state(), seen.percent(), seen.watch(), seen.problem());
        }
    }

    /** The dump in Ferry's store. */
    record Stored(StoredFile dumpFile) {}

    /** Has the app make a new dump, whose description carries Ferry's mark. */
    Dumping create(Step step) {
        Dumps dumps = sites.sourceApp(step.migration()).dumps();
        IntentState state = intents.begin(step.id(), Action.CREATE_DUMP, step.visit());
        String mark = state.intent().mark();
        changes.atMostOnce(
                step,
                state,
                "The dump",
                intent -> {
                    dumps.create("Ferry, " + step.migration().name() + " [" + mark + "]");
                    return Map.of("mark", mark);
                },
                intent -> Dump.marked(dumps.list(), mark).map(dump -> Map.of("mark", mark)));
        return Dumping.of(mark, work.begun());
    }

    /** Asks how far it is. One that is not in the list yet is under way: the list may need a second look. */
    Dumping look(Step step, SoFar known) {
        Dumps dumps = sites.sourceApp(step.migration()).dumps();
        String mark = LongWork.known(known.dumpMark(), "The dump");
        Seen seen = work.look(
                step,
                "The dump",
                known.dumpPercent(),
                known.dumpWatch(),
                () -> Progress.of(Dump.marked(dumps.list(), mark)));
        return Dumping.of(mark, seen);
    }

    /** Downloads it in one stream into the store, counted and hashed on the way. One that was deleted is made anew. */
    Stored download(Step step, Marked marked) {
        Dumps dumps = sites.sourceApp(step.migration()).dumps();
        String mark = Objects.requireNonNull(marked.dumpMark(), "The process has no variable dumpMark");
        Dump dump = Dump.marked(dumps.list(), mark).orElseThrow(() -> notListed(step, mark));
        try {
            return stored(
                    step,
                    files.fetchOnce(step, ArtifactKind.DUMP, mark + ".dump", out -> files.copy(dumps, dump, out)));
        } catch (RemoteFailure failure) {
            if (failure.hasStatus(404) && Dump.marked(dumps.list(), mark).isEmpty()) {
                throw notListed(step, mark);
            }
            throw failure;
        }
    }

    /** It was there when it was ready. A list may be incomplete for a while, as after a restart of the app. */
    private static RuntimeException notListed(Step step, String mark) {
        return JobRetries.of(step.job()).mayLookAgain()
                ? RemoteFailure.passing(
                        "The dump is not in the app's list any more.", "Ferry looks for it a few times.")
                : StepRefused.refused(
                        "The dump was deleted in the app before Ferry had downloaded it.",
                        "Its description had the mark " + mark + "; the app's list no longer has it.",
                        "Let Ferry do it: it makes another dump, which changes nothing else. Nobody should delete it before it is downloaded.");
    }

    /** Takes the dump that a person uploaded on Ferry's page; not there yet, the same task waits again. */
    Stored registerUploaded(Step step) {
        return stored(step, uploads.register(step, FileKind.DUMP));
    }

    private Stored stored(Step step, StoredFile file) {
        facts.verified(step.id(), FactName.DUMP_FILE, file);
        return new Stored(file);
    }
}
