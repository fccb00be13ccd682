package io.ferry.jira;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.ferry.remote.RemoteFailure;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Forms of answers that both kinds of Jira share. The specifications require hardly any field: what Ferry needs is checked here. */
public final class JiraAnswers {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss[.SSS]XX", Locale.ROOT);

    private JiraAnswers() {}

    /** {@code serverInfo}. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Server(
            @Nullable String version,
            @Nullable Long buildNumber,
            @Nullable String deploymentType,
            @Nullable String serverTitle,
            @Nullable String baseUrl,
            @Nullable String serverTime) {

        /** As handed up. */
        public ServerInfo toServerInfo(String site) {
            if (version == null || version.isBlank()) {
                throw RemoteFailure.lasting(
                        site + " does not say which version of Jira it is.",
                        "Check that the address leads to Jira, with its context path.");
            }
            return new ServerInfo(
                    version,
                    buildNumber == null ? 0 : buildNumber,
                    deploymentType == null ? "" : deploymentType,
                    serverTitle == null ? "" : serverTitle,
                    baseUrl == null ? "" : baseUrl,
                    time(serverTime));
        }
    }

    /** A moment as Jira writes it, such as {@code 2026-11-29T10:00:00.000+0000}; null if there is none that can be read. */
    public static @Nullable Instant time(@Nullable String written) {
        try {
            return written == null ? null : OffsetDateTime.parse(written, TIME).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** {@code mypermissions}. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Permissions(@Nullable Map<String, Permission> permissions) {

        /** Those of the asked ones that are given. */
        public Set<String> given(Set<String> asked) {
            if (permissions == null) {
                return Set.of();
            }
            return asked.stream()
                    .filter(key -> {
                        Permission permission = permissions.get(key);
                        return permission != null && permission.havePermission();
                    })
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    /** One permission. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Permission(boolean havePermission) {}

    /** One project. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ProjectAnswer(
            @Nullable String id,
            @Nullable String key,
            @Nullable String name,
            @Nullable Boolean archived,
            @Nullable String style) {

        /** As handed up. */
        public Project toProject() {
            return new Project(text(id), text(key), text(name), Boolean.TRUE.equals(archived));
        }

        /** Whether it is a team-managed project of Jira Cloud. Source: REST v3, {@code Project.style}. */
        public boolean isTeamManaged() {
            return "next-gen".equals(style);
        }
    }

    /** A field of issues. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record FieldAnswer(
            @Nullable String id,
            @Nullable String name,
            @Nullable Boolean custom,
            @Nullable FieldSchema schema) {

        /** As handed up; empty for Jira's own fields. */
        public Optional<CustomField> toCustomField() {
            return Boolean.TRUE.equals(custom)
                    ? Optional.of(new CustomField(text(id), text(name), schema == null ? "" : text(schema.custom())))
                    : Optional.empty();
        }
    }

    /** The type of a field. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record FieldSchema(@Nullable String custom) {}

    /** A page of things that have names: filters, boards. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record NamePage(
            @Nullable List<Named> values, @Nullable Boolean isLast) {}

    /** Something that has a name. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Named(@Nullable String name) {}

    /** Asks for one page after the other. */
    @FunctionalInterface
    public interface Pages {
        /** The page that begins with this thing, counted from 0. */
        NamePage from(long startAt);
    }

    /** The names of all things on all pages, in their order. */
    public static List<String> names(Pages pages) {
        List<String> names = new ArrayList<>();
        while (true) {
            NamePage page = pages.from(names.size());
            List<Named> values = page.values() == null ? List.of() : page.values();
            values.forEach(one -> names.add(text(one.name())));
            if (values.isEmpty() || Boolean.TRUE.equals(page.isLast())) {
                return List.copyOf(names);
            }
        }
    }

    /** The text, or an empty one. */
    public static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
