package io.ferry.verification;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the backup holds that no call of the source tells, as a fact: which issues were drawn stands elsewhere.
 *
 * @param seed what the drawing of issues depended on
 * @param sampledIssues how many were drawn
 * @param issues out of how many
 * @param filters the names of all filters; null where they are too many
 * @param people how many people it holds, the sure count; null in records of before it was kept
 */
public record BackupContent(
        long seed,
        int sampledIssues,
        long issues,
        @Nullable List<String> filters,
        @Nullable CountedPeople people) {
    public BackupContent {
        filters = filters == null ? null : List.copyOf(filters);
    }
}
