package io.ferry.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Keeps files, each in a folder of its own with a note about it: written aside, hashed as it passes, forced to the disk
 * and then renamed. A file without its note does not count, so that a crash leaves nothing half-made.
 */
@EnableConfigurationProperties(ArtifactProperties.class)
@Component
public final class ArtifactStore {
    static final String CONTENT = "content";
    private static final String NOTE = "artifact.json";
    private static final String ASIDE = "part-";
    private static final int LONGEST_NAME = 150;

    static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final ArtifactProperties properties;
    private final Clock clock;

    /** Keeps files in the configured folder. */
    @Autowired
    public ArtifactStore(ArtifactProperties properties) {
        this(properties, Clock.systemUTC());
    }

    /** @param clock says when a file was stored */
    public ArtifactStore(ArtifactProperties properties, Clock clock) {
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * Stores a file.
     *
     * @param owner whose it is: a migration's id
     * @param kind what it is
     * @param name a file name for people; folders in it are dropped
     * @param writer writes the content; whatever it throws goes up, and nothing is stored
     * @throws ArtifactException if there is no room or the folder cannot be written
     */
    public Artifact store(String owner, ArtifactKind kind, String name, ArtifactWriter writer) {
        ArtifactId id = ArtifactId.random();
        Path aside = properties.folder().resolve(aside(owner) + id);
        try {
            Files.createDirectories(aside);
            Artifact artifact = write(aside, id, owner, kind, plain(name), writer);
            Files.move(aside, properties.folder().resolve(id.value()), StandardCopyOption.ATOMIC_MOVE);
            force(properties.folder());
            return artifact;
        } catch (IOException e) {
            remove(aside);
            throw explained(e);
        } catch (UncheckedIOException e) {
            remove(aside);
            throw explained(e.getCause() instanceof IOException cause ? cause : new IOException(e));
        } catch (RuntimeException e) {
            remove(aside);
            throw e;
        }
    }

    /**
     * Makes sure that a file of known size will find room, before hours are spent on it.
     *
     * @throws ArtifactException if there is no room
     */
    public void requireRoom(long bytes) {
        try {
            Files.createDirectories(properties.folder());
            long free = Files.getFileStore(properties.folder()).getUsableSpace();
            if (bytes > free) {
                throw ArtifactException.full("There is no room for it: the file has " + Sizes.of(bytes) + ", and "
                        + Sizes.of(free) + " are left on the disk of " + properties.folder()
                        + ". Make room there, or set ferry.artifacts.folder to a larger disk; then try again.");
            }
        } catch (IOException e) {
            throw explained(e);
        }
    }

    /**
     * Removes what is half-made of an owner's files, such as what a crash left. A file that is being stored right now is
     * lost, and the storing fails.
     */
    public void removeHalfMade(String owner) {
        if (!Files.isDirectory(properties.folder())) {
            return;
        }
        try (Stream<Path> folders = Files.list(properties.folder())) {
            folders.filter(folder -> String.valueOf(folder.getFileName()).startsWith(aside(owner)))
                    .forEach(ArtifactStore::remove);
        } catch (IOException e) {
            throw explained(e);
        }
    }

    /** @throws ArtifactException if there is none of this id */
    public Artifact find(ArtifactId id) {
        try {
            return JSON.readValue(Files.readString(folderOf(id).resolve(NOTE)), Artifact.class);
        } catch (NoSuchFileException e) {
            throw ArtifactException.notFound(id);
        } catch (IOException e) {
            throw explained(e);
        }
    }

    /** All files of an owner, oldest first. */
    public List<Artifact> of(String owner) {
        if (!Files.isDirectory(properties.folder())) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(properties.folder())) {
            return folders.map(folder -> String.valueOf(folder.getFileName()))
                    .filter(name -> !name.startsWith(ASIDE))
                    .filter(name -> Files.isRegularFile(
                            properties.folder().resolve(name).resolve(NOTE)))
                    .map(name -> find(new ArtifactId(name)))
                    .filter(artifact -> artifact.owner().equals(owner))
                    .sorted(Comparator.comparing(Artifact::storedAt))
                    .toList();
        } catch (IOException e) {
            throw explained(e);
        }
    }

    /**
     * Where the content lies, for reading.
     *
     * @throws ArtifactException if there is none of this id
     */
    public Path path(ArtifactId id) {
        Path content = folderOf(id).resolve(CONTENT);
        if (!Files.isRegularFile(content)) {
            throw ArtifactException.notFound(id);
        }
        return content;
    }

    /**
     * Reads the file again and compares its hash.
     *
     * @return the file, unchanged
     * @throws ArtifactException if it changed or is gone
     */
    public Artifact verify(ArtifactId id) {
        Artifact artifact = find(id);
        MessageDigest digest = sha256();
        long bytes = 0;
        try (InputStream in = Files.newInputStream(path(id))) {
            byte[] buffer = new byte[64 * 1024];
            int read;
            while ((read = in.read(buffer)) >= 0) {
                digest.update(buffer, 0, read);
                bytes += read;
            }
        } catch (IOException e) {
            throw explained(e);
        }
        if (bytes != artifact.bytes() || !hex(digest).equals(artifact.sha256())) {
            throw ArtifactException.changed(
                    "The stored file " + artifact.name() + " (" + id
                            + ") is no longer what was stored. Fetch it again, and look at the disk and at who may write there.");
        }
        return artifact;
    }

    /** Where files are kept. */
    Path folder() {
        return properties.folder();
    }

