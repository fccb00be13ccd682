package io.ferry.demo;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The Camunda that a demonstration runs on: the local engine, or one that somebody else has started.
 *
 * @param rest the base address of the Orchestration Cluster REST API, without {@code /v2}; Operate and Tasklist are there too
 * @param grpc the address of its gRPC
 * @param signIn how to sign in by basic authentication; null where nobody needs to
 */
record Cluster(URI rest, URI grpc, @Nullable SignIn signIn) {
    private static final int USUAL_GRPC_PORT = 26500;

    /** Who signs in when the cluster wants no sign-in, or when nobody was named. */
    private static final String SOMEBODY = "demo";

    Cluster {
        rest = URI.create(rest.toString().replaceAll("(?<!/)/+$", ""));
    }

    /**
     * A user's name and password.
     *
     * @param user the user name
     * @param password the password; never written down, never on a command line
     */
    record SignIn(String user, String password) {
        @Override
        public String toString() {
            return user + ":***";
        }
    }

    /** The local engine, which knows the user demo. */
    static Cluster local(EnginePorts ports) {
        return new Cluster(ports.webAddress(), ports.grpcAddress(), new SignIn(SOMEBODY, SOMEBODY));
    }

    /**
     * One that is running already.
     *
     * @param rest where its REST API is, such as {@code http://localhost:8080}
     * @param grpc where its gRPC is; null for port 26500 of the same host
     */
    static Cluster running(URI rest, @Nullable URI grpc, @Nullable SignIn signIn) {
        URI usual = URI.create(rest.getScheme() + "://" + rest.getHost() + ":" + USUAL_GRPC_PORT);
        return new Cluster(rest, grpc == null ? usual : grpc, signIn);
    }

    URI tasklist() {
        return at("/tasklist");
    }

    URI operate() {
        return at("/operate");
    }

    /** An address beneath the base. */
    URI at(String path) {
        return URI.create(rest + path);
    }

    /** The name under which tasks are completed. */
    String user() {
        return signIn == null ? SOMEBODY : signIn.user();
    }

    /** The header {@code Authorization}, if somebody signs in. */
    Optional<String> authorization() {
        return Optional.ofNullable(signIn)
                .map(who -> "Basic "
                        + Base64.getEncoder()
                                .encodeToString((who.user() + ":" + who.password()).getBytes(StandardCharsets.UTF_8)));
    }

    /** Ferry's settings for this cluster, but for what is secret. */
    List<String> settings() {
        return List.of(
                "--camunda.client.mode=self-managed",
                "--camunda.client.rest-address=" + rest,
                "--camunda.client.grpc-address=" + grpc,
                "--camunda.client.auth.method=" + (signIn == null ? "none" : "basic"));
    }

    /** The rest of Ferry's settings, as environment variables: other programs see a command line, not these. */
    Map<String, String> environment() {
        return signIn == null
                ? Map.of()
                : new TreeMap<>(Map.of(
                        "CAMUNDA_CLIENT_AUTH_USERNAME", signIn.user(),
                        "CAMUNDA_CLIENT_AUTH_PASSWORD", signIn.password()));
    }
}
