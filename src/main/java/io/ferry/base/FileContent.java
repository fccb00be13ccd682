package io.ferry.base;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** What is in a file, for reading, wherever and however it is stored: also encrypted. */
public interface FileContent {

    /** The file's name, for messages; without folders. */
    String name();

    /**
     * Opens it at its first byte. Its size and positions are those of the content, not of the disk.
     *
     * @throws IOException if it cannot be read; the message says why
     */
    SeekableByteChannel open() throws IOException;

    /** How many bytes it has. */
    default long size() throws IOException {
        try (SeekableByteChannel channel = open()) {
            return channel.size();
        }
    }

    /** Opens it as a stream. */
    default InputStream stream() throws IOException {
        return Channels.newInputStream(open());
    }

    /** The content of a file as it is on the disk. */
    static FileContent of(Path file) {
        return new OnDisk(file);
    }

    /**
     * Reads some bytes.
     *
     * @return {@code length} bytes from this position; fewer only where the content ends
     */
    static byte[] bytes(SeekableByteChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        channel.position(position);
        while (buffer.hasRemaining() && channel.read(buffer) > 0) {
            // read on until the buffer is full or the content ends
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /**
     * A file that is stored as it is.
     *
     * @param path where it is
     */
    record OnDisk(Path path) implements FileContent {
        @Override
        public String name() {
            return String.valueOf(path.getFileName());
        }

        @Override
        public SeekableByteChannel open() throws IOException {
            return FileChannel.open(path, StandardOpenOption.READ);
        }
    }
}
