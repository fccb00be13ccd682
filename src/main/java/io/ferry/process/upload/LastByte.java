package io.ferry.process.upload;

import io.ferry.migration.Claims.Claim;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Takes a claim when the last byte of a file has come. A store may take minutes to make an object of the parts: all bytes are
 * on record then, and no other Ferry may take the file for one that was left behind.
 */
final class LastByte extends FilterInputStream {
    private final Supplier<Optional<Claim>> claims;
    private long left;
    private Optional<Claim> claim = Optional.empty();

    /** @param left how many bytes are to come */
    LastByte(InputStream in, long left, Supplier<Optional<Claim>> claims) {
        super(in);
        this.left = left;
        this.claims = claims;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        come(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] block, int from, int length) throws IOException {
        int read = super.read(block, from, length);
        come(Math.max(read, 0));
        return read;
    }

    private void come(int bytes) {
        boolean before = left > 0;
        left -= bytes;
        if (before && left <= 0) {
            claim = claims.get();
        }
    }

    /**
     * Gives the claim to the caller, who closes it.
     *
     * @return empty if the last byte has not come, somebody else has the claim, or a caller got it before
     */
    Optional<Claim> takeClaim() {
        Optional<Claim> mine = claim;
        claim = Optional.empty();
        return mine;
    }
}
