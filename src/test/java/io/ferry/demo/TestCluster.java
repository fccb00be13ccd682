package io.ferry.demo;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Camunda on which the end-to-end tests run instead of the local engine: {@code FERRY_TEST_CAMUNDA} names the base address
 * of its REST API, {@code FERRY_TEST_CAMUNDA_GRPC} its gRPC if it is not at port 26500 of the same host,
 * {@code FERRY_TEST_CAMUNDA_USER} and {@code FERRY_TEST_CAMUNDA_PASSWORD} who signs in, if somebody must.
 *
 * @param rest where its REST API is, without {@code /v2}
 * @param grpc where its gRPC is
 * @param user the user; null where nobody signs in
 * @param password the user's password
 */
public record TestCluster(URI rest, URI grpc, @Nullable String user, String password) {

    /** The one that the environment names; empty where the tests use the local engine. */
    public static Optional<TestCluster> named() {
        Map<String, String> environment = System.getenv();
        String rest = environment.getOrDefault("FERRY_TEST_CAMUNDA", "");
        if (rest.isBlank()) {
            return Optional.empty();
        }
        String grpc = environment.get("FERRY_TEST_CAMUNDA_GRPC");
        Cluster cluster = Cluster.running(URI.create(rest), grpc == null ? null : URI.create(grpc), null);
        return Optional.of(new TestCluster(
                cluster.rest(),
                cluster.grpc(),
                environment.get("FERRY_TEST_CAMUNDA_USER"),
                environment.getOrDefault("FERRY_TEST_CAMUNDA_PASSWORD", "")));
    }

    /** The same, as a demonstration takes it. */
    Cluster cluster() {
        return new Cluster(rest, grpc, user == null ? null : new Cluster.SignIn(user, password));
    }
}
