package io.ferry.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where files are kept: {@code ferry.artifacts.*}.
 *
 * @param folder the store; {@code ~/} stands for the home folder
 * @param uploadFolders the folders from which people may upload files; none: nothing is taken over
 * @param exportFolders the folders in which a migration's export folder may be, or that it may be itself; none: Ferry fetches
 *     no Jira backup from a folder
 * @param s3 the bucket in which files are kept instead; parts of files stand in the folder until they are sent
 */
@ConfigurationProperties("ferry.artifacts")
public record ArtifactProperties(
        @DefaultValue("~/.ferry/artifacts") Path folder,
        @DefaultValue List<Path> uploadFolders,
        @DefaultValue List<Path> exportFolders,
        @DefaultValue @NestedConfigurationProperty BucketProperties s3) {

    /** Copies the list, and finds the home folder. */
    @ConstructorBinding
    public ArtifactProperties {
        if (folder.startsWith("~")) {
            folder = Path.of(System.getProperty("user.home"))
                    .resolve(Path.of("~").relativize(folder));
        }
        uploadFolders = List.copyOf(uploadFolders);
        exportFolders = List.copyOf(exportFolders);
    }

    /** Files are kept in the folder. */
    public ArtifactProperties(Path folder, List<Path> uploadFolders, List<Path> exportFolders) {
        this(folder, uploadFolders, exportFolders, BucketProperties.NONE);
    }

    /** Whether a folder is there, and an administrator lets Ferry fetch Jira backups from it; links lead where they lead. */
    public boolean isExportFolder(Path folder) {
        try {
            Path real = folder.toRealPath();
            for (Path allowed : exportFolders) {
                if (Files.isDirectory(allowed) && real.startsWith(allowed.toRealPath())) {
                    return Files.isDirectory(real);
                }
            }
            return false;
        } catch (IOException notThere) {
            return false;
        }
    }
}
