package io.ferry.localcamunda;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The ports that the local Camunda listens on, all of them on 127.0.0.1.
 *
 * @param grpc Zeebe's gRPC, for Ferry's workers
 * @param zeebeRest Zeebe's REST interface
 * @param web Operate and Tasklist
 * @param openSearch OpenSearch's HTTP interface
 * @param brokerManagement health and metrics of the broker
 * @param webManagement health and metrics of Operate and Tasklist
 * @param brokerCommand from Zeebe's gateway to its broker
 * @param brokerInternal between brokers; there is one
 * @param webInternal the same of the gateway that the web applications bring along
 * @param openSearchTransport between OpenSearch nodes; there is one
 */
public record Ports(
        int grpc,
        int zeebeRest,
        int web,
        int openSearch,
        int brokerManagement,
        int webManagement,
        int brokerCommand,
        int brokerInternal,
        int webInternal,
        int openSearchTransport) {

    /** The ports that Camunda's and OpenSearch's documentation uses, as far as they do not collide. */
    public static final Ports DEFAULT = new Ports(26500, 8088, 8080, 9200, 9600, 9601, 26501, 26502, 26503, 9300);

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /**
     * @throws LocalCamundaException if a port is no port, or two are the same
     */
    public Ports {
        List<Integer> all = List.of(
                grpc,
                zeebeRest,
                web,
                openSearch,
                brokerManagement,
                webManagement,
                brokerCommand,
                brokerInternal,
                webInternal,
                openSearchTransport);
        Set<Integer> seen = new HashSet<>();
        for (int port : all) {
            if (port < 1 || port > 65535) {
                throw new LocalCamundaException(port + " is no port: give a number from 1 to 65535.");
            }
            if (!seen.add(port)) {
                throw new LocalCamundaException(
                        "Port " + port + " is given to two parts of the local Camunda: give each its own.");
            }
        }
    }

    /**
     * @return ports that nobody listened on a moment ago, for tests
     * @throws IOException if the system gives none
     */
    public static Ports free() throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                sockets.add(new ServerSocket(0, 1, LOOPBACK));
            }
            int[] free = sockets.stream()
                    .mapToInt(ServerSocket::getLocalPort)
                    .sorted()
                    .toArray();
            return new Ports(free[0], free[1], free[2], free[3], free[4], free[5], free[6], free[7], free[8], free[9]);
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    /**
     * @throws LocalCamundaException naming the first port that somebody listens on, and the option that chooses another
     */
    void requireFree() {
        for (Named port : named()) {
            if (isTaken(port.number())) {
                throw new LocalCamundaException("Port " + port.number() + " (" + port.use()
                        + ") is in use by another program. Stop that program, or choose another port with "
                        + port.option() + ".");
            }
        }
    }

    private List<Named> named() {
        return Arrays.asList(
                new Named(web, "Operate and Tasklist", "--web-port"),
                new Named(grpc, "Zeebe's gRPC", "--grpc-port"),
                new Named(zeebeRest, "Zeebe's REST", "--rest-port"),
                new Named(openSearch, "OpenSearch", "--opensearch-port"),
                new Named(brokerManagement, "health of the broker", "--broker-management-port"),
                new Named(webManagement, "health of Operate and Tasklist", "--web-management-port"),
                new Named(brokerCommand, "Zeebe's gateway to its broker", "--broker-command-port"),
                new Named(brokerInternal, "Zeebe's brokers among themselves", "--broker-internal-port"),
                new Named(webInternal, "the web applications' gateway", "--web-internal-port"),
                new Named(openSearchTransport, "OpenSearch's nodes among themselves", "--opensearch-transport-port"));
    }

    private static boolean isTaken(int port) {
        // Two questions: a program that listens on all interfaces lets some systems bind the loopback once more.
        try (Socket caller = new Socket()) {
            caller.connect(new InetSocketAddress(LOOPBACK, port), 500);
            return true;
        } catch (IOException nobodyAnswers) {
            try (ServerSocket listener = new ServerSocket()) {
                listener.setReuseAddress(true);
                listener.bind(new InetSocketAddress(LOOPBACK, port));
                return false;
            } catch (IOException taken) {
                return true;
            }
        }
    }

    private record Named(int number, String use, String option) {}
}
