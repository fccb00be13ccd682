package io.ferry.remote;

import java.util.Optional;

/** What this room needs of Ferry's own store of secrets. The store is in a room above it, where the database is. */
public interface StoredSecrets {

    /**
     * The secret that is kept for a declared credential.
     *
     * @param name the credential's name
     * @return empty if none was put there
     * @throws CredentialMissingException if there is one that cannot be opened
     */
    Optional<Secret> find(String name);
}
