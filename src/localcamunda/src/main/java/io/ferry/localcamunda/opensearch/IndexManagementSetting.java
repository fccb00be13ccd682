package io.ferry.localcamunda.opensearch;

import java.util.List;
import org.opensearch.common.settings.Setting;
import org.opensearch.plugins.Plugin;

/**
 * Lets a plain OpenSearch accept the one index setting of the index management plugin that Tasklist 8.6 writes into its
 * templates, whether retention is on or not. The value is kept and means nothing: nothing is ever deleted by age here.
 */
public final class IndexManagementSetting extends Plugin {

    @Override
    public List<Setting<?>> getSettings() {
        return List.of(Setting.simpleString(
                "index.plugins.index_state_management.policy_id",
                Setting.Property.IndexScope,
                Setting.Property.Dynamic));
    }
}
