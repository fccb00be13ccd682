package io.ferry.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Finds the credential behind a reference. It is asked anew for every call to a site, so that a corrected file is taken
 * up without a restart.
 */
@Component
public final class CredentialResolver {
    private static final int LARGEST = 64 * 1024;

    private final Function<String, @Nullable String> environment;

    /** Resolves from this program's environment and from files. */
    @Autowired
    public CredentialResolver() {
        this(System::getenv);
    }

    /** @param environment gives the value of an environment variable, or null */
    public CredentialResolver(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    /**
     * @return the credential as it is now
     * @throws CredentialMissingException if nothing usable is found there
     */
    public Credential resolve(CredentialReference reference) {
        try {
            return Credential.parse(content(reference));
        } catch (IllegalArgumentException e) {
            throw CredentialMissingException.empty(reference);
        }
    }

    /**
     * What stands there as a whole, for secrets that are neither a password nor a token, such as a webhook's address.
     *
     * @throws CredentialMissingException if nothing is found there
     */
    public Secret secret(CredentialReference reference) {
        String content = content(reference).strip();
        if (content.isEmpty()) {
            throw CredentialMissingException.empty(reference);
        }
        return Secret.of(content);
    }

    private String content(CredentialReference reference) {
        return reference.value().startsWith("env:") ? variable(reference) : file(reference);
    }

    private String variable(CredentialReference reference) {
        String value = environment.apply(reference.value().substring("env:".length()));
        if (value == null) {
            throw CredentialMissingException.variableNotSet(reference);
        }
        return value;
    }

    private static String file(CredentialReference reference) {
        try {
            Path path = Path.of(reference.value().substring("file:".length()));
            if (!Files.isRegularFile(path) || Files.size(path) > LARGEST) {
                throw CredentialMissingException.fileNotReadable(reference);
            }
            return Files.readString(path);
        } catch (IOException | IllegalArgumentException e) {
            throw CredentialMissingException.fileNotReadable(reference);
        }
    }
}
