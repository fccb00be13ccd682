package io.ferry.artifact;

import java.util.Arrays;
import java.util.Base64;

/** Keys of tests. */
final class Keys {
    private Keys() {}

    /** Keys made of one byte each: the first encrypts. */
    static ArtifactKeys of(int... bytes) {
        return ArtifactKeys.read(text(bytes), "file:/keys");
    }

    /** The same as they are in a file. */
    static String text(int... bytes) {
        StringBuilder text = new StringBuilder("# keys of a test\n\n");
        for (int each : bytes) {
            byte[] key = new byte[32];
            Arrays.fill(key, (byte) each);
            text.append(Base64.getEncoder().encodeToString(key)).append('\n');
        }
        return text.toString();
    }
}
