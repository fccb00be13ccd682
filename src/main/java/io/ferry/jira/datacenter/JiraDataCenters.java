package io.ferry.jira.datacenter;

import io.ferry.remote.CredentialResolver;
import io.ferry.remote.RemoteClients;
import io.ferry.remote.RemoteProperties;
import io.ferry.remote.Site;
import org.springframework.stereotype.Component;

/** Gives access to Jira Data Center sites. */
@Component
public final class JiraDataCenters {
    private final RemoteClients clients;
    private final RemoteProperties properties;
    private final CredentialResolver credentials;

    JiraDataCenters(RemoteClients clients, RemoteProperties properties, CredentialResolver credentials) {
        this.clients = clients;
        this.properties = properties;
        this.credentials = credentials;
    }

    /** The Jira at this address. Nothing is called yet. */
    public JiraDataCenter at(Site site) {
        return new JiraDataCenter(site, clients, properties, credentials);
    }
}
