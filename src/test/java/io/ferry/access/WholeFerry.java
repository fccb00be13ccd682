package io.ferry.access;

import io.ferry.FerryServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole server with its own configuration, on a free port and a database in memory. No Camunda answers it. */
public final class WholeFerry implements AutoCloseable {
    private final ConfigurableApplicationContext context;
    private final Path home;

    /**
     * Starts it.
     *
     * @param home becomes {@code ferry.home}
     * @param settings more of application.yaml, as {@code --name=value}; of two with the same name the last one counts
     */
    public WholeFerry(Path home, String... settings) {
        this.home = home;
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--camunda.client.rest-address=http://127.0.0.1:1",
                "--camunda.client.grpc-address=http://127.0.0.1:1",
                // The client was seen to hang when it closes streams that nobody answers.
                "--camunda.client.worker.defaults.stream-enabled=false",
                "--spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
                "--management.endpoint.health.validate-group-membership=false",
                "--ferry.home=" + home,
                "--ferry.public-url=http://127.0.0.1:8090"));
        arguments.addAll(List.of(settings));
        Map<String, String> byName = new LinkedHashMap<>();
        arguments.forEach(argument -> byName.put(argument.split("=", 2)[0], argument));
        this.context = new SpringApplicationBuilder(FerryServer.class)
                .run(byName.values().toArray(String[]::new));
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    /** Where a path of it is. */
    public URI at(String path) {
        return URI.create(
                "http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.server.port") + path);
    }

    /** The key for scripts. */
    public String scriptKey() throws IOException {
        return Files.readString(home.resolve(ScriptKey.FILE)).strip();
    }

    /** A new link that signs in, at the port where this server is. */
    public URI signInLink() {
        URI link = context.getBean(SignInLinks.class).next();
        return at(link.getPath() + "?" + link.getQuery());
    }

    /** Sends a request without a body. */
    public HttpResponse<String> send(HttpClient http, String method, String path, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(at(path)).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        context.close();
    }
}
