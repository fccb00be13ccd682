package io.ferry.command;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a program of this computer's demonstration is run: small, quick to start, and from its second start on with the classes
 * of the first one, which the JVM keeps in a file.
 */
final class Java {
    private final int heapMegabytes;
    private @Nullable Path sharedClasses;

    Java(int heapMegabytes) {
        this.heapMegabytes = heapMegabytes;
    }

    /**
     * Lets the JVM keep the program's classes, ready to use, between its starts. The JVM makes the file by itself when a
     * program ends in order, and makes it anew when the class path or the JDK has changed. It can do so for jars only: a class
     * path with folders of classes is run without it.
     *
     * @param file where; its folder must be there
     */
    Java sharedClasses(Path file) {
        sharedClasses = file;
        return this;
    }

    /** The command line that runs a main class. */
    List<String> command(String classPath, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Home.java(),
                "-Xmx" + heapMegabytes + "m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto"));
        if (sharedClasses != null && holdsJarsOnly(classPath)) {
            command.add("-XX:+AutoCreateSharedArchive");
            command.add("-XX:SharedArchiveFile=" + sharedClasses);
            // What the JVM says about its archive is no news of the program.
            command.add("-Xlog:disable");
            command.add("-Xlog:all=error:stderr");
        }
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(arguments);
        return command;
    }

    private static boolean holdsJarsOnly(String classPath) {
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(classPath)
                .noneMatch(entry -> Files.isDirectory(Path.of(entry)));
    }
}
