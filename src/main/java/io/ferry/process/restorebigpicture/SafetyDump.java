package io.ferry.process.restorebigpicture;

import io.ferry.migration.Confirmation;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A dump of what the app in the cloud held before a restore, as it stands on record and in the variable {@code safetyDump}.
 *
 * @param id the target's id of it; null when a person only described it
 * @param description as it stands in the app's list
 * @param kept whether there is one
 * @param madeAt when it was made, as the app says
 * @param file Ferry's copy
 * @param sha256 of the copy
 * @param restoreId the restore that made the app keep it; null for one that Ferry had made
 * @param confirmation the confirmation of the restore before which it was made; null when a person only described it
 * @param later those of later restores: they hold what the first restore had left
 */
public record SafetyDump(
        @Nullable String id,
        @Nullable String description,
        boolean kept,
        @Nullable String madeAt,
        @Nullable String file,
        @Nullable String sha256,
        @Nullable String restoreId,
        @Nullable String confirmation,
        List<SafetyDump> later) {

    /** None is known. */
    public static final SafetyDump NONE = new SafetyDump(null, null, false, null, null, null, null, null, List.of());

    public SafetyDump {
        // Records of people's own words have no list.
        later = List.copyOf(Objects.requireNonNullElse(later, List.of()));
    }

    SafetyDump withLater(List<SafetyDump> others) {
        return new SafetyDump(id, description, kept, madeAt, file, sha256, restoreId, confirmation, others);
    }

    /** Notes one that was made later, once: the newest that is known of it. */
    SafetyDump and(SafetyDump other) {
        if (Objects.equals(id, other.id())) {
            return this;
        }
        return withLater(Stream.concat(
                        later.stream().filter(known -> !Objects.equals(known.id(), other.id())), Stream.of(other))
                .toList());
    }

    /** Whether it, or one of the later ones, was made for this confirmation. */
    boolean isFor(Confirmation confirmed) {
        return kept && confirmed.id().toString().equals(confirmation)
                || later.stream().anyMatch(other -> other.isFor(confirmed));
    }
}
