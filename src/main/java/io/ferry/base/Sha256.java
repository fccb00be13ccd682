package io.ferry.base;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** SHA-256 (FIPS 180-4), by which files and records are known. */
public final class Sha256 {
    private static final int BLOCK = 64 * 1024;

    private Sha256() {}

    /** A digest that has seen nothing yet. */
    public static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    /** A digest that has seen the same bytes; each can be given more on its own. */
    public static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's SHA-256 can be copied.", e);
        }
    }

    /** The hash so far, in hexadecimal; the digest can be given more. */
    public static String text(MessageDigest digest) {
        return HexFormat.of().formatHex(copy(digest).digest());
    }

    /**
     * Gives a digest everything up to the end of a stream, in blocks.
     *
     * @param progress is told after each block how many bytes were read in this call
     * @return how many bytes came in all
     * @throws IOException if the stream cannot be read to its end; the digest has what came until then
     */
    public static long add(MessageDigest digest, InputStream in, LongConsumer progress) throws IOException {
        byte[] block = new byte[BLOCK];
        long bytes = 0;
        for (int read = in.read(block); read >= 0; read = in.read(block)) {
            digest.update(block, 0, read);
            bytes += read;
            progress.accept(bytes);
        }
        return bytes;
    }

    /** The hash of a text in UTF-8: 32 bytes. */
    public static byte[] of(String text) {
        return start().digest(text.getBytes(StandardCharsets.UTF_8));
    }
}
