package io.ferry.artifact;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** What channels that only read from a file have in common: a position that may be set to anything, and no way to write. */
abstract class ReadOnlyChannel implements SeekableByteChannel {
    final FileChannel file;
    long position;

    ReadOnlyChannel(FileChannel file) {
        this.file = file;
    }

    @Override
    public final long position() {
        return position;
    }

    @Override
    public final SeekableByteChannel position(long wanted) {
        position = wanted;
        return this;
    }

    @Override
    public final int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public final SeekableByteChannel truncate(long length) {
        throw new NonWritableChannelException();
    }

    @Override
    public final boolean isOpen() {
        return file.isOpen();
    }
}
