package io.ferry.migration;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/** Names one migration, in the record, in process variables and in addresses. */
public record MigrationId(@JsonValue String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public MigrationId {
        Objects.requireNonNull(value, "value");
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("A migration's id has small letters, digits and dashes only");
        }
    }

    /** A new id that no other migration has. */
    public static MigrationId random() {
        return new MigrationId(UUID.randomUUID().toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
