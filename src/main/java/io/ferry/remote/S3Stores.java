package io.ferry.remote;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The S3 stores from which files are fetched: {@code ferry.handing-over.s3-stores}.
 *
 * @param s3Stores by a name of the operator's own
 */
@ConfigurationProperties("ferry.handing-over")
public record S3Stores(@DefaultValue Map<String, S3Store> s3Stores) {

    /** @throws IllegalArgumentException if two stores have a bucket of the same name: an address could mean either */
    public S3Stores {
        s3Stores = Map.copyOf(s3Stores);
        List<String> names = s3Stores.values().stream()
                .flatMap(store -> store.buckets().stream()
                        .map(bucket -> bucket.replaceFirst("/.*", ""))
                        .distinct())
                .toList();
        if (Set.copyOf(names).size() < names.size()) {
            throw new IllegalArgumentException("Two of ferry.handing-over.s3-stores have a bucket of the same name.");
        }
    }

    /** The store from which this object may be read. */
    public Optional<S3Store> with(String bucket, String key) {
        return s3Stores.values().stream()
                .filter(store -> store.allows(bucket, key))
                .findFirst();
    }

    /** What may be read, as people write it: {@code s3://bucket/folder}. */
    public List<String> places() {
        return s3Stores.values().stream()
                .flatMap(store -> store.buckets().stream())
                .map(bucket -> "s3://" + bucket)
                .sorted()
                .toList();
    }
}
