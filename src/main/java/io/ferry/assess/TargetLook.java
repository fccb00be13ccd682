package io.ferry.assess;

import io.ferry.readiness.SiteLook;
import io.ferry.users.TargetAccount;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the target showed; null is what it did not tell.
 *
 * @param site how it answered, its app and the seats that are used
 * @param issues about how many there are already
 * @param accounts all accounts; null if they were not told
 * @param apps of each app of the source, by key, whether the target has it too; null where the target does not say
 * @param call how long a call took, on average
 */
record TargetLook(
        SiteLook site,
        @Nullable Long projects,
        @Nullable Long issues,
        @Nullable List<TargetAccount> accounts,
        Map<String, @Nullable Boolean> apps,
        @Nullable Duration call) {

    @Nullable
    String appVersion() {
        return site.app() == null ? null : site.app().version();
    }

    /** How many seats are used. */
    @Nullable
    Long seats() {
        return site.people();
    }
}
