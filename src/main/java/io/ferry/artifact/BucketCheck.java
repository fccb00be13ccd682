package io.ferry.artifact;

import io.ferry.remote.S3Clients;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** Tries a bucket before a server needs it: a few bytes are written, read and deleted there. */
public final class BucketCheck {
    private BucketCheck() {}

    /**
     * Tries it.
     *
     * @param properties whose {@code s3} names the bucket
     * @return what is wrong and what to do; empty if nothing is
     */
    public static Optional<String> trouble(ArtifactProperties properties, S3Clients clients) {
        byte[] content = "Ferry was here".getBytes(StandardCharsets.US_ASCII);
        String object = "check-" + UUID.randomUUID();
        try (Bucket bucket = new Bucket(properties, clients);
                Spool spool = new Spool(folder())) {
            spool.write(content, 0, content.length);
            bucket.put(object, spool);
            bucket.read(object, 0, content.length);
            bucket.delete(object);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Not Ferry's own, which a check does not make. */
    private static Path folder() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }
}
