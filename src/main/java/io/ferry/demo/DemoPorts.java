package io.ferry.demo;

import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where the demonstration's programs listen, all on loopback.
 *
 * @param ferry Ferry's port
 * @param management where Ferry says whether it is ready
 * @param sandbox the first of the sandbox's four ports: Jira Data Center, Jira Cloud, BigPicture in the cloud, control
 * @param engine the local engine's ports; nothing listens there when another Camunda is used
 */
record DemoPorts(int ferry, int management, int sandbox, EnginePorts engine) {
    private static final int SANDBOX_PORTS = 4;

    /** The ports that Ferry and the pretend sites need, for {@link Port#requireFree}. */
    List<Port> named() {
        Stream<Port> sites = IntStream.range(sandbox, sandbox + SANDBOX_PORTS)
                .mapToObj(number -> new Port(number, "the pretend sites", "--sandbox-port"));
        return Stream.concat(
                        Stream.of(
                                new Port(ferry, "Ferry", "--port"),
                                new Port(management, "Ferry's health (--port and 9)", "--port")),
                        sites)
                .toList();
    }

    URI ferryAddress() {
        return at(ferry);
    }

    URI managementAddress() {
        return at(management);
    }

    URI dataCenter() {
        return at(sandbox);
    }

    URI cloud() {
        return at(sandbox + 1);
    }

    URI bigPictureCloud() {
        return at(sandbox + 2);
    }

    URI sandboxControl() {
        return at(sandbox + 3);
    }

    private static URI at(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
