package io.ferry.base;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Makes files and folders that only Ferry's own user can read: folders 0700, files 0600. Where the system knows no such
 * permissions (Windows), folders get those of the folder they stand in.
 */
public final class OwnerOnly {
    private static final boolean KNOWN =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private OwnerOnly() {}

    /** Makes a folder, with those above it, unless it is there. */
    public static Path folder(Path folder) throws IOException {
        return Files.createDirectories(folder, with(FOLDER));
    }

    /** Makes an empty file unless it is there. */
    public static Path file(Path file) throws IOException {
        try {
            return Files.createFile(file, with(FILE));
        } catch (FileAlreadyExistsException there) {
            return file;
        }
    }

    /**
     * Makes a folder if it is not there, and takes from others what they may do with it and all that is in it.
     *
     * @throws IOException also if the folder is another user's, so that its permissions cannot be changed
     */
    public static void closeFolder(Path folder) throws IOException {
        close(folder(folder).toRealPath());
    }

    /**
     * Takes from others what they may do with a file, or a folder and all that is in it. Left alone are links in it, and
     * what another user has put there, which nobody but that user and Ferry's can reach.
     *
     * @throws IOException also if it is another user's, so that its permissions cannot be changed
     */
    public static void close(Path path) throws IOException {
        if (!KNOWN) {
            return;
        }
        limit(path);
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path inside, BasicFileAttributes attributes) throws IOException {
                limitIfOwn(inside);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path inside, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    limitIfOwn(inside);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path inside, IOException notToBeSeen) {
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Whether anybody but its owner may do anything with it. */
    public static boolean isOpen(Path path) throws IOException {
        return KNOWN && !FOLDER.containsAll(Files.getPosixFilePermissions(path));
    }

    /** Whether every user of this computer can list what is in a folder, as far as Ferry can tell, and enter it. */
    public static boolean isReadableByAll(Path folder) {
        try {
            Set<PosixFilePermission> permissions = KNOWN ? Files.getPosixFilePermissions(folder) : Set.of();
            return permissions.contains(PosixFilePermission.OTHERS_READ)
                    && permissions.contains(PosixFilePermission.OTHERS_EXECUTE)
                    && !isOpenOnlyInside(folder);
        } catch (IOException notToBeSeen) {
            return false;
        }
    }

    /** Whether a folder above keeps others out. */
    private static boolean isOpenOnlyInside(Path folder) throws IOException {
        for (Path above = folder.toRealPath().getParent(); above != null; above = above.getParent()) {
            if (!Files.getPosixFilePermissions(above).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return true;
            }
        }
        return false;
    }

    private static void limitIfOwn(Path path) {
        try {
            limit(path);
        } catch (IOException another) {
            // Another user's, or gone meanwhile.
        }
    }

    private static void limit(Path path) throws IOException {
        Set<PosixFilePermission> now = Files.getPosixFilePermissions(path);
        Set<PosixFilePermission> owners = EnumSet.noneOf(PosixFilePermission.class);
        owners.addAll(now);
        owners.retainAll(FOLDER);
        if (!owners.equals(now)) {
            Files.setPosixFilePermissions(path, owners);
        }
    }

    private static FileAttribute<?>[] with(Set<PosixFilePermission> permissions) {
        return KNOWN
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }
}
