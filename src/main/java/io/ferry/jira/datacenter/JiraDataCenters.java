package io.ferry.jira.datacenter;

import io.ferry.remote.Site;
import org.springframework.stereotype.Component;

/** Gives access to Jira Data Center sites. */
@Component
public final class JiraDataCenters {

    /** The Jira at this address. Nothing is called yet. */
    public JiraDataCenter at(Site site) {
        return new JiraDataCenter(site);
    }
}
