package io.ferry.artifact;

import io.ferry.base.FileContent;
import io.ferry.base.OwnerOnly;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The content of stored files, each in a folder of its own, as it is or encrypted. Which of the two is told by the file's
 * name, so that content never passes for the other.
 *
 * @param largest after so many bytes a part of an encrypted file ends
 */
record Contents(ArtifactKeys keys, long largest) {
    static final String PLAIN = "content";
    static final String ENCRYPTED = "content.encrypted";

    /** The file in which the content of a folder is; where there is none yet, the one in which it would be. */
    Path file(Path folder) {
        Path encrypted = folder.resolve(ENCRYPTED);
        Path plain = folder.resolve(PLAIN);
        return Files.exists(encrypted) || (keys.encrypting().isPresent() && !Files.exists(plain)) ? encrypted : plain;
    }

    /** Makes an empty file, encrypted if there is a key. */
    void create(Path folder) throws IOException {
        OwnerOnly.file(file(folder));
    }

    /** Forces the content to the disk. */
    void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(file(folder), StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    void delete(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(PLAIN));
        Files.deleteIfExists(folder.resolve(ENCRYPTED));
    }

    /**
     * Continues a file as it was begun.
     *
     * @throws EncryptionException if it was encrypted, and Ferry no longer has a key
     */
    ContentWriter append(Path folder, String identity) throws IOException {
        Path file = file(folder);
        boolean encrypted = isEncrypted(file);
        int key = encrypted ? keys.encrypting().orElseThrow(() -> noKeyFor(file)) : 0;
        return writer(file, identity, key);
    }

    private EncryptionException noKeyFor(Path file) {
        return EncryptionException.keyMissing(
                "The upload in " + file.getParent()
                        + " was begun encrypted, and ferry.artifacts.encryption.key is not set. Set it, or throw the upload away.");
    }

    /** Opens a file in the form in which files are stored now. */
    ContentWriter renew(Path folder, String identity) throws IOException {
        return writer(folder.resolve(present()), identity, keys.encrypting().orElse(0));
    }

    /** Throws away what was stored in the other form. */
    void deleteOther(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(present().equals(PLAIN) ? ENCRYPTED : PLAIN));
    }

    private String present() {
        return keys.encrypting().isPresent() ? ENCRYPTED : PLAIN;
    }

    private ContentWriter writer(Path path, String identity, int key) throws IOException {
        var file = new RandomAccessFile(OwnerOnly.file(path).toFile(), "rw");
        try {
            return isEncrypted(path)
                    ? new ContentWriter.Encrypted(file, identity, keys, key, largest)
                    : new ContentWriter.Plain(file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** What is there, whole or not. */
    FileContent of(Path folder, String identity) {
        return of(folder, identity, -1);
    }

    /** @param expected how much must be there, in bytes */
    FileContent of(Path folder, String identity, long expected) {
        Path file = file(folder);
        return isEncrypted(file) ? new Encrypted(file, identity, keys, expected) : FileContent.of(file);
    }

    /** How much disk so much content needs. Each segment of 256 kB grows by 16 bytes, each part by less than 100. */
    long onDisk(long bytes) {
        return keys.encrypting().isPresent() ? bytes + bytes / 8192 + 1024 : bytes;
    }

    private static boolean isEncrypted(Path file) {
        return file.endsWith(ENCRYPTED);
    }

    /** Encrypted content. */
    private record Encrypted(Path path, String identity, ArtifactKeys keys, long expected) implements FileContent {
        @Override
        public String name() {
            return PLAIN;
        }

        @Override
        public SeekableByteChannel open() throws IOException {
            return EncryptedChannel.open(path, identity, keys, expected);
        }
    }
}
