package io.ferry.command;

import io.ferry.backup.BackupReader;
import io.ferry.backup.judge.BackupCriteria;
import io.ferry.backup.model.BackupProgress;
import io.ferry.backup.model.BackupReading;
import io.ferry.backup.model.BackupVisitor;
import io.ferry.backup.read.BackupUnreadableException;
import io.ferry.backup.report.DetailsFolder;
import io.ferry.backup.report.InspectReport;
import io.ferry.base.VersionNumber;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code inspect}: reads a Jira backup and says what is inside and whether Jira Cloud will take it. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = "Reads a Jira backup: is it whole, will Jira Cloud take it, who and what is inside?",
        footer = {"", "Example: ferry inspect jira-backup.zip"},
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:importable",
            "1:not importable",
            "2:unreadable, or wrong arguments",
            "3:importable with losses: at least one finding warns"
        })
public final class InspectCommand implements Callable<Integer> {
    static final int IMPORTABLE = 0;
    static final int NOT_IMPORTABLE = 1;
    static final int UNREADABLE = 2;
    static final int IMPORTABLE_WITH_LOSSES = 3;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "the zip that Jira's backup wrote")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(names = "--json", description = "print one JSON object instead of a page")
    private boolean json;

    @Option(
            names = "--newest-jira",
            paramLabel = "VERSION",
            description = "the newest Jira whose backup the target takes (default: ${DEFAULT-VALUE})",
            defaultValue = "11")
    private String newestJira = "11";

    @Option(
            names = "--details",
            paramLabel = "FOLDER",
            description = "write the records of each finding into this folder, one CSV file for each; they hold data of"
                    + " people, so keep them on this computer")
    private @Nullable Path details;

    @ArgGroup(validate = false, heading = "%nLimits (no backup of Jira is known to reach them):%n")
    private LimitOptions limits = new LimitOptions();

    /** Reads the file and prints the report. */
    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Line line = new Line(err, Screen.isTerminal() && !json);
        try {
            BackupReader reader = new BackupReader(
                    limits.limits(), BackupCriteria.defaults().withNewestJira(VersionNumber.of(newestJira)));
            BackupReading reading =
                    details == null ? reader.read(file, line) : readWithDetails(reader, details, line, err);
            line.clear();
            InspectReport report = new InspectReport(reading);
            if (json) {
                out.println(report.asJson());
                out.flush();
            } else {
                StringWriter page = new StringWriter();
                report.print(new PrintWriter(page));
                out.print(Screen.ofThisProgram().fitted(page.toString()));
                out.flush();
            }
            return switch (reading.verdict()) {
                case IMPORTABLE -> IMPORTABLE;
                case IMPORTABLE_WITH_LOSSES -> IMPORTABLE_WITH_LOSSES;
                case NOT_IMPORTABLE -> NOT_IMPORTABLE;
            };
        } catch (BackupUnreadableException | IllegalArgumentException | UncheckedIOException e) {
            line.clear();
            err.println(e.getMessage());
            err.flush();
            return UNREADABLE;
        }
    }

    private BackupReading readWithDetails(BackupReader reader, Path folder, Line line, PrintWriter err) {
        try (DetailsFolder files = new DetailsFolder(folder, line)) {
            BackupReading reading = reader.read(file, files);
            int written = files.finish(reading.findings());
            line.clear();
            err.println("Details: " + written + (written == 1 ? " file" : " files") + " in " + folder
                    + ". They hold data of people: keep them on this computer, and delete them when you are done.");
            err.flush();
            return reading;
        }
    }

    /** One line in the terminal that says how far the reading is; nothing where nobody watches. */
    private static final class Line implements BackupVisitor {
        private static final Duration BETWEEN = Duration.ofMillis(200);

        private final PrintWriter err;
        private final boolean shown;
        private final Clock clock = Clock.systemUTC();
        private final Instant started = clock.instant();
        private @Nullable Instant lastShown;

        Line(PrintWriter err, boolean shown) {
            this.err = err;
            this.shown = shown;
        }

        @Override
        public void onProgress(BackupProgress progress) {
            Instant now = clock.instant();
            if (!shown || (lastShown != null && now.isBefore(lastShown.plus(BETWEEN)))) {
                return;
            }
            lastShown = now;
            double share = progress.share();
            long passed = Duration.between(started, now).toSeconds();
            String left = share < 0.01 || passed < 1
                    ? ""
                    : String.format(Locale.ROOT, ", %s left", time(Math.round(passed / share - passed)));
            err.printf(Locale.ROOT, "\rReading: %3.0f %%%s   ", share * 100, left);
            err.flush();
        }

        void clear() {
            if (lastShown != null) {
                err.print("\r" + " ".repeat(40) + "\r");
                err.flush();
            }
        }

        private static String time(long seconds) {
            return seconds < 60
                    ? seconds + " s"
                    : String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60);
        }
    }
}
