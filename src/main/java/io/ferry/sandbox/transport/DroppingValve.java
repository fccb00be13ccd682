package io.ferry.sandbox.transport;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/** Ends the connection of a request that {@link FaultFilter} has marked: a servlet filter cannot reach the socket. */
public final class DroppingValve extends ValveBase {
    static final String DROP = DroppingValve.class.getName();

    /** Makes the valve. */
    public DroppingValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (request.getAttribute(DROP) != null) {
            response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, new IOException("dropped on demand"));
        }
    }
}
