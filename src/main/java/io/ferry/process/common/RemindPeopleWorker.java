package io.ferry.process.common;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.Variable;
import io.ferry.migration.MigrationId;
import io.ferry.process.reminders.Reminders;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reminds people of what waits for them. It completes its job always and sets no variables: a migration must not be held
 * up, or changed, because somebody could not be told.
 */
@Component
public class RemindPeopleWorker {
    private final Reminders reminders;

    RemindPeopleWorker(Reminders reminders) {
        this.reminders = reminders;
    }

    @JobWorker(type = "remind-people")
    public void remindPeople(@Variable @Nullable String migrationId) {
        // Before its settings are registered, a migration that was started in Tasklist has no id yet.
        if (migrationId != null) {
            reminders.remind(new MigrationId(migrationId));
        }
    }
}
