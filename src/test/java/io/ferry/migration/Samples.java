package io.ferry.migration;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** Settings for tests. */
final class Samples {
    private Samples() {}

    static SiteSettings source() {
        return new SiteSettings(
                URI.create("https://jira.example.com/jira/"), new CredentialName("source-jira"), null, "sandbox", null);
    }

    static SiteSettings target() {
        return new SiteSettings(
                URI.create("https://example.atlassian.net"),
                new CredentialName("target-jira"),
                new CredentialName("bigpicture"),
                null,
                null);
    }

    static MigrationSettings settings() {
        return new MigrationSettings(
                source(),
                target(),
                Map.of(Operation.CREATE_DUMP, Mode.AUTOMATIC),
                Thresholds.DEFAULT,
                Duration.ofSeconds(5),
                false,
                false,
                null);
    }

    /** The same to another target. */
    static MigrationSettings settings(String targetHost) {
        return settings()
                .withTarget(new SiteSettings(
                        URI.create("https://" + targetHost),
                        target().credential(),
                        target().bigPictureCredential(),
                        null,
                        null));
    }

    static MigrationRequest.Site site(String url) {
        return new MigrationRequest.Site(url, "some-jira", null, null, null, null, null);
    }

    static MigrationRequest request(MigrationRequest.Site source, MigrationRequest.Site target) {
        return new MigrationRequest("A move", "BIGGANTT", source, target, null, null, null, null, null, null, null);
    }
}
