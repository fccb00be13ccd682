package io.ferry.demo;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ferry.command.CommandFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortTest {
    @Test
    void shouldLetFreePortsPass() throws IOException {
        EnginePorts free = EnginePorts.free();

        assertThatCode(() -> Port.requireFree(free.named())).doesNotThrowAnyException();
    }

    @Test
    void shouldNameThePortInUseAndTheOptionThatChoosesAnother() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EnginePorts ports = new EnginePorts(EnginePorts.free().web(), other.getLocalPort());

            assertThatThrownBy(() -> Port.requireFree(ports.named()))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("port " + other.getLocalPort())
                    .hasMessageContaining("gRPC")
                    .hasMessageContaining("--grpc-port");
        }
    }

    @Test
    void shouldSeeAProgramThatListensOnAllInterfaces() throws IOException {
        try (ServerSocket other = new ServerSocket(0)) {
            List<Port> ports = List.of(new Port(other.getLocalPort(), "Ferry", "--port"));

            assertThatThrownBy(() -> Port.requireFree(ports)).hasMessageContaining("in use");
        }
    }

    @Test
    void shouldRefuseWhatIsNoPort() {
        assertThatThrownBy(() -> Port.requireFree(List.of(new Port(70_000, "Ferry", "--port"))))
                .hasMessageContaining("70000 is no port")
                .hasMessageContaining("--port");
    }

    @Test
    void shouldRefuseOnePortForTwoPrograms() throws IOException {
        int port = EnginePorts.free().web();

        assertThatThrownBy(() -> Port.requireFree(
                        List.of(new Port(port, "Ferry", "--port"), new Port(port, "the engine's gRPC", "--grpc-port"))))
                .hasMessageContaining("port " + port + " is meant for Ferry and for the engine's gRPC");
    }
}
