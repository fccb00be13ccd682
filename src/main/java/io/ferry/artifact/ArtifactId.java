package io.ferry.artifact;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/**
 * Names a stored file.
 *
 * @param value a UUID
 */
public record ArtifactId(@JsonValue String value) {

    /** @throws IllegalArgumentException if it is no UUID */
    @JsonCreator
    public ArtifactId {
        if (!value.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            throw new IllegalArgumentException("An artifact's id is a UUID in lower case.");
        }
    }

    static ArtifactId random() {
        return new ArtifactId(UUID.randomUUID().toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
