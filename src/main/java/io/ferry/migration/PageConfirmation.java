package io.ferry.migration;

import org.jspecify.annotations.Nullable;

/**
 * What somebody confirmed on Ferry's page, before Ferry completes the task for them.
 *
 * @param userTask the key of the task in Camunda
 * @param reason why, if the person said so
 * @param by who was signed in there, as the record names them
 * @param shownSha256 the hash of what the page showed: {@link Confirmations#hashOf}
 */
public record PageConfirmation(
        MigrationId migrationId,
        long userTask,
        Question question,
        @Nullable String reason,
        Actor by,
        String shownSha256) {}
