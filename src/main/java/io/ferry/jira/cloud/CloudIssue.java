package io.ferry.jira.cloud;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An issue of a cloud site. Texts are empty where the issue has no such thing.
 *
 * @param key such as {@code TST-7}
 * @param type the name of its type
 * @param assignee the account that it is assigned to
 * @param created null where the site does not tell
 */
public record CloudIssue(
        String key,
        String summary,
        String type,
        String status,
        String priority,
        String assignee,
        @Nullable Instant created,
        @Nullable Instant updated) {
    @Override
    public String toString() {
        return "CloudIssue[" + key + "]";
    }
}
