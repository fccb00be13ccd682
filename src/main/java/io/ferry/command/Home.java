package io.ferry.command;

import java.nio.file.Path;

/** Ferry's own folder: the checkout or installation that the launcher stands in. */
final class Home {
    private Home() {}

    /** The folder that the launcher named, or else the current one. */
    static Path folder() {
        return Path.of(System.getProperty("ferry.checkout", "."))
                .toAbsolutePath()
                .normalize();
    }

    /** The class path of this program, for starting another one of the same build. */
    static String classPath() {
        return System.getProperty("java.class.path");
    }

    /** The {@code java} that runs this program. */
    static String java() {
        return ProcessHandle.current()
                .info()
                .command()
                .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }
}
