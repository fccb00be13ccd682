package io.ferry.artifact;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Compares the stored files with the keys when Ferry starts. */
public final class EncryptionCheck {
    /** Stored files are two folders below that of the store at most: those in transfer. */
    private static final int DEPTH = 3;

    private EncryptionCheck() {}

    /**
     * Reads the headers of all stored files.
     *
     * @param folder where files are stored
     * @return what to tell the administrator about it; empty if files are neither encrypted nor to be
     * @throws IllegalArgumentException if there is no usable key where one is named, or if a stored file needs a key that is
     *     missing; the message says what to do
     * @throws IOException if the folder cannot be read
     */
    public static Optional<String> check(Path folder, EncryptionProperties encryption) throws IOException {
        ArtifactKeys keys = encryption.keys();
        if (encryption.isInside(folder)) {
            throw new IllegalArgumentException("The key of stored files is in the folder that it protects (" + folder
                    + "): whoever gets one gets the other. Move it elsewhere, and set ferry.artifacts.encryption.key to its new"
                    + " place.");
        }
        Set<Integer> missing = new TreeSet<>();
        int plain = 0;
        for (Path file : files(folder)) {
            if (file.endsWith(Contents.ENCRYPTED)) {
                addMissing(file, keys, missing);
            } else {
                plain++;
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(keys.missing(missing)
                    + " If the key is lost, so is what is in these files: remove their folders from " + folder
                    + " (those with a file content.encrypted).");
        }
        int left = plain;
        return keys.encrypting()
                .map(
                        key -> "Stored files are encrypted with the key " + ArtifactKeys.name(key) + "."
                                + (left == 0
                                        ? ""
                                        : " " + left + (left == 1 ? " file" : " files")
                                                + " from before the key was set stay as they are, not encrypted, until they are deleted (docs/files.md)."));
    }

    private static Iterable<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Set.of();
        }
        try (Stream<Path> all = Files.walk(folder, DEPTH)) {
            return all.filter(file -> file.endsWith(Contents.ENCRYPTED) || file.endsWith(Contents.PLAIN))
                    .toList();
        }
    }

    private static void addMissing(Path file, ArtifactKeys keys, Set<Integer> missing) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (EncryptedPart part = EncryptedPart.at(channel, 0, 0); part != null; part = part.next(channel)) {
                if (!keys.has(part.key())) {
                    missing.add(part.key());
                }
            }
        }
    }
}
