package io.ferry.remote;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * An S3 store, and what Ferry may read there: {@code ferry.uploads.s3-stores.NAME.*}.
 *
 * @param region such as {@code eu-central-1}; stores that know none take any
 * @param credential where {@code accessKeyId:secretAccessKey} is found, with {@code :sessionToken} behind it if it is a
 *     temporary one
 * @param buckets what may be read: {@code bucket}, or {@code bucket/folder} for names that begin so
 * @param endpoint where the store answers, such as {@code https://minio.example.com:9000}; null for AWS's own in the region
 * @param pathStyle whether the bucket stands in the path and not in the host's name; null: in the path where an endpoint is
 *     given
 */
public record S3Store(
        String region,
        CredentialReference credential,
        List<String> buckets,
        @Nullable URI endpoint,
        @Nullable Boolean pathStyle) {
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.+)?");

    /** @throws IllegalArgumentException if the settings cannot be right, with the reason */
    public S3Store {
        if (!REGION.matcher(region).matches()) {
            throw new IllegalArgumentException("A region of an S3 store looks like eu-central-1.");
        }
        buckets = buckets.stream()
                .map(bucket -> bucket.endsWith("/") ? bucket.substring(0, bucket.length() - 1) : bucket)
                .toList();
        if (buckets.isEmpty() || !buckets.stream().allMatch(BUCKET.asMatchPredicate())) {
            throw new IllegalArgumentException("A bucket of an S3 store is given as bucket or bucket/folder.");
        }
        if (endpoint != null) {
            endpoint = new Site(endpoint, new SiteCredential.None()).baseUrl();
            if (!endpoint.getRawPath().isEmpty()) {
                throw new IllegalArgumentException("The endpoint of an S3 store ends with its host and port.");
            }
        }
    }

    /** Whether Ferry may read this object. */
    public boolean allows(String bucket, String key) {
        String object = bucket + "/" + key;
        return buckets.stream().anyMatch(allowed -> object.startsWith(allowed + "/"));
    }

    /** The address of an object; without a signature it opens nothing. */
    public URI address(String bucket, String key) {
        URI base = endpoint == null ? URI.create("https://s3." + region + ".amazonaws.com") : endpoint;
        boolean inThePath = pathStyle == null ? endpoint != null : pathStyle;
        String scheme = base.getScheme().toLowerCase(Locale.ROOT);
        return URI.create(scheme + "://"
                + (inThePath ? base.getRawAuthority() + "/" + bucket : bucket + "." + base.getRawAuthority())
                + "/"
                + Stream.of(key.split("/", -1))
                        .map(part -> UriUtils.encode(part, StandardCharsets.UTF_8))
                        .collect(Collectors.joining("/")));
    }
}
