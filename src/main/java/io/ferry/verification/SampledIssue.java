package io.ferry.verification;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An issue that was drawn from the backup. Where the backup refers to something and does not name it, the field is null;
 * where the issue has no such thing, it is empty.
 *
 * @param key such as {@code TST-7}
 * @param assigneeKey the user key of whom it is assigned to
 * @param created as the backup writes it, without a time zone
 */
record SampledIssue(
        String key,
        String summary,
        @Nullable String type,
        @Nullable String status,
        @Nullable String priority,
        String assigneeKey,
        String created,
        String updated) {
    SampledIssue {
        Objects.requireNonNull(key);
        Objects.requireNonNull(summary);
        Objects.requireNonNull(assigneeKey);
        Objects.requireNonNull(created);
        Objects.requireNonNull(updated);
    }

    @Override
    public String toString() {
        return "SampledIssue[" + key + "]";
    }
}
