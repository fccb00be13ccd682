package io.ferry.demo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * How a program of this computer's demonstration is run: small, quick to start, and from its second start on with the classes
 * of the first one, which the JVM keeps in a file.
 */
final class Java {
    /** From this Java on it warns of what a library does that Camunda's client needs. */
    private static final int WARNS_OF_UNSAFE = 24;

    private final int heapMegabytes;
    private @Nullable Path archives;
    private String archiveName = "";

    /**
     * @param heapMegabytes the most that its heap may take; it begins small and gives back what it does not need
     */
    Java(int heapMegabytes) {
        this.heapMegabytes = heapMegabytes;
    }

    /**
     * Lets the JVM keep the program's classes, ready to use, between its starts: it writes them to a file when the program ends
     * in order. The JVM notices when the file fits no more, but does not always write it anew; so each class path and JDK has
     * a file of its own, and older ones are deleted. The JVM can do so for jars only: a class path with folders of classes is
     * run without it.
     *
     * @param folder where; must be there
     * @param name the beginning of the file's name, other for each program
     */
    Java sharedClasses(Path folder, String name) {
        archives = folder;
        archiveName = name;
        return this;
    }

    /** The command line that runs a main class. */
    List<String> command(String classPath, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Home.java(),
                "-Xms16m",
                "-Xmx" + heapMegabytes + "m",
                "-XX:MinHeapFreeRatio=20",
                "-XX:MaxHeapFreeRatio=40",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto"));
        if (archives != null) {
            Path archive = archive(archives, classPath);
            if (archive != null) {
                command.add("-XX:+AutoCreateSharedArchive");
                command.add("-XX:SharedArchiveFile=" + archive);
                // What the JVM says about its archive is no news of the program.
                command.add("-Xlog:disable");
                command.add("-Xlog:all=error:stderr");
            }
        }
        if (Runtime.version().feature() >= WARNS_OF_UNSAFE) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        // The launcher has set it to $HOME.
        command.add("-Duser.home=" + System.getProperty("user.home"));
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(arguments);
        return command;
    }

    /** The file for this class path and JDK; null where there can be none. */
    private @Nullable Path archive(Path folder, String classPath) {
        CRC32 key = new CRC32();
        key.update(Runtime.version().toString().getBytes(StandardCharsets.UTF_8));
        try {
            for (String entry : classPath.split(Pattern.quote(File.pathSeparator), -1)) {
                for (Path jar : jars(entry)) {
                    if (!Files.isRegularFile(jar)) {
                        return null;
                    }
                    String identity = jar + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar) + "\n";
                    key.update(identity.getBytes(StandardCharsets.UTF_8));
                }
            }
            Path archive = folder.resolve(archiveName + "-" + Long.toHexString(key.getValue()) + ".jsa");
            deleteOthers(folder, archive);
            return archive;
        } catch (IOException unreadable) {
            return null;
        }
    }

    private static List<Path> jars(String entry) throws IOException {
        if (!entry.endsWith("/*")) {
            return List.of(Path.of(entry));
        }
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(Path.of(entry.substring(0, entry.length() - 2)), "*.jar")) {
            files.forEach(jars::add);
        }
        jars.sort(null);
        return jars;
    }

    private void deleteOthers(Path folder, Path archive) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, archiveName + "-*.jsa")) {
            for (Path file : files) {
                if (!file.equals(archive)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
