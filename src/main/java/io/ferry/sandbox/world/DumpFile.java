package io.ferry.sandbox.world;

import io.ferry.base.Json;
import io.ferry.base.Sha256;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;

/**
 * A dump as a file. The form is the sandbox's own, since the real one is not public: a mark, a header in JSON, noise,
 * and a SHA-256 of everything before it, so that a truncated or changed file is found out.
 */
final class DumpFile {
    private static final long MARK = 0x5342_5844_554d_5031L;
    private static final int LARGEST_HEADER = 64 * 1024 * 1024;

    private DumpFile() {}

    /** What a dump says of itself. */
    record Header(
            String appKey,
            AppVersion version,
            String databaseVersion,
            Deployment deployment,
            String kind,
            String description,
            AppContent content) {}

    /** A file that is no whole dump. */
    static final class BrokenDumpException extends Exception {
        private BrokenDumpException(String message) {
            super(message);
        }
    }

    static void write(Path file, Header header, long size, long seed) throws IOException {
        MessageDigest digest = Sha256.start();
        try (OutputStream raw = new BufferedOutputStream(Files.newOutputStream(file));
                DataOutputStream out = new DataOutputStream(new DigestOutputStream(raw, digest))) {
            byte[] json = Json.MAPPER.writeValueAsBytes(header);
            out.writeLong(MARK);
            out.writeInt(json.length);
            out.write(json);
            long left = Math.max(0, size - 12 - json.length - 8 - 32);
            out.writeLong(left);
            SplittableRandom noise = new SplittableRandom(seed);
            byte[] block = new byte[8192];
            while (left > 0) {
                noise.nextBytes(block);
                int length = (int) Math.min(block.length, left);
                out.write(block, 0, length);
                left -= length;
            }
            out.flush();
            raw.write(digest.digest());
        }
    }

    static Header read(Path file) throws IOException, BrokenDumpException {
        MessageDigest digest = Sha256.start();
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
                DataInputStream in = new DataInputStream(new DigestInputStream(raw, digest))) {
            if (in.readLong() != MARK) {
                throw new BrokenDumpException("The file is not a dump.");
            }
            int length = in.readInt();
            if (length < 0 || length > LARGEST_HEADER) {
                throw new BrokenDumpException("The dump is broken.");
            }
            byte[] json = in.readNBytes(length);
            passOver(in, in.readLong());
            byte[] expected = digest.digest();
            if (!Arrays.equals(expected, raw.readNBytes(32)) || raw.read() != -1) {
                throw new BrokenDumpException("The dump is broken: its content does not fit its checksum.");
            }
            return Json.MAPPER.readValue(json, Header.class);
        } catch (EOFException e) {
            throw new BrokenDumpException("The dump is broken: it ends too early.");
        }
    }

    /** Reads instead of skipping: skipped bytes would not be hashed. */
    private static void passOver(InputStream in, long count) throws IOException {
        byte[] block = new byte[8192];
        long left = count;
        while (left > 0) {
            int read = in.read(block, 0, (int) Math.min(block.length, left));
            if (read < 0) {
                throw new EOFException();
            }
            left -= read;
        }
    }

    /** Hashes a file: SHA-256 in hexadecimal. */
    static String sha256(Path file) throws IOException {
        MessageDigest digest = Sha256.start();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
