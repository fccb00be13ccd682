package io.ferry.demo;

import java.io.File;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Ferry's own folder: the checkout or installation that the launcher stands in. */
final class Home {
    private Home() {}

    /** The folder that the launcher named, or else the current one. */
    static Path folder() {
        return Path.of(System.getProperty("ferry.checkout", "."))
                .toAbsolutePath()
                .normalize();
    }

    /** The class path of this program, for starting another one with the demonstration's classes. */
    static String classPath() {
        return join(classPathEntries());
    }

    /** The class path of the product alone, without the demonstration's jar. */
    static String productClassPath() {
        return join(classPathEntries().filter(entry -> !Path.of(entry).endsWith("ferry-demo.jar")));
    }

    private static Stream<String> classPathEntries() {
        // An empty entry would mean the current folder, where the models lie a second time.
        return Stream.of(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator)))
                .filter(entry -> !entry.isEmpty());
    }

    private static String join(Stream<String> entries) {
        return entries.collect(Collectors.joining(File.pathSeparator));
    }

    /** The {@code java} that runs this program. */
    static String java() {
        return ProcessHandle.current()
                .info()
                .command()
                .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }
}
