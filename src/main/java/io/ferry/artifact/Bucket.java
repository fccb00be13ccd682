package io.ferry.artifact;

import io.ferry.remote.CredentialMissingException;
import io.ferry.remote.S3Clients;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * The bucket in which files are kept, by AWS's SDK. Whatever is sent carries its MD5, which the store compares (Content-MD5, S3's
 * API reference); what the store says of it is compared here.
 */
@BucketIsUsed
@Component
final class Bucket implements AutoCloseable {
    /** What a store answers whose MD5 of the bytes is not Content-MD5 (S3's API reference, error responses). */
    private static final String CHANGED_ON_THE_WAY = "BadDigest";

    private static final String RIGHTS =
            "Check ferry.artifacts.s3.*, and that its credential may do s3:GetObject, s3:PutObject, s3:DeleteObject and s3:AbortMultipartUpload there, with a key of KMS also kms:GenerateDataKey and kms:Decrypt on it.";

    private final BucketProperties properties;
    private final S3Client store;

    @Autowired
    Bucket(ArtifactProperties artifacts, S3Clients clients) {
        this(artifacts.s3(), clients);
    }

    Bucket(BucketProperties properties, S3Clients clients) {
        this.properties = properties;
        this.store = clients.client(
                properties.region(), properties.endpoint(), properties.isInThePath(), properties.credential());
    }

    /**
     * A part that the store has taken.
     *
     * @param number its place among the parts, from 1 to 10,000, with gaps
     * @param bytes its size
     * @param etag what the store calls it
     * @param md5 its MD5, 32 hexadecimal digits
     */
    record Part(int number, long bytes, String etag, String md5) {}

    /** What Ferry has on record is not there: an object, the parts of one that was not whole, or what Ferry sent as its parts. */
    static final class Gone extends BucketException {
        private static final long serialVersionUID = 1;

        Gone(String message, Throwable cause) {
            super(message, cause, false);
        }
    }

    /** Puts a whole object. */
    void put(String object, Spool content) throws IOException {
        byte[] md5 = content.md5();
        PutObjectResponse put = called(() -> store.putObject(
                request -> request.bucket(properties.name())
                        .key(key(object))
                        .contentMD5(Base64.getEncoder().encodeToString(md5))
                        .serverSideEncryption(encryption())
                        .ssekmsKeyId(properties.kmsKey()),
                body(content)));
        requireSame(object, HexFormat.of().formatHex(md5), put.eTag(), put.serverSideEncryption());
    }

    /** Begins an object that comes in parts. */
    String begin(String object) throws IOException {
        return called(() -> store.createMultipartUpload(request -> request.bucket(properties.name())
                        .key(key(object))
                        .serverSideEncryption(encryption())
                        .ssekmsKeyId(properties.kmsKey())))
                .uploadId();
    }

    /** Sends a part. */
    Part send(String object, String uploadId, int number, Spool content) throws IOException {
        byte[] md5 = content.md5();
        UploadPartResponse sent;
        try {
            sent = store.uploadPart(
                    request -> request.bucket(properties.name())
                            .key(key(object))
                            .uploadId(uploadId)
                            .partNumber(number)
                            .contentMD5(Base64.getEncoder().encodeToString(md5)),
                    body(content));
        } catch (NoSuchUploadException gone) {
            throw partsGone(gone);
        } catch (SdkException | CredentialMissingException e) {
            throw explained(e);
        }
        String hex = HexFormat.of().formatHex(md5);
        requireSame(object, hex, sent.eTag(), sent.serverSideEncryption());
        return new Part(number, content.size(), sent.eTag(), hex);
    }

    /**
     * Makes an object of its parts. If a try before has done so, and Ferry ended before it could note that, nothing is done.
     *
     * @param bytes its whole size
     */
    void complete(String object, String uploadId, List<Part> parts, long bytes) throws IOException {
        List<CompletedPart> completed = parts.stream()
                .map(part -> CompletedPart.builder()
                        .partNumber(part.number())
                        .eTag(part.etag())
                        .build())
                .toList();
        try {
            store.completeMultipartUpload(request -> request.bucket(properties.name())
                    .key(key(object))
                    .uploadId(uploadId)
                    .multipartUpload(all -> all.parts(completed)));
        } catch (S3Exception e) {
            if (!(e instanceof NoSuchUploadException) && !"InvalidPart".equals(code(e))) {
                throw explained(e);
            }
            // The parts are not there. Perhaps because a try before has made the object.
            if (head(object).isEmpty()) {
                throw partsGone(e);
            }
        } catch (SdkException | CredentialMissingException e) {
            throw explained(e);
        }
        HeadObjectResponse there = head(object).orElseThrow(() -> other(object));
        if (there.contentLength() != bytes
                || isOther(Md5s.ofParts(parts), there.eTag(), there.serverSideEncryption())) {
            throw other(object);
        }
    }

    /** Gives an object up that comes in parts; does nothing if there is none. */
    void abort(String object, String uploadId) throws IOException {
        try {
            called(() -> store.abortMultipartUpload(request ->
                    request.bucket(properties.name()).key(key(object)).uploadId(uploadId)));
        } catch (BucketException e) {
            if (!(e.getCause() instanceof NoSuchUploadException)) {
                throw e;
            }
        }
    }

    /** Deletes an object; does nothing if there is none. */
    void delete(String object) throws IOException {
        called(() ->
                store.deleteObject(request -> request.bucket(properties.name()).key(key(object))));
    }

