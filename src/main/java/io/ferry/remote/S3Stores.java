package io.ferry.remote;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The S3 stores from which files are fetched: {@code ferry.uploads.s3-stores}.
 *
 * @param stores by a name of the operator's own
 */
public record S3Stores(Map<String, S3Store> stores) {

    /** @throws IllegalArgumentException if two stores have a bucket of the same name: an address could mean either */
    public S3Stores {
        stores = Map.copyOf(stores);
        List<String> names = stores.values().stream()
                .flatMap(store -> store.buckets().stream()
                        .map(bucket -> bucket.replaceFirst("/.*", ""))
                        .distinct())
                .toList();
        if (Set.copyOf(names).size() < names.size()) {
            throw new IllegalArgumentException("Two of ferry.uploads.s3-stores have a bucket of the same name.");
        }
    }

    /** The store from which this object may be read. */
    public Optional<S3Store> with(String bucket, String key) {
        return stores.values().stream()
                .filter(store -> store.allows(bucket, key))
                .findFirst();
    }

    /** What may be read, as people write it: {@code s3://bucket/folder}. */
    public List<String> places() {
        return stores.values().stream()
                .flatMap(store -> store.buckets().stream())
                .map(bucket -> "s3://" + bucket)
                .sorted()
                .toList();
    }
}
