package io.ferry.api;

import io.ferry.FerryServer;
import io.ferry.fixtures.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole of Ferry's server with its own configuration, on free ports and a database in memory; no Camunda answers it. */
public final class WholeFerry implements AutoCloseable {
    private final Path home;
    private final ConfigurableApplicationContext server;

    private WholeFerry(Path home, ConfigurableApplicationContext server) {
        this.home = home;
        this.server = server;
    }

    /**
     * Starts it.
     *
     * @param home for its files
     * @param more settings, as on the command line
     */
    public static WholeFerry start(Path home, String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "--server.port=0",
                "--management.server.port=0",
                "--server.shutdown=immediate",
                "--spring.datasource.url=" + TestDatabase.H2.newUrl(),
                // Nobody listens there.
                "--camunda.client.rest-address=http://127.0.0.1:1",
                "--camunda.client.grpc-address=http://127.0.0.1:1",
                // With nobody to answer its streams, the client would hang in closing them.
                "--camunda.client.worker.defaults.enabled=false",
                "--ferry.camunda.timeout=200ms",
                "--ferry.uploads.min-free-space=1MB",
                "--ferry.home=" + home));
        settings.addAll(List.of(more));
        return new WholeFerry(
                home, new SpringApplicationBuilder(FerryServer.class).run(settings.toArray(String[]::new)));
    }

    /** The address of a path of it. */
    public URI address(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** A request to a path of it, with the key for scripts where there is one. */
    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path));
        Path key = home.resolve("script-key");
        try {
            return Files.exists(key)
                    ? request.header(
                            "Authorization", "Bearer " + Files.readString(key).strip())
                    : request;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its port. */
    public int port() {
        return server.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    /** The port at which it says whether it is well. */
    public int managementPort() {
        return server.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
    }

    /** What it is made of. */
    public ConfigurableApplicationContext server() {
        return server;
    }

    /** A part of it. */
    public <T> T part(Class<T> type) {
        return server.getBean(type);
    }

    @Override
    public void close() {
        server.close();
    }
}
