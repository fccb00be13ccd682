package io.ferry.artifact;

import io.ferry.base.SeveralFerrys;
import io.ferry.remote.CredentialReference;
import io.ferry.remote.Site;
import io.ferry.remote.SiteCredential;
import java.net.URI;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The bucket in which files are kept instead of a folder, so that several Ferrys can work at once: {@code
 * ferry.artifacts.s3.*}.
 *
 * @param bucket its name; null: files are kept in the folder
 * @param prefix how the names of Ferry's objects begin, such as {@code ferry/}
 * @param region such as {@code eu-central-1}; stores that know none take any
 * @param endpoint where the store answers, such as {@code https://minio.example.com:9000}; null for AWS's own in the region
 * @param pathStyle whether the bucket stands in the path and not in the host's name; null: in the path where an endpoint is
 *     given
 * @param credential where {@code accessKeyId:secretAccessKey} is found; null: what AWS's SDK finds, such as a container's role
 * @param encryption how the store encrypts: {@code AES256}, {@code aws:kms}, or null for the bucket's own default
 * @param kmsKey the key of {@code aws:kms}, and only with it; null for the account's own
 * @param partSize how much of a file is sent at once; S3 takes no less than 5 MB. Larger for files of more than 9,000 parts
 */
public record BucketProperties(
        @Nullable String bucket,
        @DefaultValue("") String prefix,
        @DefaultValue("us-east-1") String region,
        @Nullable URI endpoint,
        @Nullable Boolean pathStyle,
        @Nullable CredentialReference credential,
        @Nullable String encryption,
        @Nullable String kmsKey,
        @DefaultValue("16MB") DataSize partSize) {
    /** The setting by which a bucket is used. */
    public static final String BUCKET = SeveralFerrys.BUCKET;

    private static final String KMS = "aws:kms";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._/-]{0,200}");
    private static final DataSize SMALLEST_PART = DataSize.ofMegabytes(5);
    private static final DataSize LARGEST_PART = DataSize.ofGigabytes(1);

    /** Files are kept in a folder. */
    public static final BucketProperties NONE =
            new BucketProperties(null, "", "us-east-1", null, null, null, null, null, DataSize.ofMegabytes(16));

    /** @throws IllegalArgumentException if the settings cannot be right, with the reason */
    public BucketProperties {
        if (bucket != null && bucket.isBlank()) {
            bucket = null;
        }
        if (bucket != null && !NAME.matcher(bucket).matches()) {
            throw new IllegalArgumentException(BUCKET + " is a bucket's name alone, such as company-ferry.");
        }
        if (!PREFIX.matcher(prefix).matches() || prefix.startsWith("/") || prefix.contains("..")) {
            throw new IllegalArgumentException(
                    "ferry.artifacts.s3.prefix looks like ferry/ and does not begin with /.");
        }
        if (encryption != null && !encryption.equals("AES256") && !encryption.equals(KMS)) {
            throw new IllegalArgumentException("ferry.artifacts.s3.encryption is AES256 or aws:kms.");
        }
        if (kmsKey != null && kmsKey.isBlank()) {
            kmsKey = null;
        }
        if (kmsKey != null && !KMS.equals(encryption)) {
            throw new IllegalArgumentException(
                    "ferry.artifacts.s3.kms-key is set, and ferry.artifacts.s3.encryption is "
                            + (encryption == null ? "not" : encryption)
                            + ". A store takes a key only with aws:kms. Set ferry.artifacts.s3.encryption to aws:kms, or take the key out.");
        }
        if (partSize.compareTo(SMALLEST_PART) < 0 || partSize.compareTo(LARGEST_PART) > 0) {
            throw new IllegalArgumentException("ferry.artifacts.s3.part-size is from 5MB to 1GB.");
        }
        if (endpoint != null) {
            endpoint = new Site(endpoint, new SiteCredential.None()).baseUrl();
        }
    }

    /** Whether files are kept in a bucket. */
    public boolean isUsed() {
        return bucket != null;
    }

    /** Its name. */
    String name() {
        return Objects.requireNonNull(bucket, BUCKET);
    }

    boolean isInThePath() {
        return pathStyle == null ? endpoint != null : pathStyle;
    }
}
