package io.ferry.artifact;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ferry.base.FileContent;
import io.ferry.base.Json;
import io.ferry.base.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Clock;
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
@EnableConfigurationProperties({ArtifactProperties.class, EncryptionProperties.class})
@Component
@FolderIsUsed
public final class FolderStore implements ArtifactStore {
    private static final String NOTE = "artifact.json";

    /** How the folders begin in which files grow. */
    static final String ASIDE = "part-";

    private static final int LONGEST_NAME = 150;

    static final String LARGER_DISK =
            "stop Ferry, move this folder with everything in it to a larger disk, set ferry.artifacts.folder to its new place, and start Ferry";

    static final ObjectMapper JSON = Json.MAPPER;

    private final ArtifactProperties properties;
    private final Clock clock;
    private final Contents contents;
    private final DiskReservations reservations;

    /** Keeps files in the configured folder, encrypted if there is a key. */
    @Autowired
    public FolderStore(ArtifactProperties properties, EncryptionProperties encryption) {
        this(properties, Clock.systemUTC(), new Contents(encryption.keys(), EncryptedPart.LARGEST));
    }

    /** Keeps files in the configured folder as they are. */
    public FolderStore(ArtifactProperties properties) {
        this(properties, Clock.systemUTC());
    }

    /** @param clock says when a file was stored */
    public FolderStore(ArtifactProperties properties, Clock clock) {
        this(properties, clock, new Contents(ArtifactKeys.NONE, EncryptedPart.LARGEST));
    }

    FolderStore(ArtifactProperties properties, Clock clock, Contents contents) {
        this.properties = properties;
        this.clock = clock;
        this.contents = contents;
        this.reservations = new DiskReservations(properties.folder(), contents);
    }

    @Override
    public Artifact find(ArtifactId id) {
        try {
            return JSON.readValue(Files.readString(folderOf(id).resolve(NOTE)), Artifact.class);
        } catch (NoSuchFileException e) {
            throw ArtifactException.notFound(id);
        } catch (IOException e) {
            throw explained(e);
        }
    }

    @Override
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

    @Override
    public FileContent content(ArtifactId id) {
        if (!Files.isRegularFile(path(id))) {
            throw ArtifactException.notFound(id);
        }
        return contents.of(folderOf(id), id.value(), find(id).bytes());
    }

    /** Where the content is on the disk. */
    Path path(ArtifactId id) {
        return contents.file(folderOf(id));
    }

    /** How content is stored. */
    Contents contents() {
        return contents;
    }

    /** The room for all that is on its way. */
    DiskReservations reservations() {
        return reservations;
    }

    /** Where files are kept. */
    Path folder() {
        return properties.folder();
    }

    @Override
    public List<Path> uploadFolders() {
        return properties.uploadFolders();
    }

    @Override
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
        contents.force(aside);
        Artifact artifact = new Artifact(id, owner, kind, name, bytes, sha256, clock.instant());
        replace(aside.resolve(NOTE), artifact);
        return artifact;
    }

    /** Renames a folder aside, with content and note, into the store. */
    void adopt(Path aside, ArtifactId id) throws IOException {
        Files.move(aside, folderOf(id), StandardCopyOption.ATOMIC_MOVE);
        force(properties.folder());
    }

    @Override
    public Path allowed(Path path) {
        return UploadFolders.allowed(properties, path);
    }

    /** Written aside and renamed, so that a note is whole or not there. */
    static void replace(Path note, Object content) throws IOException {
        Path aside = note.resolveSibling(note.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                OwnerOnly.file(aside), StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(JSON.writeValueAsBytes(content)));
            channel.force(true);
        }
        Files.move(aside, note, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path folderOf(ArtifactId id) {
        return properties.folder().resolve(id.value());
    }

    @Override
    public ArtifactException explained(IOException e) {
        if (e instanceof EncryptionException encrypted) {
            return encrypted.isKeyMissing()
                    ? ArtifactException.keyMissing(encrypted)
                    : ArtifactException.changed(String.valueOf(encrypted.getMessage()));
        }
        return isFull(e)
                ? ArtifactException.full(
                        "There is no room left in " + properties.folder() + ". Make room there, or " + LARGER_DISK
                                + "; then try again.",
                        e)
                : ArtifactException.broken(
                        "Files cannot be kept in " + properties.folder()
                                + ". Check that Ferry's user may read and write there, and the disk.",
                        e);
    }

    /** Whether a disk has no room left, as far as the system says so. */
    static boolean isFull(IOException e) {
        String reason = String.valueOf(e instanceof FileSystemException file ? file.getReason() : e.getMessage())
                .toLowerCase(Locale.ROOT);
        return reason.contains("no space") || reason.contains("not enough space") || reason.contains("quota");
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

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
