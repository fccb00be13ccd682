package io.ferry.demo;

import io.ferry.sandbox.world.Credentials;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The passwords and tokens of the pretend sites: made anew for each demonstration, handed to the programs through their
 * environment, written nowhere but into {@link Resumption}, for the one user.
 */
final class DemoSecrets {
    static final String SOURCE = "FERRY_DEMO_SOURCE";
    static final String SOURCE_APP = "FERRY_DEMO_SOURCE_APP";
    static final String TARGET = "FERRY_DEMO_TARGET";
    static final String TARGET_APP = "FERRY_DEMO_TARGET_APP";

    private final String source;
    private final String sourceApp;
    private final String target;
    private final String targetApp;

    private DemoSecrets(String source, String sourceApp, String target, String targetApp) {
        this.source = source;
        this.sourceApp = sourceApp;
        this.target = target;
        this.targetApp = targetApp;
    }

    static DemoSecrets made(SecureRandom random) {
        return new DemoSecrets(
                "admin:" + word(random), word(random), "admin@sandbox.example:" + word(random), word(random));
    }

    /**
     * Those of a demonstration that is gone on with.
     *
     * @param kept what {@link #forFerry} returned
     */
    static DemoSecrets kept(Map<String, String> kept) {
        return new DemoSecrets(
                kept.getOrDefault(SOURCE, ""),
                kept.getOrDefault(SOURCE_APP, ""),
                kept.getOrDefault(TARGET, ""),
                kept.getOrDefault(TARGET_APP, ""));
    }

    /** Those that the sandbox has unless told otherwise: a person who works by hand must know them, and the docs name them. */
    static DemoSecrets ofTheSandbox() {
        Map<String, String> known = Credentials.DEFAULTS;
        return new DemoSecrets(
                known.getOrDefault("SANDBOX_DC_CREDENTIAL", ""),
                known.getOrDefault("SANDBOX_BIGPICTURE_DC_TOKEN", ""),
                known.getOrDefault("SANDBOX_CLOUD_CREDENTIAL", ""),
                known.getOrDefault("SANDBOX_BIGPICTURE_CLOUD_TOKEN", ""));
    }

    /** How a person signs in on the pretend sites' pages. */
    String signInsOfPeople() {
        return source.replaceFirst(":", " / ") + " (Data Center), " + target.replaceFirst(":", " / ") + " (Cloud)";
    }

    Map<String, String> forSandbox() {
        return Map.of(
                "SANDBOX_DC_CREDENTIAL",
                source,
                "SANDBOX_BIGPICTURE_DC_TOKEN",
                sourceApp,
                "SANDBOX_CLOUD_CREDENTIAL",
                target,
                "SANDBOX_BIGPICTURE_CLOUD_TOKEN",
                targetApp);
    }

    Map<String, String> forFerry() {
        return Map.of(SOURCE, source, SOURCE_APP, sourceApp, TARGET, target, TARGET_APP, targetApp);
    }

    /** What must be found nowhere: passwords and tokens, without the user names. */
    List<String> words() {
        return Stream.of(source, sourceApp, target, targetApp)
                .map(credential -> credential.substring(credential.indexOf(':') + 1))
                .toList();
    }

    private static String word(SecureRandom random) {
        byte[] bytes = new byte[12];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
