package io.ferry.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code ferry engine} with the real engine, through what happens to it in a day. */
@Tag("camunda")
class EngineEndToEndTest {
    @TempDir
    Path logs;

    @BeforeEach
    void needsTheLocalEngine() {
        TestCamunda.mustBeTheLocalEngine();
    }

    @Test
    void shouldStartSayHowItIsStopAndLeaveNothingBehind() throws Exception {
        EnginePorts ports = EnginePorts.free();
        try {
            // when it starts
            Said start = run("start", ports);

            // then it says where it is and how to sign in, and is ready, for this computer alone
            assertThat(start.exit()).as(start.text()).isZero();
            assertThat(start.text())
                    .contains(ports.webAddress() + "/tasklist")
                    .contains(ports.webAddress() + "/operate")
                    .contains(ports.grpcAddress().toString())
                    .contains("demo")
                    .contains("approver")
                    .contains("keeps nothing when it stops");
            assertThat(get(ports, "/v2/status")).isEqualTo(204);
            assertThat(get(ports, "/v2/topology")).as("without a sign-in").isEqualTo(401);
            assertThat(answersFromOutside(ports.web())).isFalse();
            assertThat(answersFromOutside(ports.grpc())).isFalse();
            assertThat(ClusterCheck.obstacle(Cluster.local(ports))).isEmpty();

            // and says the same when asked, without being told the ports
            Said status = run("status", null);
            assertThat(status.exit()).isZero();
            assertThat(status.text())
                    .contains("ready")
                    .contains(ports.webAddress().toString());

            // when somebody starts it again
            Said again = run("start", EnginePorts.free());
            assertThat(again.exit()).isEqualTo(1);
            assertThat(again.text()).contains("running already");

            // when it is killed, then the status says so, and it can be started again
            ProcessHandle process = process();
            process.destroyForcibly();
            process.onExit().join();
            assertThat(run("status", null).exit()).isEqualTo(3);
            assertThat(run("start", ports).exit()).isZero();
        } finally {
            // when it stops, then nothing is left
            ProcessHandle process = process();
            Said stop = run("stop", null);
            assertThat(stop.exit()).isZero();
            assertThat(process.isAlive()).isFalse();
            assertThatCode(() -> Port.requireFree(ports.named())).doesNotThrowAnyException();
            assertThat(run("status", null).exit()).isEqualTo(3);
        }
    }

    @Test
    void shouldNameAPortInUseBeforeAnythingStarts() throws Exception {
        EnginePorts free = EnginePorts.free();
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Said start = run("start", new EnginePorts(other.getLocalPort(), free.grpc()));

            assertThat(start.exit()).isEqualTo(1);
            assertThat(start.text())
                    .startsWith("ferry: port " + other.getLocalPort())
                    .contains("--web-port")
                    .doesNotContain("Exception");
            assertThat(Program.leftIn(logs)).isEmpty();
            assertThat(logs.resolve("engine.log")).doesNotExist();
        }
    }

    private record Said(int exit, String text) {}

    private Said run(String command, @org.jspecify.annotations.Nullable EnginePorts ports) {
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said);
        List<String> arguments = new ArrayList<>(List.of(command, "--log-folder", logs.toString()));
        if (ports != null) {
            arguments.addAll(
                    List.of("--web-port", String.valueOf(ports.web()), "--grpc-port", String.valueOf(ports.grpc())));
        }
        int exit = new CommandLine(new EngineCommand())
                .setOut(writer)
                .setErr(writer)
                .execute(arguments.toArray(String[]::new));
        return new Said(exit, said.toString());
    }

    private ProcessHandle process() throws IOException {
        return ProcessHandle.of(Program.leftIn(logs).getFirst().pid()).orElseThrow();
    }

    private static int get(EnginePorts ports, String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create(ports.webAddress() + path))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
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
