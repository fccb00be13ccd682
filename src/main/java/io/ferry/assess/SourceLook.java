package io.ferry.assess;

import io.ferry.jira.CustomField;
import io.ferry.jira.ListedApp;
import io.ferry.readiness.SiteLook;
import io.ferry.users.SourcePerson;
import io.ferry.verification.Inventory;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the source showed; null is what it did not tell.
 *
 * @param site how it answered, its version and its app
 * @param issues how many in all projects that are not archived
 * @param archived projects that are archived
 * @param people whom it listed; of everybody only what matching needs
 * @param unreadable people whom it listed and who cannot be told from others: without a key
 * @param call how long a call took, on average
 */
record SourceLook(
        SiteLook site,
        Inventory inventory,
        @Nullable Long issues,
        @Nullable Long archived,
        List<SourcePerson> people,
        long unreadable,
        @Nullable List<CustomField> fields,
        @Nullable List<ListedApp> apps,
        Duration call) {

    String version() {
        return String.valueOf(site.version());
    }

    @Nullable
    String appVersion() {
        return site.app() == null ? null : site.app().version();
    }
}
