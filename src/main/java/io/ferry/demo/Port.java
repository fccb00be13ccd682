package io.ferry.demo;

import io.ferry.command.CommandFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A port that a program is going to listen on.
 *
 * @param number its number
 * @param use what listens there, for messages
 * @param option the option of the command that chooses another one
 */
record Port(int number, String use, String option) {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int PATIENCE_MILLIS = 500;

    /**
     * Looks before anything is started.
     *
     * @param ports all ports of a command
     * @throws CommandFailure naming the first that is no port, that is given to two programs, or that somebody listens on,
     *     and the option that chooses another
     */
    static void requireFree(List<Port> ports) {
        Map<Integer, Port> seen = new HashMap<>();
        for (Port port : ports) {
            if (port.number < 1 || port.number > 65535) {
                throw new CommandFailure(
                        port.number + " is no port: give " + port.option + " a number from 1 to 65535.");
            }
            Port other = seen.put(port.number, port);
            if (other != null) {
                throw new CommandFailure("port " + port.number + " is meant for " + other.use + " and for " + port.use
                        + ". Choose another one with " + port.option + ".");
            }
            if (isTaken(port.number)) {
                throw new CommandFailure("port " + port.number + " (" + port.use
                        + ") is in use by another program. Stop that program, or choose another port with "
                        + port.option + ".");
            }
        }
    }

    private static boolean isTaken(int port) {
        // Two questions: a program that listens on all interfaces lets some systems bind the loopback once more.
        try (Socket caller = new Socket()) {
            caller.connect(new InetSocketAddress(LOOPBACK, port), PATIENCE_MILLIS);
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
}
