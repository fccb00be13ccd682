package io.ferry.process.engine;

import static org.mockito.Mockito.mock;

import io.camunda.client.CamundaClient;
import io.camunda.client.CredentialsProvider;
import io.camunda.client.spring.properties.CamundaClientProperties;
import io.ferry.localengine.LocalEngine;
import io.ferry.migration.Migrations;
import io.ferry.process.model.ProcessVariables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The local engine in the memory of a test, with clients and with what Ferry builds on them. */
public final class LocalCluster implements AutoCloseable {
    /** The user whom the local engine lets in. */
    static final String USER = "demo";

    private final LocalEngine engine;
    private final List<CamundaClient> clients = new ArrayList<>();

    private LocalCluster(LocalEngine engine) {
        this.engine = engine;
    }

    /** Starts one at free ports. */
    public static LocalCluster start() {
        return start(0, 0, Duration.ZERO);
    }

    /** Starts one at free ports whose searches are so late. */
    static LocalCluster startWithSearchesLateBy(Duration lateness) {
        return start(0, 0, lateness);
    }

    static LocalCluster start(int grpcPort, int webPort, Duration lateness) {
        try {
            return new LocalCluster(LocalEngine.start(grpcPort, webPort, Path.of("target"), lateness));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The settings by which a whole Ferry works on this cluster, its workers included, followed by more. */
    public String[] ferryWith(String... more) {
        return Stream.concat(
                        Stream.of(
                                "--camunda.client.rest-address=http://127.0.0.1:" + webPort(),
                                "--camunda.client.grpc-address=http://127.0.0.1:" + grpcPort(),
                                "--camunda.client.worker.defaults.enabled=true",
                                "--camunda.client.auth.method=basic",
                                "--camunda.client.auth.username=demo",
                                "--camunda.client.auth.password=demo",
                                "--ferry.camunda.timeout=10s"),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    /** Speaks gRPC where the client does by default. */
    public CamundaClient client() {
        return client(false);
    }

    CamundaClient client(boolean restOnly) {
        CamundaClient client = client(engine.grpcPort(), engine.webPort(), restOnly);
        clients.add(client);
        return client;
    }

    static CamundaClient client(int grpcPort, int webPort, boolean restOnly) {
        return CamundaClient.newClientBuilder()
                .grpcAddress(URI.create("http://127.0.0.1:" + grpcPort))
                .restAddress(URI.create("http://127.0.0.1:" + webPort))
                .preferRestOverGrpc(restOnly)
                .credentialsProvider(CredentialsProvider.newBasicAuthCredentialsProviderBuilder()
                        .username(USER)
                        .password(USER)
                        .build())
                .defaultRequestTimeout(Duration.ofMinutes(1))
                .build();
    }

    public int grpcPort() {
        return engine.grpcPort();
    }

    public int webPort() {
        return engine.webPort();
    }

    String address() {
        return "http://127.0.0.1:" + engine.webPort();
    }

    public WaitingTasks waitingTasks() {
        return new WaitingTasks(new CamundaSearch(client(), settings()), links(address()));
    }

    /** Ferry's engine on it, for what needs neither models nor facts. */
    public ProcessEngine processEngine() {
        return new ProcessEngine(
                client(), mock(), new ProcessVariables("http://ferry", "FERRY"), mock(), ProcessTraces.off());
    }

    Incidents incidents() {
        return new Incidents(new CamundaSearch(client(), settings()), links(address()));
    }

    StartedInCamunda startedInCamunda(Migrations migrations, Clock clock) {
        return new StartedInCamunda(
                new CamundaSearch(client(), settings()), migrations, waitingTasks(), incidents(), clock);
    }

    static CamundaLinks links(String restAddress) {
        CamundaClientProperties client = new CamundaClientProperties();
        client.setRestAddress(URI.create(restAddress));
        return new CamundaLinks(settings(), client);
    }

    /** Ferry's settings with short pauses. */
    static CamundaProperties settings() {
        return new CamundaProperties(null, null, Duration.ofSeconds(5), Duration.ofMillis(100), null);
    }

    @Override
    public void close() {
        clients.forEach(CamundaClient::close);
        engine.close();
    }
}
