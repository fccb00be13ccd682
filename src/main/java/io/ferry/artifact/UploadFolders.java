package io.ferry.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The folders of Ferry's machine from which people may upload files. */
final class UploadFolders {
    private UploadFolders() {}

    /**
     * The path of a file that a person may upload.
     *
     * @throws ArtifactException if it may not be taken or is no readable file
     */
    static Path allowed(ArtifactProperties properties, Path path) {
        if (properties.uploadFolders().isEmpty()) {
            throw ArtifactException.refused(
                    "Ferry takes no files over: set ferry.artifacts.upload-folders to the folders in which people put them.");
        }
        if (!path.isAbsolute()) {
            throw ArtifactException.refused(
                    "Give the whole path of the file, from the root, as Ferry's machine sees it.");
        }
        Path normal = path.normalize();
        for (Path folder : properties.uploadFolders()) {
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
                        properties.uploadFolders().stream().map(Path::toString).toList())
                + "): move it there.");
    }
}
