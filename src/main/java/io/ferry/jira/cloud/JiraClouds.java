package io.ferry.jira.cloud;

import io.ferry.remote.EndpointSets;
import io.ferry.remote.RemoteClients;
import io.ferry.remote.Site;
import io.ferry.remote.Transfers;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gives access to Jira Cloud sites. */
@Component
public final class JiraClouds {
    private final RemoteClients clients;
    private final Transfers transfers;
    private final EndpointSets endpointSets;
    private final Gateways gateways;

    JiraClouds(RemoteClients clients, Transfers transfers, EndpointSets endpointSets, Gateways gateways) {
        this.gateways = gateways;
        this.clients = clients;
        this.transfers = transfers;
        this.endpointSets = endpointSets;
    }

    /** The site at this address, without configured endpoints. Nothing is called yet. */
    public JiraCloud at(Site site) {
        return at(site, null);
    }

    /**
     * The site at this address. Nothing is called yet.
     *
     * @param endpoints the set under {@code ferry.endpoints} to use for what no maker documents, or null for none
     * @throws io.ferry.remote.AutomationUnavailableException if no set of this name is configured
     */
    public JiraCloud at(Site site, @Nullable String endpoints) {
        return new JiraCloud(site, clients, transfers, endpointSets.named(endpoints), gateways);
    }

    /**
     * The organisation of this id. Nothing is called yet.
     *
     * @param site where the organisation API answers, and the organisation's key
     */
    public Organisation organisation(String id, Site site) {
        return new Organisation(id, site, clients);
    }
}
