package io.ferry.bigpicture;

import io.ferry.remote.Access;
import io.ferry.remote.RemoteClients;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.Site;
import java.net.URI;
import java.util.Map;
import java.util.function.Function;

/**
 * In the vendor's cloud, which says where. The place can move: the old one then answers 401, and the cloud is asked once
 * more. Source: facts/bigpicture.md, Public REST API.
 */
final class CloudBase implements AppBase {
    private final Site cloudManager;
    private final Product product;
    private final BigPictureProperties properties;
    private final String tenant;
    private final CloudManagerApi api;
    private final Map<String, URI> known;
    private final Function<Site, AppCalls> calls;

    CloudBase(
            Site jira,
            Access cloudManager,
            Product product,
            BigPictureProperties properties,
            RemoteClients clients,
            Map<String, URI> known,
            Function<Site, AppCalls> calls) {
        this.cloudManager = cloudManager.site();
        this.product = product;
        this.properties = properties;
        this.tenant = product + " " + jira.baseUrl() + " " + this.cloudManager.credential();
        this.api = clients.client(CloudManagerApi.class, cloudManager);
        this.known = known;
        this.calls = calls;
    }

    @Override
    public <T> T call(Function<AppCalls, T> call) {
        URI before = known.get(tenant);
        if (before == null) {
            return call.apply(callsAt(ask()));
        }
        try {
            return call.apply(callsAt(before));
        } catch (RemoteFailure failure) {
            if (!failure.hasStatus(401)) {
                throw failure;
            }
            known.remove(tenant, before);
            URI now = ask();
            if (now.equals(before)) {
                throw failure;
            }
            return call.apply(callsAt(now));
        }
    }

    @Override
    public String name() {
        return cloudManager.name();
    }

    private AppCalls callsAt(URI location) {
        return calls.apply(cloudManager.at(URI.create(location + "/rest")));
    }

    private URI ask() {
        String location = api.whereAmI(product.slug()).location();
        try {
            // The token will go there: it must be an address that Ferry would accept from an operator.
            URI place = cloudManager
                    .at(URI.create(location == null ? "" : location))
                    .baseUrl();
            if (!properties.isVendors(place)) {
                throw RemoteFailure.lasting(
                        cloudManager.name() + " sends Ferry to " + place.getHost()
                                + ", which is not known as the vendor's.",
                        "The app's token is not sent there. If the vendor has this host, name it under ferry.bigpicture.hosts.");
            }
            known.put(tenant, place);
            return place;
        } catch (IllegalArgumentException e) {
            throw RemoteFailure.lasting(
                    cloudManager.name() + " does not say where the app is.",
                    "Check ferry.bigpicture.cloud-manager-url, and that the app is installed in the cloud site.");
        }
    }
}
