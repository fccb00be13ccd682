package io.ferry.localcamunda;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void shouldFindFreePorts() throws IOException {
        assertThatCode(Ports.free()::requireFree).doesNotThrowAnyException();
    }

    @Test
    void shouldNameThePortInUseAndTheOptionThatChoosesAnother() throws IOException {
        // given
        Ports free = Ports.free();
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ports ports = withGrpc(free, other.getLocalPort());

            // when, then
            assertThatThrownBy(ports::requireFree)
                    .isInstanceOf(LocalCamundaException.class)
                    .hasMessageContaining("Port " + other.getLocalPort())
                    .hasMessageContaining("Zeebe's gRPC")
                    .hasMessageContaining("--grpc-port");
        }
    }

    @Test
    void shouldSeeAProgramThatListensOnAllInterfaces() throws IOException {
        // given
        Ports free = Ports.free();
        try (ServerSocket other = new ServerSocket(0)) {
            // when, then
            assertThatThrownBy(withGrpc(free, other.getLocalPort())::requireFree)
                    .hasMessageContaining("Port " + other.getLocalPort());
        }
    }

    @Test
    void shouldRefuseWhatIsNoPort() throws IOException {
        Ports free = Ports.free();

        assertThatThrownBy(() -> withGrpc(free, 70000)).hasMessageContaining("70000 is no port");
    }

    @Test
    void shouldRefuseOnePortForTwoUses() throws IOException {
        Ports free = Ports.free();

        assertThatThrownBy(() -> withGrpc(free, free.web())).hasMessageContaining("Port " + free.web());
    }

    private static Ports withGrpc(Ports ports, int grpc) {
        return new Ports(
                grpc,
                ports.zeebeRest(),
                ports.web(),
                ports.openSearch(),
                ports.brokerManagement(),
                ports.webManagement(),
                ports.brokerCommand(),
                ports.brokerInternal(),
                ports.webInternal(),
                ports.openSearchTransport());
    }
}
