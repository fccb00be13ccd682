package io.ferry.artifact;

import io.ferry.remote.Destination;
import java.io.IOException;
import java.io.OutputStream;

/** A file that Ferry downloads into the store, as far as it has come. */
public abstract class DownloadedFile extends OutputStream implements Destination {

    @Override
    public abstract void write(byte[] block, int from, int length) throws IOException;

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }
}
