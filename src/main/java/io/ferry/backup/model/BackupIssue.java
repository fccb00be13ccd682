package io.ferry.backup.model;

import org.jspecify.annotations.Nullable;

/**
 * An issue as the backup holds it. Fields that a record does not have are null.
 *
 * <p>Jira names an issue's project in two ways: old backups by {@code key} ({@code TST-7}), newer ones by
 * {@code projectId} and {@code number}; some have all three. Projects usually stand <em>after</em> the issues in the
 * file, so the id is passed on as it is: join it with {@link BackupReading#projects()} when the reading is done.
 */
public record BackupIssue(
        String id,
        @Nullable String key,
        @Nullable String projectId,
        @Nullable String number,
        @Nullable String typeId,
        @Nullable String statusId,
        @Nullable String priorityId,
        @Nullable String summary,
        @Nullable String reporterKey,
        @Nullable String assigneeKey,
        @Nullable String creatorKey,
        @Nullable String created,
        @Nullable String updated) {}
