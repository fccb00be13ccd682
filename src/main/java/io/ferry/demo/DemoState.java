package io.ferry.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Where the demonstration keeps what it runs with, and how a later command finds and ends it. */
final class DemoState {
    /** The name of the command that follows the migration, among the programs. */
    static final String DEMO = "demo";

    private static final List<String> ORDER = List.of(DEMO, "sandbox", "ferry", Engine.NAME);

    private DemoState() {}

    static Path run(Path folder) {
        return folder.resolve("run");
    }

    static Path programs(Path folder) {
        return folder.resolve("programs");
    }

    static Path exports(Path folder) {
        return run(folder).resolve("jira-home").resolve("export");
    }

    /** Where people may put files for Ferry to take over. */
    static Path inbox(Path folder) {
        return run(folder).resolve("inbox");
    }

    /** Notes that the programs are meant to go on running after the command ends. */
    static void leaveRunning(Path folder) throws IOException {
        Files.writeString(marker(folder), "");
    }

    static boolean isLeftRunning(Path folder) throws IOException {
        return Files.exists(marker(folder)) && !Program.leftIn(programs(folder)).isEmpty();
    }

    /**
     * Ends all that an earlier demonstration started, however it ended itself.
     *
     * @return how many programs were ended
     */
    static int stopAll(Path folder, Terminal terminal) throws IOException, InterruptedException {
        List<Program> left = Program.leftIn(programs(folder));
        // The command that follows the migration clears up behind itself when it is told to end, so it comes first; the
        // engine
        // comes last.
        left.sort(Comparator.comparing(program -> ORDER.indexOf(program.name())));
        for (Program program : left) {
            if (program.isRunning()) {
                terminal.say("stopping " + program.name() + " ...");
                program.stop();
            }
        }
        Files.deleteIfExists(marker(folder));
        Resumption.forget(folder);
        return left.size();
    }

    private static Path marker(Path folder) {
        return folder.resolve("left-running");
    }
}
