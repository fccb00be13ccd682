package io.ferry.localcamunda;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The local Camunda's programs as {@code src/localcamunda/setup.sh} put them in place.
 *
 * @param folder the folder that holds them
 */
public record Distribution(Path folder) {

    /**
     * Finds the set-up of this user.
     *
     * @param environment the environment variables; {@code FERRY_CACHE} or {@code XDG_CACHE_HOME} choose the place
     * @return the distribution, which may not be set up yet
     */
    public static Distribution of(Map<String, String> environment) {
        String cache = environment.get("FERRY_CACHE");
        if (cache != null && !cache.isBlank()) {
            return new Distribution(Path.of(cache, "localcamunda"));
        }
        String userCache = environment.get("XDG_CACHE_HOME");
        Path caches = userCache != null && !userCache.isBlank()
                ? Path.of(userCache)
                : Path.of(System.getProperty("user.home"), ".cache");
        return new Distribution(caches.resolve("ferry").resolve("localcamunda"));
    }

    /**
     * @return whether all programs are there; the set-up writes its mark last
     */
    public boolean isSetUp() {
        return Files.isRegularFile(folder.resolve("set-up"));
    }

    void requireSetUp() {
        if (!isSetUp()) {
            throw LocalCamundaException.notSetUp(folder);
        }
    }

    /** The class path of a program, as the JVM takes it. */
    String classPath(Program program) {
        String part = program == Program.OPENSEARCH ? "opensearch" : "camunda";
        return folder.resolve(part).resolve("lib") + "/*";
    }

    /** The agent that keeps Zeebe's membership on this computer. */
    Path agent() {
        return folder.resolve("opensearch").resolve("lib").resolve("ferry-localcamunda.jar");
    }
}
