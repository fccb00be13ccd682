package io.ferry.sandbox.transport;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** A response whose body leaves damaged. Where the shorter length is not declared, the connection ends too early. */
final class DamagedDownload extends HttpServletResponseWrapper {
    private final LongFunction<Damage> damageOfLength;
    private final boolean declared;
    private final Runnable drop;
    private Damage damage = new Damage(Long.MAX_VALUE, -1);
    private boolean damaged;
    private @Nullable ServletOutputStream out;

    /**
     * @param declared whether the shorter length is declared
     * @param drop asks for the end of the connection as soon as the response is over
     */
    DamagedDownload(
            HttpServletResponse response, LongFunction<Damage> damageOfLength, boolean declared, Runnable drop) {
        super(response);
        this.drop = drop;
        this.damageOfLength = damageOfLength;
        this.declared = declared;
    }

    @Override
    public void setContentLengthLong(long length) {
        if (!damaged) {
            // Spring sets the length twice, the second time as it found it after the first.
            damaged = true;
            damage = damageOfLength.apply(length);
            super.setContentLengthLong(declared ? Math.min(length, damage.end()) : length);
        }
    }

    @Override
    public void setContentLength(int length) {
        setContentLengthLong(length);
    }

    @Override
    public void setHeader(String name, String value) {
        if (name.equalsIgnoreCase("Content-Length")) {
            setContentLengthLong(Long.parseLong(value));
        } else {
            super.setHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, String value) {
        if (name.equalsIgnoreCase("Content-Length")) {
            setContentLengthLong(Long.parseLong(value));
        } else {
            super.addHeader(name, value);
        }
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        if (out == null) {
            out = new Damaged(super.getOutputStream());
        }
        return out;
    }

    private final class Damaged extends ServletOutputStream {
        private final ServletOutputStream body;
        private long position;

        private Damaged(ServletOutputStream body) {
            this.body = body;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            byte[] copy = new byte[length];
            System.arraycopy(bytes, offset, copy, 0, length);
            int leaving = damage.apply(position, copy, 0, length);
            position += length;
            body.write(copy, 0, leaving);
            if (leaving < length && !declared) {
                body.flush();
                // Spring ignores what is thrown while it writes a file: without this the client would wait for the
                // rest.
                drop.run();
                throw new IOException("cut on demand");
            }
        }

        @Override
        public void flush() throws IOException {
            body.flush();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException("The sandbox writes bodies in the request's own thread");
        }
    }
}
