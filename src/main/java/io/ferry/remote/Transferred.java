package io.ferry.remote;

/**
 * What passed through a transfer.
 *
 * @param bytes how many bytes
 * @param sha256 their SHA-256, 64 lower-case hexadecimal digits
 */
public record Transferred(long bytes, String sha256) {

    /** @throws IllegalArgumentException if the hash is none */
    public Transferred {
        if (bytes < 0 || !sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("A transfer has a length and a SHA-256 in hexadecimal.");
        }
    }
}
