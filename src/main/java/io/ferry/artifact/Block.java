package io.ferry.artifact;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a sender has sent next: the network gives a few kilobytes at a time, and who writes wants more.
 *
 * @param bytes how much is in the block
 * @param ended whether the sender sends no more
 * @param brokenOff what broke the sender off; null if nothing did
 */
record Block(int bytes, boolean ended, @Nullable IOException brokenOff) {
    static final int SIZE = 256 * 1024;

    /** Fills a block as far as the sender does, and no further than so many bytes. */
    static Block fill(byte[] block, InputStream in, long most) {
        int filled = 0;
        while (filled < block.length && filled < most) {
            try {
                int read = in.read(block, filled, (int) Math.min(block.length - filled, most - filled));
                if (read < 0) {
                    return new Block(filled, true, null);
                }
                filled += read;
            } catch (IOException e) {
                return new Block(filled, true, e);
            }
        }
        return new Block(filled, false, null);
    }
}
