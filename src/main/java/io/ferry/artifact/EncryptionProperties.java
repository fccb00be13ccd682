package io.ferry.artifact;

import io.ferry.remote.CredentialReference;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Whether stored files are encrypted: {@code ferry.artifacts.encryption.*}.
 *
 * @param key where the key is: {@code env:NAME} or {@code file:/absolute/path}. There are 32 random bytes in Base64, or several
 *     such keys, one a line: the first encrypts, all decrypt. Empty: files are stored as they are
 */
@ConfigurationProperties("ferry.artifacts.encryption")
public record EncryptionProperties(@Nullable String key) {

    private static final String FILE = "file:";

    /** Whether the key is a file in this folder. */
    boolean isInside(Path folder) {
        return key != null
                && key.strip().startsWith(FILE)
                && Path.of(key.strip().substring(FILE.length()))
                        .normalize()
                        .startsWith(folder.toAbsolutePath().normalize());
    }

    /** The keys as they are now. */
    ArtifactKeys keys() {
        return key == null || key.isBlank() ? ArtifactKeys.NONE : ArtifactKeys.at(reference(key.strip()));
    }

    private static CredentialReference reference(String key) {
        try {
            return new CredentialReference(key);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "ferry.artifacts.encryption.key says where the key is, never the key itself: env:NAME or file:/absolute/path.",
                    e);
        }
    }
}