    /** The folders from which people may hand over files. */
    public List<Path> handOverFolders() {
        return properties.handOverFolders();
    }

    /** Throws a stored file away; does nothing if there is none of this id. */
    public void discard(ArtifactId id) {
        try {
            // Without its note it is no stored file any more, whatever happens next.
            Files.deleteIfExists(folderOf(id).resolve(NOTE));
            remove(folderOf(id));
        } catch (IOException e) {
            throw explained(e);
        }
    }

    /** Writes the note about a file that came into a folder aside, and forces both to the disk. */
    Artifact noted(Path aside, ArtifactId id, String owner, ArtifactKind kind, String name, long bytes, String sha256)
            throws IOException {
        try (FileChannel channel = FileChannel.open(aside.resolve(CONTENT), StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Artifact artifact = new Artifact(id, owner, kind, name, bytes, sha256, clock.instant());
        writeNote(aside, artifact);
        return artifact;
    }

    /** Renames a folder aside, with content and note, into the store. */
    void adopt(Path aside, ArtifactId id) throws IOException {
        Files.move(aside, folderOf(id), StandardCopyOption.ATOMIC_MOVE);
        force(properties.folder());
    }

    /**
     * The path of a file that a person may hand over.
     *
     * @param handedOver where it lies: inside one of {@code ferry.artifacts.hand-over-folders}, no link on the way
     * @return the same without detours
     * @throws ArtifactException if it may not be taken or is no readable file
     */
    public Path allowed(Path handedOver) {
        if (properties.handOverFolders().isEmpty()) {
            throw ArtifactException.refused(
                    "Ferry takes no files over: set ferry.artifacts.hand-over-folders to the folders in which people put them.");
        }
        if (!handedOver.isAbsolute()) {
            throw ArtifactException.refused(
                    "Give the whole path of the file, from the root, as Ferry's machine sees it.");
        }
        Path normal = handedOver.normalize();
        for (Path folder : properties.handOverFolders()) {
            Path root = folder.toAbsolutePath().normalize();
            if (normal.startsWith(root) && !normal.equals(root)) {
                try {
                    // The real path differs from the written one as soon as there is a link on the way.
                    boolean noLink =
                            normal.toRealPath().equals(root.toRealPath().resolve(root.relativize(normal)));
                    if (noLink && Files.isRegularFile(normal, LinkOption.NOFOLLOW_LINKS) && Files.isReadable(normal)) {
                        return normal;
                    }
                } catch (IOException e) {
                    // Not there, or not to be seen: the same answer as for a file that is none.
                }
                throw ArtifactException.refused(
                        "There is no file at this path that Ferry may read: check the path, that it "
                                + "is a plain file and no link, and that Ferry's user may read it.");
            }
        }
        throw ArtifactException.refused("The file does not lie in a folder from which Ferry takes files over ("
                + String.join(
                        ", ",
                        properties.handOverFolders().stream()
                                .map(Path::toString)
                                .toList())
                + "): move it there.");
    }

    private Artifact write(
            Path aside, ArtifactId id, String owner, ArtifactKind kind, String name, ArtifactWriter writer)
            throws IOException {
        MessageDigest digest = sha256();
        long bytes;
        try (FileChannel channel =
                FileChannel.open(aside.resolve(CONTENT), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            OutputStream out = new DigestOutputStream(Channels.newOutputStream(channel), digest);
            writer.writeTo(out);
            channel.force(true);
            bytes = channel.size();
        }
        Instant now = clock.instant();
        Artifact artifact = new Artifact(id, owner, kind, name, bytes, hex(digest), now);
        writeNote(aside, artifact);
        return artifact;
    }

    private static void writeNote(Path aside, Artifact artifact) throws IOException {
        try (FileChannel channel = FileChannel.open(
                aside.resolve(NOTE),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            Channels.newOutputStream(channel).write(note(artifact));
            channel.force(true);
        }
    }

    private static byte[] note(Artifact artifact) {
        try {
            return JSON.writeValueAsBytes(artifact);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A note can always be written.", e);
        }
    }

    private static String aside(String owner) {
        return ASIDE + owner.replaceAll("[^A-Za-z0-9-]", "_") + "-";
    }

    private Path folderOf(ArtifactId id) {
        return properties.folder().resolve(id.value());
    }

    ArtifactException explained(IOException e) {
        String reason = String.valueOf(e instanceof FileSystemException file ? file.getReason() : e.getMessage())
                .toLowerCase(Locale.ROOT);
        boolean full = reason.contains("no space") || reason.contains("not enough space") || reason.contains("quota");
        return full
                ? ArtifactException.full(
                        "There is no room left in " + properties.folder()
                                + ". Make room, or set ferry.artifacts.folder to another disk; then try again. Nothing half-made was kept.",
                        e)
                : ArtifactException.broken(
                        "Files cannot be kept in " + properties.folder()
                                + ". Check that Ferry's user may read and write there, and the disk.",
                        e);
    }

    /** Makes the renaming last through a power cut, where the system lets folders be opened. */
    private static void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Not every system opens folders; the content itself is on the disk.
        }
    }

    static void remove(Path aside) {
        try (Stream<Path> files = Files.list(aside)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(aside);
        } catch (IOException e) {
            // It stays aside, where nobody looks for files.
        }
    }

    static String plain(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
                .replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "")
                .strip();
        String cut = last.length() > LONGEST_NAME ? last.substring(last.length() - LONGEST_NAME) : last;
        return cut.isEmpty() || cut.equals(".") || cut.equals("..") ? "file" : cut;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
