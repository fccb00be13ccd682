package io.ferry.remote;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * All credentials that an administrator declared: {@code ferry.credentials.NAME.*}. A migration names them; what is not declared
 * here cannot be used by any.
 *
 * @param credentials the credentials, each by its name of small letters, digits and dashes: its {@code source}, and the {@code hosts} that
 *     it may be sent to; see docs/credentials.md
 * @param credentialsKey where the key of Ferry's own store of credentials is; nothing if the store is not used
 */
@ConfigurationProperties("ferry")
public record DeclaredCredentials(
        @DefaultValue Map<String, DeclaredCredential> credentials,
        @Nullable CredentialReference credentialsKey) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    /** @throws IllegalArgumentException if a name could not be named by a migration */
    public DeclaredCredentials {
        credentials = Map.copyOf(credentials);
        credentials.keySet().stream()
                .filter(name -> !NAME.matcher(name).matches())
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "The name of a credential under ferry.credentials has small letters, digits"
                                    + " and dashes, begins with a letter, and has at most 40 characters; this is none: "
                                    + name);
                });
    }

    /** The names of those whose secret may be sent to this address. */
    public Set<String> namesFor(URI address) {
        return credentials.entrySet().stream()
                .filter(known -> known.getValue().isFor(address))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }
}
