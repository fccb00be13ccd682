package io.ferry.artifact;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** MD5, by which S3 stores compare what they were sent. It guards against faults of lines and disks, not against people. */
final class Md5s {
    private Md5s() {}

    static MessageDigest start() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5.", e);
        }
    }

    /** What S3 calls an object of several parts: the MD5 of their MD5s, and how many they are. */
    static String ofParts(List<Bucket.Part> parts) {
        MessageDigest all = start();
        parts.forEach(part -> all.update(HexFormat.of().parseHex(part.md5())));
        return HexFormat.of().formatHex(all.digest()) + "-" + parts.size();
    }
}
