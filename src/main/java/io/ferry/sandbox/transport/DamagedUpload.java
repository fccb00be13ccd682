package io.ferry.sandbox.transport;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;

/** A request whose body arrives damaged, as if a proxy had cut it and closed it properly. */
final class DamagedUpload extends HttpServletRequestWrapper {
    private final Damage damage;

    DamagedUpload(HttpServletRequest request, Damage damage) {
        super(request);
        this.damage = damage;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return new Damaged(super.getInputStream(), damage);
    }

    private static final class Damaged extends ServletInputStream {
        private final ServletInputStream body;
        private final Damage damage;
        private long position;

        private Damaged(ServletInputStream body, Damage damage) {
            this.body = body;
            this.damage = damage;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 1 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = body.read(bytes, offset, length);
            if (count < 0) {
                return -1;
            }
            int arriving = damage.apply(position, bytes, offset, count);
            position += count;
            if (arriving == 0 && count > 0) {
                // The client still sends; what it sends is swallowed, so that it does not notice.
                body.transferTo(java.io.OutputStream.nullOutputStream());
                return -1;
            }
            return arriving;
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("The sandbox reads bodies in the request's own thread");
        }
    }
}
