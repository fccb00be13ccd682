package io.ferry.artifact;

import io.ferry.base.OwnerOnly;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * A part of a file until the bucket has it, on this computer's disk and not in its memory, so that many files at once need no
 * more memory than one. It is gone when it is closed, or with Ferry's end.
 */
final class Spool implements Closeable {
    private final FileChannel file;
    private final MessageDigest md5 = Md5s.start();
    private long size;

    /** @param folder where it stands; made if it is not there */
    Spool(Path folder) throws IOException {
        Path path = Files.createTempFile(OwnerOnly.folder(folder), "part-to-send-", "");
        OwnerOnly.close(path);
        file = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    void write(byte[] block, int from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(block, from, length);
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        md5.update(block, from, length);
        size += length;
    }

    long size() {
        return size;
    }

    byte[] md5() {
        try {
            return ((MessageDigest) md5.clone()).digest();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's MD5 can be copied.", e);
        }
    }

    /** What is in it, from its beginning; as often as somebody asks. */
    InputStream stream() {
        return new InputStream() {
            private long at;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] block, int from, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                int read = file.read(ByteBuffer.wrap(block, from, length), at);
                at += Math.max(read, 0);
                return read;
            }

            @Override
            public int available() {
                return (int) Math.min(Integer.MAX_VALUE, Math.max(0, size - at));
            }
        };
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
