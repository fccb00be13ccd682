package io.ferry.bigpicture;

import io.ferry.remote.Access;
import io.ferry.remote.EndpointSet;
import io.ferry.remote.EndpointSets;
import io.ferry.remote.RemoteClients;
import io.ferry.remote.SignIn;
import io.ferry.remote.Site;
import io.ferry.remote.SiteCredential;
import io.ferry.remote.Transfers;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Gives access to BigPicture and BigGantt on both sides. */
@EnableConfigurationProperties(BigPictureProperties.class)
@Component
public final class BigPictures {
    private final BigPictureProperties properties;
    private final RemoteClients clients;
    private final Transfers transfers;
    private final EndpointSets endpointSets;
    private final Map<String, URI> known = new ConcurrentHashMap<>();

    BigPictures(
            BigPictureProperties properties, RemoteClients clients, Transfers transfers, EndpointSets endpointSets) {
        this.properties = properties;
        this.clients = clients;
        this.transfers = transfers;
        this.endpointSets = endpointSets;
    }

    /** BigPicture in a Jira Data Center; see {@link #onDataCenter(Product, Site, SiteCredential, String)}. */
    public BigPicture onDataCenter(Site jira, @Nullable SiteCredential token, @Nullable String endpoints) {
        return onDataCenter(Product.BIGPICTURE, jira, token, endpoints);
    }

    /**
     * The app in a Jira Data Center. Nothing is called yet.
     *
     * @param product which app
     * @param jira the Jira it runs in
     * @param token the app's token, or null to use Jira's credential
     * @param endpoints the set under {@code ferry.endpoints} for what the vendor does not publish, or null for none
     * @throws io.ferry.remote.AutomationUnavailableException if no set of this name is configured
     */
    public BigPicture onDataCenter(
            Product product, Site jira, @Nullable SiteCredential token, @Nullable String endpoints) {
        EndpointSet set = endpointSets.named(endpoints);
        Site site = token == null ? jira : new Site(jira.baseUrl(), token);
        SignIn signIn = token == null ? SignIn.CREDENTIAL : tokenSignIn();
        return new BigPicture(new DataCenterBase(
                site,
                product,
                known,
                once(base -> calls(Access.to(base, "bigpicture-data-center").signingIn(signIn), set))));
    }

    /** BigPicture of a Jira Cloud site; see {@link #onCloud(Product, Site, SiteCredential, String)}. */
    public BigPicture onCloud(Site jira, @Nullable SiteCredential token, @Nullable String endpoints) {
        return onCloud(Product.BIGPICTURE, jira, token, endpoints);
    }

    /**
     * The app of a Jira Cloud site, wherever the vendor's cloud keeps it. Nothing is called yet.
     *
     * @param product which app
     * @param jira the Jira Cloud site
     * @param token the app's token, for Jira's credential is never shown to the vendor's cloud; null if there is none: every
     *     call then ends as {@link io.ferry.remote.AutomationUnavailableException}
     * @param endpoints the set under {@code ferry.endpoints} for what the vendor does not publish, or null for none
     * @throws io.ferry.remote.AutomationUnavailableException if no set of this name is configured
     */
    public BigPicture onCloud(Product product, Site jira, @Nullable SiteCredential token, @Nullable String endpoints) {
        if (token == null) {
            return new BigPicture(new NoToken(jira, product));
        }
        EndpointSet set = endpointSets.named(endpoints);
        Access manager = Access.to(
                        new Site(properties.cloudManagerUrl(), token),
                        "bigpicture-cloud-manager for " + jira.name()
                                + jira.baseUrl().getRawPath())
                .signingIn(tokenSignIn());
        return new BigPicture(new CloudBase(
                jira,
                manager,
                product,
                properties,
                clients,
                known,
                once(base -> calls(Access.to(base, "bigpicture-cloud").signingIn(tokenSignIn()), set))));
    }

    /** Makes the calls of each place once: on a large site they are made ten thousands of times. */
    private static Function<Site, AppCalls> once(Function<Site, AppCalls> calls) {
        Map<Site, AppCalls> made = new ConcurrentHashMap<>();
        return place -> made.computeIfAbsent(place, calls);
    }

    private AppCalls calls(Access access, EndpointSet endpoints) {
        return new AppCalls(access, clients, transfers, endpoints);
    }

    private SignIn tokenSignIn() {
        return properties.oldTokens() ? SignIn.API_TOKEN : SignIn.CREDENTIAL;
    }
}
