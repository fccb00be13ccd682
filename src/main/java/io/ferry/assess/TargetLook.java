package io.ferry.assess;

import io.ferry.jira.ServerInfo;
import io.ferry.users.TargetAccount;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the target showed; null is what it did not tell.
 *
 * @param issues about how many there are already
 * @param accounts all accounts; null if they were not told
 * @param seats how many seats are used
 * @param apps of each app of the source, by key, whether the target has it too; null where the target does not say
 * @param call how long a call took, on average
 */
record TargetLook(
        ServerInfo server,
        @Nullable String appVersion,
        @Nullable Long projects,
        @Nullable Long issues,
        @Nullable List<TargetAccount> accounts,
        @Nullable Long seats,
        Map<String, @Nullable Boolean> apps,
        @Nullable Duration call) {}
