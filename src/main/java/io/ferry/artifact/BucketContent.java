package io.ferry.artifact;

import io.ferry.base.FileContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/**
 * The content of an object, read piece by piece. Whoever reads on gets larger pieces, so that a look at a file's ends stays small
 * and a long stream needs few requests. Nothing is open between two pieces, so nothing can stand still unnoticed.
 */
record BucketContent(Bucket bucket, String object, String name, long size) implements FileContent {
    private static final int SMALLEST = 64 * 1024;
    private static final int LARGEST = 8 << 20;

    @Override
    public SeekableByteChannel open() {
        return new Pieces();
    }

    private final class Pieces implements SeekableByteChannel {
        private long position;
        private long pieceAt;
        private byte[] piece = new byte[0];
        private boolean open = true;

        @Override
        public int read(ByteBuffer to) throws IOException {
            if (!open) {
                throw new ClosedChannelException();
            }
            if (position >= size) {
                return -1;
            }
            if (position < pieceAt || position >= pieceAt + piece.length) {
                boolean readsOn = position == pieceAt + piece.length && piece.length > 0;
                long wanted = readsOn ? Math.min(LARGEST, piece.length * 4L) : SMALLEST;
                piece = bucket.read(object, position, (int) Math.min(wanted, size - position));
                pieceAt = position;
                if (piece.length == 0) {
                    throw new IOException("The bucket's object ends before its size.");
                }
            }
            int from = (int) (position - pieceAt);
            int some = Math.min(to.remaining(), piece.length - from);
            to.put(piece, from, some);
            position += some;
            return some;
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public SeekableByteChannel position(long wanted) {
            position = wanted;
            return this;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public int write(ByteBuffer from) {
            throw new NonWritableChannelException();
        }

        @Override
        public SeekableByteChannel truncate(long length) {
            throw new NonWritableChannelException();
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            open = false;
            piece = new byte[0];
        }
    }
}
