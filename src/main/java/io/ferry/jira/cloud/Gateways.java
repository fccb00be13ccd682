package io.ferry.jira.cloud;

import io.ferry.remote.Access;
import io.ferry.remote.CredentialResolver;
import io.ferry.remote.RemoteClients;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.SignIn;
import io.ferry.remote.Site;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Finds out where a site takes Ferry's token. Nothing tells whether a token is classic or scoped, so Ferry tries: what the
 * site's own address refuses with 401, the gateway may take. Source: facts/jira-cloud.md, REST v3.
 */
@Component
@EnableConfigurationProperties(JiraCloudProperties.class)
class Gateways {
    /** The id becomes part of an address to which the credential goes. */
    private static final Pattern CLOUD_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private final JiraCloudProperties properties;
    private final RemoteClients clients;
    private final CredentialResolver credentials;
    private final Map<Site, Gateway> ofScopedTokens = new ConcurrentHashMap<>();

    Gateways(JiraCloudProperties properties, RemoteClients clients, CredentialResolver credentials) {
        this.credentials = credentials;
        this.properties = properties;
        this.clients = clients;
    }

    /**
     * A site's place at the gateway.
     *
     * @param site its address there, with the site's credential
     * @param calls the site's calls there
     */
    record Gateway(Site site, JiraCloudApi calls) {}

    /** The site's place at the gateway, if its token was found to be a scoped one. */
    Optional<Gateway> known(Site site) {
        return Optional.ofNullable(ofScopedTokens.get(site));
    }

    /** The gateway no longer takes the token: another one may lie behind the reference now. */
    void forget(Site site, Gateway gateway) {
        ofScopedTokens.remove(site, gateway);
    }

    /**
     * Looks for the site's place at the gateway after the site refused the token.
     *
     * @return empty where the site takes the token after all, the gateway does not take it either, or the credential is not
     *     declared for the gateway's host
     * @throws RemoteFailure passing, if the gateway does not answer now
     */
    Optional<Gateway> ask(Site site) {
        if (isOfAnotherWorld(site) || !credentials.isFor(site.credential(), properties.gatewayUrl())) {
            // A pretend site's credential is no business of Atlassian's, and a real one never leaves without TLS.
            return Optional.empty();
        }
        try {
            calls(site).myself();
            return Optional.empty();
        } catch (RemoteFailure refused) {
            if (!refused.hasStatus(401)) {
                return Optional.empty();
            }
        }
        Optional<Gateway> gateway = cloudId(site)
                .map(id -> site.at(URI.create(properties.gatewayUrl() + "/ex/jira/" + id)))
                .map(place -> new Gateway(place, calls(place)))
                .filter(Gateways::takesTheToken);
        gateway.ifPresent(found -> ofScopedTokens.put(site, found));
        return gateway;
    }

    /** The site's refusal of the token, with what to do if it is a scoped one that must not be sent to the gateway. */
    RemoteFailure explained(Site site, RemoteFailure refused) {
        if (isOfAnotherWorld(site) || credentials.isFor(site.credential(), properties.gatewayUrl())) {
            return refused;
        }
        return refused.inOtherWords(
                refused.title(),
                refused.whatToDo() + " If it is a scoped API token: only "
                        + properties.gatewayUrl().getRawAuthority()
                        + " takes these, so an administrator adds this host to ferry.credentials." + site.credential()
                        + ".hosts as well.");
    }

    private boolean isOfAnotherWorld(Site site) {
        return site.isPlain() != "http".equalsIgnoreCase(properties.gatewayUrl().getScheme());
    }

    private JiraCloudApi calls(Site site) {
        return clients.client(JiraCloudApi.class, Access.to(site, "jira-cloud"));
    }

    private Optional<String> cloudId(Site site) {
        try {
            return Optional.ofNullable(clients.client(
                                    TenantApi.class,
                                    Access.to(site, "jira-cloud").signingIn(SignIn.NONE))
                            .tenant()
                            .cloudId())
                    .filter(id -> CLOUD_ID.matcher(id).matches());
        } catch (RemoteFailure failure) {
            return notNowOrNone(failure);
        }
    }

    private static boolean takesTheToken(Gateway gateway) {
        try {
            gateway.calls().myself();
            return true;
        } catch (RemoteFailure failure) {
            return failure.isOfScope() || notNowOrNone(failure).isPresent();
        }
    }

    /** What does not answer now may take the token later; everything else says that it does not. */
    private static Optional<String> notNowOrNone(RemoteFailure failure) {
        if (failure.isPassing()) {
            throw failure;
        }
        return Optional.empty();
    }
}
