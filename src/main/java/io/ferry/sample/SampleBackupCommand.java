package io.ferry.sample;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code sample-backup}: writes a backup that looks like Jira's, of any size. */
@Command(
        name = "sample-backup",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: ferry sample-backup --issues 1000 --users 50 --out backup.zip"},
        description =
                "Writes a sample Jira backup of any size, sound or damaged; the same options make the same bytes.")
public final class SampleBackupCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--issues", required = true, paramLabel = "N", description = "how many issues (10 KB of XML each)")
    private long issues;

    @Option(names = "--users", required = true, paramLabel = "N", description = "how many people")
    private int users;

    @Option(names = "--projects", paramLabel = "N", description = "how many projects (default: one for 250 issues)")
    private @Nullable Integer projects;

    @Option(names = "--app-rows", paramLabel = "N", description = "rows of app data (default: half as many as issues)")
    private @Nullable Long appRows;

    @Option(names = "--seed", paramLabel = "S", description = "what chance follows (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(
            names = "--damage",
            paramLabel = "KIND",
            split = ",",
            description = "what should be wrong with it, such as truncate, control-characters or count-mismatch;"
                    + " an unknown kind lists them all")
    private List<String> damage = List.of();

    @Option(names = "--plain", description = "leave out the awkward people")
    private boolean plain;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "the zip to write")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    /** Writes the file. */
    @Override
    public Integer call() {
        try {
            Set<Damage> kinds = new LinkedHashSet<>();
            damage.forEach(kind -> kinds.add(Damage.of(kind)));
            SampleBackupSpec usual = SampleBackupSpec.of(issues, users);
            SampleBackup.write(
                    new SampleBackupSpec(
                            issues,
                            users,
                            projects == null ? usual.projects() : projects,
                            appRows == null ? usual.appRows() : appRows,
                            seed,
                            kinds,
                            plain),
                    out);
            return 0;
        } catch (IllegalArgumentException | UncheckedIOException e) {
            spec.commandLine().getErr().println(e.getMessage());
            spec.commandLine().getErr().flush();
            return 2;
        }
    }
}
