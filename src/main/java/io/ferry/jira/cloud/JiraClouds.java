package io.ferry.jira.cloud;

import io.ferry.remote.Site;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gives access to Jira Cloud sites. */
@Component
public final class JiraClouds {

    /** The site at this address, without configured endpoints. Nothing is called yet. */
    public JiraCloud at(Site site) {
        return at(site, null);
    }

    /**
     * The site at this address.
     *
     * @param endpoints the set under {@code ferry.endpoints} to use for what no maker documents, or null for none
     */
    public JiraCloud at(Site site, @Nullable String endpoints) {
        return new JiraCloud(site);
    }
}
