package io.ferry.artifact;

import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where files are kept: {@code ferry.artifacts.*}.
 *
 * @param folder the store; {@code ~/} stands for the home folder
 * @param uploadFolders the folders from which people may upload files; none: nothing is taken over
 */
@ConfigurationProperties("ferry.artifacts")
public record ArtifactProperties(
        @DefaultValue("~/.ferry/artifacts") Path folder,
        @DefaultValue List<Path> uploadFolders) {

    /** Copies the list, and finds the home folder. */
    public ArtifactProperties {
        if (folder.startsWith("~")) {
            folder = Path.of(System.getProperty("user.home"))
                    .resolve(Path.of("~").relativize(folder));
        }
        uploadFolders = List.copyOf(uploadFolders);
    }
}
