package io.ferry.demo;

import io.ferry.command.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The local engine as {@code src/localengine/setup.sh} puts it in place: libraries in {@code lib}, and in {@code pages} what
 * its pages need from npm.
 *
 * @param folder the folder that holds both
 */
public record EngineInstallation(Path folder) {
    private static final String MAIN_CLASS = "io.ferry.localengine.LocalEngine";

    /**
     * Finds the one of this user.
     *
     * @param environment the environment variables; {@code FERRY_CACHE} or {@code XDG_CACHE_HOME} choose the place
     * @return the installation, which may not be set up yet
     */
    public static EngineInstallation of(Map<String, String> environment) {
        return new EngineInstallation(Cache.of(environment).resolve("localengine"));
    }

    /**
     * Tells whether everything is there.
     *
     * @return true when the set-up has ended; its mark is written last
     */
    public boolean isSetUp() {
        return Files.isRegularFile(folder.resolve("set-up"));
    }

    /**
     * The command line of an engine, for a process of its own. It runs until the process is ended, and keeps nothing.
     *
     * @param ports what it listens on, at 127.0.0.1 only
     * @return {@code java}, its options, and the program's arguments
     */
    public List<String> command(EnginePorts ports) {
        return command(ports, Duration.ZERO);
    }

    /**
     * The command line of an engine whose searches are late, as those of a cluster are.
     *
     * @param ports what it listens on, at 127.0.0.1 only
     * @param searchDelay how late they are
     * @return {@code java}, its options, and the program's arguments
     */
    public List<String> command(EnginePorts ports, Duration searchDelay) {
        return new Java(256)
                .sharedClasses(folder, "classes")
                .command(
                        folder.resolve("lib") + "/*",
                        MAIN_CLASS,
                        List.of(
                                "--grpc-port",
                                String.valueOf(ports.grpc()),
                                "--web-port",
                                String.valueOf(ports.web()),
                                "--search-delay",
                                String.valueOf(searchDelay.toMillis()),
                                "--pages",
                                folder.resolve("pages").toString()));
    }

    /**
     * Refuses to go on without it.
     *
     * @throws CommandFailure saying how to set it up
     */
    void requireSetUp() {
        if (!isSetUp()) {
            throw new CommandFailure("the local engine is not set up: it is not in " + folder
                    + ". Run 'bash src/localengine/setup.sh', which fetches it once.");
        }
    }
}
