package io.ferry.sandbox.side;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.springframework.stereotype.Component;

/** Which port is which site. Ports are known only once Tomcat listens, because 0 asks for any free one. */
@Component
public class Sides {
    private final Map<Side, IntSupplier> ports = new EnumMap<>(Side.class);

    /**
     * Notes how to find a side's port.
     *
     * @param side the side
     * @param port gives the port that Tomcat listens on
     */
    public void register(Side side, IntSupplier port) {
        ports.put(side, port);
    }

    /**
     * Tells by which port a request came in.
     *
     * @param request the request
     * @return its side
     */
    public Side of(HttpServletRequest request) {
        int port = request.getLocalPort();
        return ports.entrySet().stream()
                .filter(entry -> entry.getValue().getAsInt() == port)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(Side.CONTROL);
    }

    /**
     * Tells the port of a side.
     *
     * @param side the side
     * @return the port that Tomcat listens on
     */
    public int port(Side side) {
        IntSupplier port = ports.get(side);
        if (port == null) {
            throw new IllegalStateException("The sandbox does not listen yet");
        }
        return port.getAsInt();
    }

    /**
     * Tells a site's address as a client on this computer sees it.
     *
     * @param side the side
     * @return such as {@code http://127.0.0.1:8181}
     */
    public URI address(Side side) {
        return URI.create("http://127.0.0.1:" + port(side));
    }

    /**
     * Tells a site's address as the client of a request sees it, so that links work through a container's port too.
     *
     * @param request the request
     * @return scheme, host and port that the client asked for
     */
    public static String addressSeenBy(HttpServletRequest request) {
        return request.getScheme() + "://" + request.getServerName() + ":" + request.getServerPort();
    }
}
