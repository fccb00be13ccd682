package io.ferry.bigpicture;

import io.ferry.remote.RemoteState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A dump as it stands in the app's list.
 *
 * @param id the app's id of it
 * @param description as its maker wrote it; Ferry's dumps carry Ferry's mark in it
 * @param createdAt when it was made
 * @param state whether it is being made, ready or failed
 * @param percent 0 to 100
 * @param databaseVersion the app's database version in it; may be empty
 * @param bytes its size, once known
 * @param origin who had it made
 * @param jcmaMigration the name of the JCMA migration that it belongs to; empty for a basic dump, or where the app does not
 *     tell
 */
public record Dump(
        String id,
        String description,
        Optional<Instant> createdAt,
        RemoteState state,
        int percent,
        String databaseVersion,
        OptionalLong bytes,
        Origin origin,
        Optional<String> jcmaMigration) {

    /** A dump that belongs to no JCMA migration. */
    public Dump(
            String id,
            String description,
            Optional<Instant> createdAt,
            RemoteState state,
            int percent,
            String databaseVersion,
            OptionalLong bytes,
            Origin origin) {
        this(id, description, createdAt, state, percent, databaseVersion, bytes, origin, Optional.empty());
    }

    /** Who had a dump made. */
    public enum Origin {
        /** A person or Ferry. */
        MANUAL,
        /** The app itself, before a restore. */
        SAFETY,
        /** It was uploaded. */
        UPLOAD,
        /** The app says something else, or nothing. */
        OTHER
    }

    /**
     * Finds the dump that Ferry asked for.
     *
     * @param dumps the app's list
     * @param mark what Ferry wrote into its description
     */
    public static Optional<Dump> marked(List<Dump> dumps, String mark) {
        return dumps.stream().filter(dump -> dump.description().contains(mark)).findFirst();
    }
}
