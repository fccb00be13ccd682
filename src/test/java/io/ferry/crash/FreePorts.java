package io.ferry.crash;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;

/** Ports beneath those that the system hands out: a port must still be free when its program comes back. */
public final class FreePorts {
    private final Random random = new Random();

    /** One on which nobody listens just now. */
    public int next() {
        while (true) {
            int port = random.nextInt(12_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // The next one, then.
            }
        }
    }
}
