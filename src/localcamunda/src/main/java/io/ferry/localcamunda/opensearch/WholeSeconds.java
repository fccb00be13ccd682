package io.ferry.localcamunda.opensearch;

import java.util.Collection;
import java.util.List;
import org.opensearch.common.settings.Settings;
import org.opensearch.index.shard.IndexSettingProvider;
import org.opensearch.plugins.Plugin;

/**
 * Lets one of Tasklist's indices take times that are not written as it wants them. Tasklist 8.6.0 writes the time of a user
 * task that was made in a whole second without the fraction, which its own index refuses: Tasklist then tries the same again
 * for ever and shows no further task (camunda/camunda, issue 27237). One task in a thousand is made in a whole second.
 */
public final class WholeSeconds extends Plugin {

    @Override
    public Collection<IndexSettingProvider> getAdditionalIndexSettingProviders() {
        return List.of(new IndexSettingProvider() {
            @Override
            public Settings getAdditionalIndexSettings(String index, boolean isDataStream, Settings asked) {
                return index.startsWith("tasklist-list-view")
                        ? Settings.builder()
                                .put("index.mapping.ignore_malformed", true)
                                .build()
                        : Settings.EMPTY;
            }
        });
    }
}
