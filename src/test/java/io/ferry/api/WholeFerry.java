package io.ferry.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole of Ferry's server with a management port of its own, and requests of whoever has the key for scripts. */
public final class WholeFerry implements AutoCloseable {
    private final io.ferry.access.WholeFerry ferry;

    private WholeFerry(io.ferry.access.WholeFerry ferry) {
        this.ferry = ferry;
    }

    /**
     * Starts it.
     *
     * @param home for its files
     * @param more settings, as on the command line
     */
    public static WholeFerry start(Path home, String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "--management.server.port=0",
                "--server.shutdown=immediate",
                "--camunda.client.worker.defaults.enabled=false",
                "--ferry.camunda.timeout=200ms",
                "--ferry.uploads.min-free-space=1MB"));
        settings.addAll(List.of(more));
        return new WholeFerry(new io.ferry.access.WholeFerry(home, settings.toArray(String[]::new)));
    }

    /** The address of a path of it. */
    public URI address(String path) {
        return ferry.at(path);
    }

    /** A request to a path of it, signed in with the key for scripts. */
    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path));
        signedIn().forEach(request::header);
        return request;
    }

    /** The header of whoever has the key for scripts, who has every role. */
    public Map<String, String> signedIn() {
        return Map.of("Authorization", "Bearer " + key());
    }

    /** The key for scripts. */
    public String key() {
        try {
            return ferry.scriptKey();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The path and query of a new link that signs in, once. */
    public String signInPath() {
        URI link = ferry.signInLink();
        return link.getPath() + "?" + link.getQuery();
    }

    /** Its port. */
    public int port() {
        return ferry.at("/").getPort();
    }

    /** The port at which it says whether it is well. */
    public int managementPort() {
        return server().getEnvironment().getRequiredProperty("local.management.port", Integer.class);
    }

    /** What it is made of. */
    public ConfigurableApplicationContext server() {
        return ferry.context();
    }

    /** A part of it. */
    public <T> T part(Class<T> type) {
        return server().getBean(type);
    }

    @Override
    public void close() {
        ferry.close();
    }
}
