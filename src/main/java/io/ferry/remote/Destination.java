package io.ferry.remote;

import io.ferry.base.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Where a download goes, and what an earlier download left there. It is gone on with only where the site says that its content
 * is still the same; else the content comes anew.
 */
public interface Destination {
    /** How many bytes are there. */
    long bytes();

    /** The SHA-256 of what is there, 64 lower-case hexadecimal digits. */
    String sha256();

    /** The strong ETag of the content to which belongs what is there; null if that cannot be gone on with later. */
    @Nullable
    String version();

    /**
     * Throws away what is there: content comes from its beginning.
     *
     * @param version its strong ETag, if the site offers ranges of it; else null
     */
    void begin(@Nullable String version) throws IOException;

    /** Whether {@link #begin} can throw away what is there. */
    default boolean canBeginAnew() {
        return true;
    }

    /**
     * The site says how long the whole is, before its content comes.
     *
     * @throws RuntimeException if there is no room for it
     */
    default void expect(long whole) throws IOException {}

    /** Adds to what is there. */
    void write(byte[] buffer, int offset, int length) throws IOException;

    /** A stream in which nothing is yet, and from which nothing is ever taken back. */
    static Destination of(OutputStream out) {
        return new Destination() {
            private final MessageDigest digest = Sha256.start();
            private volatile long bytes;

            @Override
            public long bytes() {
                return bytes;
            }

            @Override
            public String sha256() {
                return Sha256.text(digest);
            }

            @Override
            public @Nullable String version() {
                return null;
            }

            @Override
            public void begin(@Nullable String version) {
                if (bytes > 0) {
                    throw new IllegalStateException("What a stream has taken cannot be thrown away.");
                }
            }

            @Override
            public boolean canBeginAnew() {
                return bytes == 0;
            }

            @Override
            public void write(byte[] buffer, int offset, int length) throws IOException {
                out.write(buffer, offset, length);
                digest.update(buffer, offset, length);
                bytes += length;
            }
        };
    }
}
