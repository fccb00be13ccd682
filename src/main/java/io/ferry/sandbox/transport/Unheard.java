package io.ferry.sandbox.transport;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.PrintWriter;
import java.io.Writer;

/** A response that nobody will hear: the work is done, and the connection is gone. */
final class Unheard extends HttpServletResponseWrapper {

    Unheard(HttpServletResponse response) {
        super(response);
    }

    @Override
    public ServletOutputStream getOutputStream() {
        return new Nowhere();
    }

    @Override
    public PrintWriter getWriter() {
        return new PrintWriter(Writer.nullWriter());
    }

    @Override
    public void flushBuffer() {
        // Nothing may be committed, or the client would see a status.
    }

    private static final class Nowhere extends ServletOutputStream {
        @Override
        public void write(int value) {
            // Nobody hears it.
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException("The sandbox writes bodies in the request's own thread");
        }
    }
}
