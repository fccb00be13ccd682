package io.ferry.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;

/**
 * What the local engine listens on, at 127.0.0.1 only.
 *
 * @param web its pages and Camunda's REST interface ({@code /v2})
 * @param grpc gRPC, for workers
 */
public record EnginePorts(int web, int grpc) {
    /** The ports that Camunda's own documentation uses. */
    public static final EnginePorts DEFAULT = new EnginePorts(8080, 26500);

    /**
     * Takes two ports that nobody listened on a moment ago, for tests.
     *
     * @return the ports
     * @throws IOException if the system gives none
     */
    public static EnginePorts free() throws IOException {
        try (ServerSocket web = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket grpc = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new EnginePorts(web.getLocalPort(), grpc.getLocalPort());
        }
    }

    /**
     * Where pages and the REST interface are.
     *
     * @return the address, without a slash at its end
     */
    public URI webAddress() {
        return URI.create("http://127.0.0.1:" + web);
    }

    /**
     * Where workers connect to.
     *
     * @return the address
     */
    public URI grpcAddress() {
        return URI.create("http://127.0.0.1:" + grpc);
    }

    /** Both ports, for {@link Port#requireFree}. */
    List<Port> named() {
        return List.of(
                new Port(web, "the engine's pages and REST interface", "--web-port"),
                new Port(grpc, "the engine's gRPC", "--grpc-port"));
    }
}
