package io.ferry.backup.read;

import io.ferry.base.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** Reads a file from its beginning to its end, once, and hashes every byte on the way. */
final class HashedFile {
    private final SeekableByteChannel channel;
    private final MessageDigest digest;
    private final byte[] block = new byte[1 << 16];
    private long blockStart;
    private int next;
    private int end;

    HashedFile(SeekableByteChannel channel) {
        this.channel = channel;
        this.digest = Sha256.start();
    }

    long position() {
        return blockStart + next;
    }

    byte[] block() {
        return block;
    }

    int next() {
        return next;
    }

    /** Makes at least one byte available; false at the end of the file. */
    boolean fill() throws IOException {
        if (next < end) {
            return true;
        }
        blockStart += end;
        next = 0;
        end = Math.max(0, channel.position(blockStart).read(ByteBuffer.wrap(block)));
        digest.update(block, 0, end);
        return end > 0;
    }

    int available() {
        return end - next;
    }

    void advance(int bytes) {
        next += bytes;
    }

    boolean skipTo(long position) throws IOException {
        while (position() < position) {
            if (!fill()) {
                return false;
            }
            advance((int) Math.min(available(), position - position()));
        }
        return true;
    }

    /** Reads that many bytes; fewer only at the end of the file. */
    byte[] read(int bytes) throws IOException {
        byte[] read = new byte[bytes];
        int got = 0;
        while (got < bytes && fill()) {
            int some = Math.min(available(), bytes - got);
            System.arraycopy(block, next, read, got, some);
            advance(some);
            got += some;
        }
        return got == bytes ? read : Arrays.copyOf(read, got);
    }

    String hashOfAll() throws IOException {
        skipTo(Long.MAX_VALUE);
        return HexFormat.of().formatHex(digest.digest());
    }
}
