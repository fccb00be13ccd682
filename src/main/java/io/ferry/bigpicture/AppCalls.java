package io.ferry.bigpicture;

import io.ferry.remote.Access;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.EndpointSet;
import io.ferry.remote.RemoteClients;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.Transfers;
import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;

/** The calls of one app at one base address. */
final class AppCalls {
    private final URI base;
    private final EndpointSet endpoints;
    private final PublicApi published;
    private final AssumedApi assumed;
    private final DumpFilesApi files;

    AppCalls(Access access, RemoteClients clients, Transfers transfers, EndpointSet endpoints) {
        this.base = access.site().baseUrl();
        this.endpoints = endpoints;
        this.published = clients.client(PublicApi.class, access);
        this.assumed = clients.client(AssumedApi.class, access);
        this.files = new DumpFilesApi(transfers, access);
    }

    PublicApi published() {
        return published;
    }

    AssumedApi assumed() {
        return assumed;
    }

    DumpFilesApi files() {
        return files;
    }

    URI at(String endpoint) {
        return endpoints.address(base, endpoint, Map.of());
    }

    URI at(String endpoint, String id) {
        return endpoints.address(base, endpoint, Map.of("id", id));
    }

    /** For calls that nobody promises: an app without them is no failure. */
    static <T> T offered(String operation, Supplier<T> call) {
        try {
            return call.get();
        } catch (RemoteFailure failure) {
            if (failure.isNotOffered()) {
                throw AutomationUnavailableException.of(operation, failure.title());
            }
            throw failure;
        }
    }
}
