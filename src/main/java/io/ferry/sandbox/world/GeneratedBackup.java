package io.ferry.sandbox.world;

import io.ferry.sample.SampleBackup;
import io.ferry.sample.SampleBackupSpec;
import java.nio.file.Path;

/** The backup of a small Jira that never was, for a sandbox that is given none. */
final class GeneratedBackup {
    private static final int ISSUES = 300;
    private static final int PEOPLE = 24;
    private static final int PROJECTS = 5;

    private GeneratedBackup() {}

    static Path writeTo(Path folder) {
        Path file = folder.resolve("generated.zip");
        SampleBackup.write(SampleBackupSpec.of(ISSUES, PEOPLE).withProjects(PROJECTS), file);
        return file;
    }
}
