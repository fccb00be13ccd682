package io.ferry.jira.cloud;

import io.ferry.jira.cloud.Gateways.Gateway;
import io.ferry.remote.Access;
import io.ferry.remote.RemoteClients;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.Site;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends each call to where the site takes Ferry's token: to the site's own address, or, for a scoped token, to the gateway.
 * A call that was refused with 401 was not carried out, so it may be sent to the other place.
 */
final class WhereTheTokenWorks implements InvocationHandler {
    private final Site site;
    private final Gateways gateways;
    private final JiraCloudApi atTheSite;

    private WhereTheTokenWorks(Site site, Gateways gateways, RemoteClients clients) {
        this.site = site;
        this.gateways = gateways;
        this.atTheSite = clients.client(JiraCloudApi.class, Access.to(site, "jira-cloud"));
    }

    /** The site's calls. Nothing is called yet. */
    static JiraCloudApi calls(Site site, Gateways gateways, RemoteClients clients) {
        return (JiraCloudApi) Proxy.newProxyInstance(
                JiraCloudApi.class.getClassLoader(),
                new Class<?>[] {JiraCloudApi.class},
                new WhereTheTokenWorks(site, gateways, clients));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method call, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        Gateway gateway = gateways.known(site).orElse(null);
        if (gateway != null) {
            try {
                return sendTo(gateway, call, arguments);
            } catch (RemoteFailure failure) {
                if (!failure.hasStatus(401) || failure.isOfScope()) {
                    throw failure;
                }
                gateways.forget(site, gateway);
            }
        }
        try {
            return send(atTheSite, call, arguments);
        } catch (RemoteFailure failure) {
            Optional<Gateway> other = failure.hasStatus(401) ? gateways.ask(site) : Optional.empty();
            if (other.isEmpty()) {
                throw failure.hasStatus(401) ? gateways.explained(site, failure) : failure;
            }
            return sendTo(other.get(), call, arguments);
        }
    }

    private static @Nullable Object sendTo(Gateway gateway, Method call, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return send(gateway.calls(), call, arguments);
        } catch (RemoteFailure failure) {
            Scopes needed = call.getAnnotation(Scopes.class);
            throw failure.isOfScope() && needed != null ? naming(needed, failure) : failure;
        }
    }

    private static RemoteFailure naming(Scopes needed, RemoteFailure failure) {
        return failure.inOtherWords(
                "The scoped API token lacks one of these scopes: "
                        + TokenScopes.scoped(List.of(needed)).inWords() + ".",
                "Scopes of a token cannot be changed: create another API token with these scopes as well, and put it where the"
                        + " old one is.");
    }

    private static @Nullable Object send(JiraCloudApi api, Method call, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return call.invoke(api, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause() == null ? thrown : thrown.getCause();
        }
    }
}