    /**
     * Asks for an object that is not there, to see whether the store answers and lets Ferry's credential in.
     *
     * @param within how long to wait for the answer, with all tries
     */
    void ask(Duration within) throws IOException {
        head("nothing", within);
    }

    /** How large an object is; empty if there is none. */
    Optional<Long> size(String object) throws IOException {
        return head(object).map(HeadObjectResponse::contentLength);
    }

    /** Some bytes of an object. */
    byte[] read(String object, long from, int length) throws IOException {
        try {
            return store.getObjectAsBytes(request -> request.bucket(properties.name())
                            .key(key(object))
                            .range("bytes=" + from + "-" + (from + length - 1)))
                    .asByteArrayUnsafe();
        } catch (NoSuchKeyException gone) {
            throw new Gone(
                    "The bucket " + properties.name() + " no longer has " + key(object)
                            + ", and Ferry did not delete it. Let the file come again, and look at the bucket’s lifecycle rules and at who may delete there.",
                    gone);
        } catch (SdkException | CredentialMissingException e) {
            throw explained(e);
        }
    }

    /** For people. */
    String description() {
        return "s3://" + properties.name() + "/" + properties.prefix();
    }

    @Override
    public void close() {
        store.close();
    }

    private Optional<HeadObjectResponse> head(String object) throws IOException {
        return head(object, null);
    }

    private Optional<HeadObjectResponse> head(String object, @Nullable Duration within) throws IOException {
        try {
            return Optional.of(store.headObject(request -> request.bucket(properties.name())
                    .key(key(object))
                    .overrideConfiguration(call -> call.apiCallTimeout(within))));
        } catch (NoSuchKeyException none) {
            return Optional.empty();
        } catch (SdkException | CredentialMissingException e) {
            throw explained(e);
        }
    }

    private <T> T called(Supplier<T> call) throws IOException {
        try {
            return call.get();
        } catch (SdkException | CredentialMissingException e) {
            throw explained(e);
        }
    }

    /** Such as {@code AccessDenied}; empty if the store tells none. */
    private static String code(S3Exception answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }

    private BucketException explained(RuntimeException e) {
        if (e instanceof S3Exception answer && CHANGED_ON_THE_WAY.equals(code(answer))) {
            return new BucketException(
                    "The bucket " + properties.name() + " refused a part, because its bytes changed on the way ("
                            + CHANGED_ON_THE_WAY
                            + "). Nothing of it is stored. Let it come again; if that happens often, look at proxies on the way and at this computer’s memory and disk.",
                    e,
                    true);
        }
        String what = e instanceof S3Exception answer
                ? "answered " + answer.statusCode() + (code(answer).isEmpty() ? "" : " (" + code(answer) + ")")
                : e instanceof CredentialMissingException missing
                        ? "was not asked: " + missing.getMessage()
                        : "could not be reached (" + e.getClass().getSimpleName() + ")";
        boolean passing = e instanceof SdkException
                && (!(e instanceof S3Exception answer) || answer.statusCode() >= 500 || answer.statusCode() == 429);
        return new BucketException(
                "The bucket " + properties.name() + " " + what + ". "
                        + (passing ? "See whether the store runs, and the way to it." : RIGHTS),
                e,
                passing);
    }

    private Gone partsGone(S3Exception gone) {
        return new Gone(
                "The bucket " + properties.name()
                        + " no longer has the parts of a file that was not whole yet. Let it come again from its beginning, and look at the bucket’s lifecycle rules.",
                gone);
    }

    /** The parts have become an object that is none of theirs: no later try finds the parts again. */
    private Gone other(String object) {
        return new Gone(
                isNotWhatFerrySent(object) + " Let the file come again from its beginning.",
                new IOException("Other size or ETag, or no object."));
    }

    private String isNotWhatFerrySent(String object) {
        return "What the bucket " + properties.name() + " has as " + key(object) + " is not what Ferry sent.";
    }

    private void requireSame(String object, String md5, String etag, @Nullable ServerSideEncryption encrypted)
            throws BucketException {
        if (isOther(md5, etag, encrypted)) {
            throw new BucketException(
                    isNotWhatFerrySent(object) + " Ferry does not count it as stored. Let it come again.",
                    new IOException("Other ETag."),
                    true);
        }
    }

    /** An ETag is the MD5 of what was sent, unless the store encrypts with a key of KMS (S3's API reference, Object). */
    private static boolean isOther(String md5, String etag, @Nullable ServerSideEncryption encrypted) {
        String bare = etag.replace("\"", "").toLowerCase(Locale.ROOT);
        boolean comparable = bare.matches("[0-9a-f]{32}(-\\d+)?") && bare.contains("-") == md5.contains("-");
        return comparable && !ofKms(encrypted) && !bare.equals(md5);
    }

    private static boolean ofKms(@Nullable ServerSideEncryption encrypted) {
        return encrypted == ServerSideEncryption.AWS_KMS || encrypted == ServerSideEncryption.AWS_KMS_DSSE;
    }

    private static RequestBody body(Spool content) {
        return RequestBody.fromContentProvider(content::stream, content.size(), "application/octet-stream");
    }

    private @Nullable ServerSideEncryption encryption() {
        return properties.encryption() == null ? null : ServerSideEncryption.fromValue(properties.encryption());
    }

    private String key(String object) {
        return properties.prefix() + object;
    }
}
