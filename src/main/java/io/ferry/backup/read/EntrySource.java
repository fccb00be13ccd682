package io.ferry.backup.read;

import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The bytes of an entry, inflated or as they stand. */
sealed interface EntrySource extends AutoCloseable {
    /** Reads some bytes, at most so many, into the buffer from that index on; 0 at the end. */
    int read(byte[] buffer, int from, int most) throws IOException;

    /** Whether all of the entry was read. */
    boolean isWhole();

    /** Whether the compressed bytes make no sense. */
    boolean isDamaged();

    @Override
    void close();

    /** Gives an inflater more bytes of the file; false where there are none before the bound. */
    static boolean feed(HashedFile file, Inflater inflater, long bound) throws IOException {
        if (file.position() >= bound || !file.fill()) {
            return false;
        }
        int length = (int) Math.min(file.available(), bound - file.position());
        inflater.setInput(file.block(), file.next(), length);
        file.advance(length);
        return true;
    }

    /** Deflated bytes. */
    final class Inflated implements EntrySource {
        private final HashedFile file;
        private final Inflater inflater = new Inflater(true);
        private final long bound;
        private boolean damaged;

        /**
         * @param file stands at the first byte of the entry
         * @param bound where the entry must end
         */
        Inflated(HashedFile file, long bound) {
            this.file = file;
            this.bound = bound;
        }

        @Override
        public int read(byte[] buffer, int from, int most) throws IOException {
            try {
                while (!inflater.finished() && !damaged) {
                    if (inflater.needsInput() && !feed(file, inflater, bound)) {
                        return 0;
                    }
                    int got = inflater.inflate(buffer, from, most);
                    if (got > 0) {
                        return got;
                    }
                    damaged = !inflater.finished() && !inflater.needsInput();
                }
                if (inflater.getRemaining() > 0) {
                    file.advance(-inflater.getRemaining());
                    inflater.setInput(new byte[0]);
                }
            } catch (DataFormatException e) {
                damaged = true;
            }
            return 0;
        }

        @Override
        public boolean isWhole() {
            return inflater.finished();
        }

        @Override
        public boolean isDamaged() {
            return damaged;
        }

        @Override
        public void close() {
            inflater.end();
        }
    }

    /** Bytes that were stored without compression. */
    final class Copied implements EntrySource {
        private final HashedFile file;
        private final long end;

        Copied(HashedFile file, long end) {
            this.file = file;
            this.end = end;
        }

        @Override
        public int read(byte[] buffer, int from, int most) throws IOException {
            if (file.position() >= end || !file.fill()) {
                return 0;
            }
            int length = (int) Math.min(Math.min(file.available(), end - file.position()), most);
            System.arraycopy(file.block(), file.next(), buffer, from, length);
            file.advance(length);
            return length;
        }

        @Override
        public boolean isWhole() {
            return file.position() >= end && end != Long.MAX_VALUE;
        }

        @Override
        public boolean isDamaged() {
            return false;
        }

        @Override
        public void close() {
            // nothing to free
        }
    }
}
