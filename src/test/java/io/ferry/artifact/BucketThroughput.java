package io.ferry.artifact;

import io.ferry.artifact.IncomingFile.Source;
import io.ferry.fixtures.S3TestStore;
import io.ferry.fixtures.TestDatabase;
import io.ferry.remote.CredentialReference;
import io.ferry.remote.S3Clients;
import io.ferry.remote.TestS3Clients;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.apache.commons.io.input.BoundedInputStream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.util.unit.DataSize;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Measures how fast a file gets into a bucket, beside uploads of the same file by AWS's SDK alone (whole, and in
 * the same parts), with the same client and store, in turn: {@code src/bench/bucket.sh}.
 */
final class BucketThroughput {
    private static final String BUCKET = "ferry-bench";
    private static final long PART = 16L << 20;

    /** What the way of an upload shall reach of the SDK's own in parts. */
    private static final double GOAL = 0.8;

    private BucketThroughput() {}

    /**
     * Ends with 1 if the median of the ratios misses the goal.
     *
     * @param arguments folder, megabytes, rounds
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        long bytes = Long.parseLong(arguments[1]) << 20;
        int rounds = Integer.parseInt(arguments[2]);
        Path file = random(folder.resolve("file"), bytes);
        double median;
        try (S3TestStore s3 = S3TestStore.onDisk(
                BUCKET,
                Files.createDirectories(folder.resolve("none")),
                Files.createDirectories(folder.resolve("store")))) {
            S3Clients clients = TestS3Clients.with(S3TestStore.KEY_ID + ":" + S3TestStore.SECRET);
            BucketProperties properties = new BucketProperties(
                    BUCKET,
                    "",
                    "us-east-1",
                    URI.create(s3.endpoint()),
                    null,
                    CredentialReference.of("env:STORE"),
                    null,
                    null,
                    DataSize.ofBytes(PART));
            S3Client sdk = clients.client("us-east-1", URI.create(s3.endpoint()), true, properties.credential());
            List<Double> ratios = new ArrayList<>();
            for (int round = 0; round <= rounds; round++) {
                double whole = rate(bytes, () -> {
                    sdk.putObject(request -> request.bucket(BUCKET).key("sdk"), RequestBody.fromFile(file));
                    return "sent";
                });
                sdk.deleteObject(request -> request.bucket(BUCKET).key("sdk"));
                double parts = rate(bytes, () -> inParts(sdk, file, bytes));
                sdk.deleteObject(request -> request.bucket(BUCKET).key("sdk"));
                double ferry = ferrys(properties, clients, folder, file, bytes);
                // The first is for the JVM and the disk.
                if (round > 0) {
                    ratios.add(ferry / parts);
                    System.out.printf(
                            "round %d: SDK whole %.0f MB/s, SDK in parts %.0f MB/s, Ferry %.0f MB/s; ratio to the SDK in parts %.2f%n",
                            round, whole, parts, ferry, ferry / parts);
                }
            }
            Collections.sort(ratios);
            median = ratios.get(ratios.size() / 2);
            System.out.printf(
                    "%d MB: median of the ratios %.2f, smallest %.2f%n", bytes >> 20, median, ratios.getFirst());
        }
        // As it is printed.
        if (Math.round(median * 100) < GOAL * 100) {
            System.exit(1);
        }
    }

    /** The way of an upload: taken block by block, hashed, sent in parts, put on record. */
    private static double ferrys(BucketProperties properties, S3Clients clients, Path folder, Path file, long bytes)
            throws Exception {
        DataSource database = TestDatabase.H2.withTables();
        ArtifactProperties artifacts =
                new ArtifactProperties(folder.resolve("parts"), List.of(), List.of(), properties);
        BucketIndex index = new BucketIndex(new JdbcTemplate(database), new DataSourceTransactionManager(database));
        try (Bucket bucket = new Bucket(artifacts, clients);
                BucketStore store = new BucketStore(artifacts, bucket, index);
                BucketIncomingFiles files = new BucketIncomingFiles(
                        store,
                        index,
                        new UploadProperties(8, Duration.ofDays(1), DataSize.ofMegabytes(1), Set.of(), Map.of()))) {
            IncomingFile incoming = files.begin("bench", ArtifactKind.DUMP, "bench.dump", bytes, Source.UPLOAD, "");
            double rate = rate(bytes, () -> {
                try (InputStream in = Files.newInputStream(file)) {
                    files.append(incoming, 0, in);
                }
                return files.keep(incoming, files.fingerprint(incoming).get());
            });
            Artifact kept = store.of("bench").getFirst();
            store.verify(kept.id());
            store.discard(kept.id());
            return rate;
        }
    }

    private interface Work {
        Object run() throws Exception;
    }

    private static double rate(long bytes, Work work) throws Exception {
        long begin = System.nanoTime();
        work.run();
        return bytes / 1e6 / ((System.nanoTime() - begin) / 1e9);
    }

    /** The SDK alone: the same parts, as many at once, and nothing hashed or put on record. */
    private static Object inParts(S3Client sdk, Path file, long bytes) throws Exception {
        String upload = sdk.createMultipartUpload(
                        request -> request.bucket(BUCKET).key("sdk"))
                .uploadId();
        List<Future<CompletedPart>> parts = new ArrayList<>();
        try (ExecutorService twoAtOnce = Executors.newFixedThreadPool(2)) {
            for (long from = 0; from < bytes; from += PART) {
                long begin = from;
                int number = parts.size() + 1;
                long size = Math.min(PART, bytes - from);
                parts.add(twoAtOnce.submit(() -> {
                    RequestBody body = RequestBody.fromContentProvider(
                            () -> opened(file, begin, size), size, "application/octet-stream");
                    return CompletedPart.builder()
                            .partNumber(number)
                            .eTag(sdk.uploadPart(
                                            request -> request.bucket(BUCKET)
                                                    .key("sdk")
                                                    .uploadId(upload)
                                                    .partNumber(number),
                                            body)
                                    .eTag())
                            .build();
                }));
            }
            List<CompletedPart> sent = new ArrayList<>();
            for (Future<CompletedPart> part : parts) {
                sent.add(part.get());
            }
            return sdk.completeMultipartUpload(request ->
                    request.bucket(BUCKET).key("sdk").uploadId(upload).multipartUpload(all -> all.parts(sent)));
        }
    }

    private static InputStream opened(Path file, long from, long size) {
        try {
            var channel = Files.newByteChannel(file);
            channel.position(from);
            return BoundedInputStream.builder()
                    .setInputStream(Channels.newInputStream(channel))
                    .setMaxCount(size)
                    .get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path random(Path file, long bytes) throws IOException {
        byte[] block = new byte[1 << 20];
        Random dice = new Random(3);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (long written = 0; written < bytes; written += block.length) {
                dice.nextBytes(block);
                out.write(block);
            }
        }
        return file;
    }
}
