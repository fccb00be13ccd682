package io.ferry.bigpicture;

import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.Site;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Inside a Jira Data Center: at the new path, or, before about 8.32, the old one. Source: facts/bigpicture.md. */
final class DataCenterBase implements AppBase {
    private final Site jira;
    private final Product product;
    private final Map<String, URI> known;
    private final Function<Site, AppCalls> calls;

    /** @param known where apps were found before, kept over calls */
    DataCenterBase(Site jira, Product product, Map<String, URI> known, Function<Site, AppCalls> calls) {
        this.jira = jira;
        this.product = product;
        this.known = known;
        this.calls = calls;
    }

    @Override
    public <T> T call(Function<AppCalls, T> call) {
        String key = product + " " + jira.baseUrl();
        URI before = known.get(key);
        RuntimeException first = null;
        for (URI base : candidates(before)) {
            try {
                T result = call.apply(calls.apply(jira.at(base)));
                known.put(key, base);
                return result;
            } catch (RemoteFailure failure) {
                if (!failure.hasStatus(404)) {
                    throw failure;
                }
                first = first == null ? failure : first;
            } catch (AutomationUnavailableException notHere) {
                // Nor at this address: an app that tells nothing else has not shown yet at which one it is.
                first = first == null ? notHere : first;
            }
        }
        throw first == null ? new IllegalStateException("There is always an address to try.") : first;
    }

    @Override
    public String name() {
        return jira.name();
    }

    private List<URI> candidates(@Nullable URI before) {
        Stream<URI> all = Stream.of(
                jira.resolve("/rest/" + product.slug() + "/1.0"),
                jira.resolve("/rest/softwareplant-" + product.slug() + "/1.0"));
        return before == null
                ? all.toList()
                : Stream.concat(Stream.of(before), all).distinct().toList();
    }
}
