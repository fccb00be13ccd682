package io.ferry.artifact;

import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where files are kept: {@code ferry.artifacts.*}.
 *
 * @param folder the store
 * @param handOverFolders the folders from which people may hand over files; none: nothing is taken over
 */
@ConfigurationProperties("ferry.artifacts")
public record ArtifactProperties(
        @DefaultValue("${user.home}/.ferry/artifacts") Path folder,
        @DefaultValue List<Path> handOverFolders) {

    /** Copies the list. */
    public ArtifactProperties {
        handOverFolders = List.copyOf(handOverFolders);
    }
}
