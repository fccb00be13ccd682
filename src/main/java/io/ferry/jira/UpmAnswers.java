package io.ferry.jira;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Forms of the app manager's answers (UPM), the same on both kinds of Jira; nobody documents them. */
public final class UpmAnswers {
    private UpmAnswers() {}

    /** The media type of one app. */
    public static final String PLUGIN = "application/vnd.atl.plugins.plugin+json";

    /** The media type of the list of all apps. */
    public static final String INSTALLED = "application/vnd.atl.plugins.installed+json";

    /** One app; the list also says whether somebody installed it, as plugins that Jira brings along are in it too. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Plugin(
            @Nullable String key,
            @Nullable String name,
            @Nullable String version,
            @Nullable Boolean enabled,
            @Nullable Boolean userInstalled) {

        /** As handed up. */
        public InstalledApp toApp(String askedKey) {
            return new InstalledApp(
                    key == null ? askedKey : key, version == null ? "" : version, enabled == null || enabled);
        }
    }

    /** All apps. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Plugins(@Nullable List<Plugin> plugins) {

        /** Those that somebody installed, as handed up; empty where the answer holds no list. */
        public Optional<List<ListedApp>> installedByPeople() {
            return Optional.ofNullable(plugins)
                    .map(all -> all.stream()
                            .filter(plugin -> plugin != null && Boolean.TRUE.equals(plugin.userInstalled()))
                            .map(plugin -> new ListedApp(
                                    JiraAnswers.text(plugin.key()),
                                    JiraAnswers.text(plugin.name()),
                                    JiraAnswers.text(plugin.version()),
                                    !Boolean.FALSE.equals(plugin.enabled())))
                            .toList());
        }
    }

    /** A licence. The licence's text itself is left out. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Licence(
            @Nullable Boolean valid,
            @Nullable Boolean active,
            @Nullable Boolean expired,
            @Nullable Boolean evaluation,
            @Nullable String licenseType,
            @Nullable String error,
            @Nullable JsonNode subscriptionEndDate,
            @Nullable JsonNode expiryDate) {

        /** As handed up; empty if the answer says nothing about validity. */
        public Optional<AppLicence> toLicence() {
            if (valid == null && active == null) {
                return Optional.empty();
            }
            boolean accepted =
                    !Boolean.FALSE.equals(valid) && !Boolean.FALSE.equals(active) && !Boolean.TRUE.equals(expired);
            return Optional.of(new AppLicence(
                    accepted,
                    Boolean.TRUE.equals(evaluation),
                    licenseType == null ? "" : licenseType,
                    Optional.ofNullable(error).filter(text -> !text.isBlank()),
                    // The end of its maintenance, which is told as well, ends no licence.
                    Stream.of(subscriptionEndDate, expiryDate)
                            .filter(Objects::nonNull)
                            .flatMap(end -> moment(end).stream())
                            .findFirst()));
        }

        /** Milliseconds since 1970, or ISO 8601: nobody documents which. */
        private static Optional<Instant> moment(JsonNode value) {
            if (value.isNumber()) {
                return Optional.of(Instant.ofEpochMilli(value.asLong()));
            }
            try {
                return Optional.of(OffsetDateTime.parse(value.asText()).toInstant());
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
    }
}
