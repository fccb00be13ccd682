package io.ferry.localcamunda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts the real thing, once, and puts it through what happens to it in a day. */
@Tag("camunda")
class LocalCamundaEndToEndTest {
    private static final Path UDP_SOCKETS = Path.of("/proc/net/udp");

    /** 127.0.0.1, also at the end of an IPv4 address within IPv6. */
    private static final String LOOPBACK = "0100007F";

    @TempDir
    Path data;

    @Test
    void shouldStartSurviveAKilledBrokerStartAgainAndLeaveNothingBehind() throws Exception {
        Distribution distribution = Distribution.of(System.getenv());
        assumeTrue(
                distribution.isSetUp(),
                "The local Camunda is not set up; \"bash src/localcamunda/setup.sh\" does that. Skipped.");
        Ports ports = Ports.free();
        LocalCamunda camunda = new LocalCamunda(distribution, data, ports);
        try {
            // when it starts
            camunda.start();

            // then all is well, for this computer alone
            assertThat(camunda.status()).hasSize(3).allMatch(LocalCamunda.State::ready);
            assertThat(get(camunda.webAddress().resolve("/tasklist"))).isEqualTo(200);
            assertThat(get(camunda.webAddress().resolve("/operate"))).isEqualTo(200);
            assertThat(get(camunda.restAddress().resolve("/v2/topology"))).isEqualTo(200);
            assertThat(taskOfAWholeSecond(ports.openSearch()))
                    .as("what Tasklist writes of a task that was made in a whole second")
                    .isEqualTo(201);
            for (int port : List.of(
                    ports.grpc(),
                    ports.zeebeRest(),
                    ports.web(),
                    ports.openSearch(),
                    ports.brokerManagement(),
                    ports.webManagement(),
                    ports.brokerCommand(),
                    ports.brokerInternal(),
                    ports.webInternal(),
                    ports.openSearchTransport())) {
                assertThat(answersFromOutside(port)).as("port %d", port).isFalse();
            }
            if (Files.exists(UDP_SOCKETS)) {
                assertThat(udpAddresses(ports.brokerInternal(), ports.webInternal()))
                        .as("where members of a cluster greet each other")
                        .hasSize(2)
                        .allMatch(address -> address.endsWith(LOOPBACK));
            }

            // when the broker is killed, then the status says so
            List<LocalCamunda.State> before = camunda.status();
            ProcessHandle broker =
                    ProcessHandle.of(before.get(Program.BROKER.ordinal()).pid()).orElseThrow();
            broker.destroyForcibly();
            broker.onExit().join();
            assertThat(camunda.status().get(Program.BROKER.ordinal()).isRunning())
                    .isFalse();

            // when somebody starts it again, then the rest makes way and all of it is well again
            camunda.start();
            assertThat(camunda.status()).allMatch(LocalCamunda.State::ready);
            assertThat(ProcessHandle.of(before.get(Program.WEB.ordinal()).pid()))
                    .isEmpty();
        } finally {
            // when it stops, then nothing is left
            List<LocalCamunda.State> last = camunda.status();
            assertThat(camunda.stop()).isTrue();
            assertThat(last).allMatch(state -> ProcessHandle.of(state.pid()).isEmpty());
            ports.requireFree();
        }
    }

    /** The addresses that UDP sockets with these ports listen at, in the kernel's notation. */
    private static List<String> udpAddresses(int... ports) throws IOException {
        List<String> wanted = IntStream.of(ports).mapToObj("%04X"::formatted).toList();
        List<String> found = new ArrayList<>();
        for (Path sockets : List.of(UDP_SOCKETS, Path.of("/proc/net/udp6"))) {
            for (String line : Files.exists(sockets) ? Files.readAllLines(sockets) : List.<String>of()) {
                String[] local = line.strip().split("\\s+", -1)[1].split(":", -1);
                if (local.length == 2 && wanted.contains(local[1])) {
                    found.add(local[0]);
                }
            }
        }
        return found;
    }

    private static int taskOfAWholeSecond(int openSearch) throws IOException, InterruptedException {
        URI index = URI.create("http://127.0.0.1:" + openSearch + "/tasklist-list-view-8.6.0_/_doc?routing=1");
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(index)
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(
                                            "{\"creationTime\":\"2026-11-27T13:57:42Z\"}"))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static int get(URI address) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static boolean answersFromOutside(int port) throws IOException {
        for (InetAddress address : NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .toList()) {
            try (Socket caller = new Socket()) {
                caller.connect(new InetSocketAddress(address, port), 500);
                return true;
            } catch (IOException refused) {
                // As it should be.
            }
        }
        return false;
    }
}
