package io.ferry.demo;

import java.nio.file.Path;
import java.util.Map;

/** The folder of what is fetched or made once and may be thrown away: as the set-up scripts choose it. */
final class Cache {
    private Cache() {}

    /**
     * Finds it; it may not be there yet.
     *
     * @param environment the environment variables: {@code FERRY_CACHE}, else {@code XDG_CACHE_HOME}, else {@code ~/.cache}
     */
    static Path of(Map<String, String> environment) {
        String ours = environment.getOrDefault("FERRY_CACHE", "");
        if (!ours.isBlank()) {
            return Path.of(ours);
        }
        String everybodys = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path caches = everybodys.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(everybodys);
        return caches.resolve("ferry");
    }
}
