package io.ferry.migration;

import io.ferry.base.PlainText;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a person or script asks for, unchecked: the body of the interface's call and the variables of the start form.
 * {@link #read(Clock)} makes settings of it or says everything that is wrong.
 *
 * @param name what people call this migration
 * @param app {@code BIGPICTURE} or {@code BIGGANTT}
 * @param modes {@code AUTOMATIC} or {@code MANUAL} for each {@link Operation#key()}; those left out get their defaults
 * @param dressRehearsal whether a rehearsal freezes the source; refused where it is no rehearsal
 * @param pollPause an ISO 8601 duration such as PT30S
 * @param plannedEnd an ISO 8601 date such as 2027-03-31
 * @param team the team that it belongs to, where teams are set up
 */
public record MigrationRequest(
        @Nullable String name,
        @Nullable String app,
        @Nullable Site source,
        @Nullable Site target,
        @Nullable Map<String, @Nullable String> modes,
        @Nullable Limits thresholds,
        @Nullable String pollPause,
        @Nullable Boolean rehearsal,
        @Nullable Boolean dressRehearsal,
        @Nullable String plannedEnd,
        @Nullable String team) {

    /** How teams are called; see {@code ferry.access.oidc.teams}. */
    public static final Pattern TEAM = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    private static final int LONGEST_NAME = 100;
    private static final String AHEAD = "today or a later day";
    private static final String CREDENTIAL_AHEAD = AHEAD + ", for a credential works no longer than to its last day";
    private static final String NAMED_AGAIN = "the name of the credential that is meant for the new address";

    /** A site, unchecked; see {@link SiteSettings}. */
    public record Site(
            @Nullable String url,
            @Nullable String credential,
            @Nullable String bigPictureCredential,
            @Nullable String endpoints,
            @Nullable String exportFolder,
            @Nullable String credentialEnds,
            @Nullable String bigPictureCredentialEnds) {

        /**
         * The settings of a site, corrected by what this names: what is null stays as it was; an empty text removes what
         * may be left out. Credentials stay at the address that they were named for: with another one they must be named
         * too, for whoever corrects an address would else send them there unseen. The last day of a credential goes with it:
         * where another credential is named, the day of the old one counts no more. A last day that is over is refused, unless
         * it is the one that was known before.
         *
         * @throws SettingsRefused with everything that is wrong
         */
        public SiteSettings correct(SiteSettings known, Clock clock) {
            SiteSettings corrected = new Site(
                            url == null ? known.url().toString() : url,
                            credential == null ? known.credential().value() : credential,
                            bigPictureCredential == null
                                    ? text(known.bigPictureCredential(), CredentialName::value)
                                    : bigPictureCredential,
                            endpoints == null ? known.endpoints() : endpoints,
                            exportFolder == null ? text(known.exportFolder(), Path::toString) : exportFolder,
                            credentialEnds == null && credential == null
                                    ? text(known.credentialEnds(), LocalDate::toString)
                                    : credentialEnds,
                            bigPictureCredentialEnds == null && bigPictureCredential == null
                                    ? text(known.bigPictureCredentialEnds(), LocalDate::toString)
                                    : bigPictureCredentialEnds)
                    .read();
            boolean moved = !corrected.place().equals(known.place());
            Refusals refusals = new Refusals();
            if (!Objects.equals(corrected.credentialEnds(), known.credentialEnds())) {
                ahead(refusals, "credentialEnds", corrected.credentialEnds(), CREDENTIAL_AHEAD, clock);
            }
            if (!Objects.equals(corrected.bigPictureCredentialEnds(), known.bigPictureCredentialEnds())) {
                ahead(
                        refusals,
                        "bigPictureCredentialEnds",
                        corrected.bigPictureCredentialEnds(),
                        CREDENTIAL_AHEAD,
                        clock);
            }
            refusals.expect(!moved || credential != null, "credential", NAMED_AGAIN, null)
                    .expect(
                            !moved || bigPictureCredential != null || known.bigPictureCredential() == null,
                            "bigPictureCredential",
                            NAMED_AGAIN + ", or an empty text",
                            null)
                    .throwIfAny();
            return corrected;
        }

        private static <T> @Nullable String text(@Nullable T known, Function<T, String> text) {
            return known == null ? null : text.apply(known);
        }

        /**
         * Checks what can be checked without looking at anything outside, whatever day it is.
         *
         * @throws SettingsRefused with everything that is wrong
         */
        public SiteSettings read() {
            return read(null);
        }

        /**
         * The same for a site that is new to Ferry: last days that are over are refused as well.
         *
         * @throws SettingsRefused with everything that is wrong
         */
        public SiteSettings read(@Nullable Clock clock) {
            Refusals refusals = new Refusals();
            URI address =
                    required(refusals, "url", url, "the site's address, such as https://jira.example.com", text -> {
                        try {
                            return new URI(text.strip());
                        } catch (URISyntaxException e) {
                            return null;
                        }
                    });
            CredentialName jira = refusals.part(
                    "credential", () -> CredentialName.asked(orEmpty(credential).strip()));
            CredentialName bigPicture = isBlank(bigPictureCredential)
                    ? null
                    : refusals.part(
                            "bigPictureCredential",
                            () -> CredentialName.asked(
                                    orEmpty(bigPictureCredential).strip()));
            Path folder =
                    optional(refusals, "exportFolder", exportFolder, "an absolute path of a folder", null, text -> {
                        try {
                            return Path.of(text);
                        } catch (InvalidPathException e) {
                            return null;
                        }
                    });
            LocalDate ends = date(refusals, "credentialEnds", credentialEnds);
            LocalDate bigPictureEnds = date(refusals, "bigPictureCredentialEnds", bigPictureCredentialEnds);
            if (clock != null) {
                ahead(refusals, "credentialEnds", ends, CREDENTIAL_AHEAD, clock);
                ahead(refusals, "bigPictureCredentialEnds", bigPictureEnds, CREDENTIAL_AHEAD, clock);
            }
            SiteSettings site = address == null
                    ? null
                    // A refused credential is stood in for, so that the rest is checked as well.
                    : refusals.part(
                            "",
                            () -> new SiteSettings(
                                    address,
                                    jira == null ? new CredentialName("refused") : jira,
                                    bigPicture,
                                    isBlank(endpoints) ? null : endpoints,
                                    folder,
                                    ends,
                                    bigPictureEnds));
            refusals.throwIfAny();
            return Objects.requireNonNull(site);
        }
    }

    /** Thresholds, unchecked; see {@link Thresholds}. */
    public record Limits(
            @Nullable Integer unmatchedPeopleLimit,
            @Nullable Double tolerableDifferencePercent,
            @Nullable String stuckAfter) {

        Thresholds read() {
            Refusals refusals = new Refusals();
            Duration stuck = duration(refusals, "stuckAfter", stuckAfter, Thresholds.DEFAULT.stuckAfter());
            refusals.throwIfAny();
            return new Thresholds(
                    orElse(unmatchedPeopleLimit, Thresholds.DEFAULT.unmatchedPeopleLimit()),
                    orElse(tolerableDifferencePercent, Thresholds.DEFAULT.tolerableDifferencePercent()),
                    Objects.requireNonNull(stuck));
        }
    }

    /**
     * Checks what can be checked without looking at anything outside.
     *
     * @param clock says which days are over
     * @throws SettingsRefused with everything that is wrong
     */
    public NewMigration read(Clock clock) {
        Refusals refusals = new Refusals();
        refusals.expect(
                name != null
                        && !name.isBlank()
                        && name.length() <= LONGEST_NAME
                        && name.indexOf('@') < 0
                        && PlainText.isLine(name),
                "name",
                "a name of 1 to " + LONGEST_NAME + " characters on one line, without e-mail addresses",
                null);
        App which = required(
                refusals,
                "app",
                app,
                "BIGPICTURE or BIGGANTT",
                text -> App.named(text).orElse(null));
        SiteSettings from = site(refusals, "source", source, clock);
        SiteSettings to = site(refusals, "target", target, clock);
        Map<Operation, Mode> chosen = modes(refusals, modes == null ? Map.of() : modes);
        Thresholds limits =
                thresholds == null ? Thresholds.DEFAULT : refusals.part("thresholds", () -> thresholds.read());
        Duration pause = duration(refusals, "pollPause", pollPause, MigrationSettings.DEFAULT_POLL_PAUSE);
        LocalDate end = date(refusals, "plannedEnd", plannedEnd);
        ahead(refusals, "plannedEnd", end, AHEAD, clock);
        String of = optional(
                refusals,
                "team",
                team,
                "a team's name: small letters, digits and hyphens, at most 40",
                null,
                text -> TEAM.matcher(text.strip()).matches() ? text.strip() : null);
        refusals.throwIfAny();
        return new NewMigration(
                Objects.requireNonNull(name).strip(),
                Objects.requireNonNull(which),
                new MigrationSettings(
                        Objects.requireNonNull(from),
                        Objects.requireNonNull(to),
                        chosen,
                        Objects.requireNonNull(limits),
                        Objects.requireNonNull(pause),
                        Boolean.TRUE.equals(rehearsal),
                        Boolean.TRUE.equals(dressRehearsal),
                        end),
                of);
    }

    /** The same for a team. */
    public MigrationRequest ofTeam(@Nullable String name) {
        return new MigrationRequest(
                this.name,
                app,
                source,
                target,
                modes,
                thresholds,
                pollPause,
                rehearsal,
                dressRehearsal,
                plannedEnd,
                name);
    }

    private static @Nullable SiteSettings site(Refusals refusals, String field, @Nullable Site site, Clock clock) {
        refusals.expect(site != null, field, "a site with url and credential", null);
        return site == null ? null : refusals.part(field, () -> site.read(clock));
    }

    /**
     * Reads modes that are to be changed.
     *
     * @param modes as they were asked for; at least one
     * @throws SettingsRefused with everything that is wrong
     */
    public static Map<Operation, Mode> readModes(Map<String, @Nullable String> modes) {
        Refusals refusals = new Refusals();
        refusals.expect(!modes.isEmpty(), "modes", "at least one of " + Operation.allKeys(), null);
        Map<Operation, Mode> chosen = modes(refusals, modes);
        refusals.throwIfAny();
        return chosen;
    }

    private static Map<Operation, Mode> modes(Refusals refusals, Map<String, @Nullable String> modes) {
        Map<Operation, Mode> chosen = new EnumMap<>(Operation.class);
        modes.forEach((key, value) -> {
            Operation operation = Operation.withKey(key).orElse(null);
            Mode mode = value == null ? null : Mode.named(value).orElse(null);
            refusals.expect(operation != null, "modes", "the operations " + Operation.allKeys(), key)
                    .expect(mode != null, "modes." + key, "AUTOMATIC or MANUAL", value);
            if (operation != null && mode != null) {
                chosen.put(operation, mode);
            }
        });
        return chosen;
    }

    private static <T> @Nullable T required(
            Refusals refusals,
            String field,
            @Nullable String text,
            String expected,
            Function<String, @Nullable T> reader) {
        refusals.expect(!isBlank(text), field, expected, null);
        return optional(refusals, field, text, expected, null, reader);
    }

    private static <T> @Nullable T optional(
            Refusals refusals,
            String field,
            @Nullable String text,
            String expected,
            @Nullable T otherwise,
            Function<String, @Nullable T> reader) {
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        T value = reader.apply(text);
        // An address that cannot be read may still hold a password before its @.
        refusals.expect(value != null, field, expected, text.indexOf('@') < 0 ? text : null);
        return value;
    }

    private static @Nullable Duration duration(
            Refusals refusals, String field, @Nullable String text, Duration otherwise) {
        return optional(refusals, field, text, "an ISO 8601 duration such as PT30S", otherwise, given -> {
            try {
                return Duration.parse(given);
            } catch (DateTimeParseException e) {
                return null;
            }
        });
    }

    private static @Nullable LocalDate date(Refusals refusals, String field, @Nullable String text) {
        return optional(refusals, field, text, "a date such as 2027-03-31", null, given -> {
            try {
                return LocalDate.parse(given.strip());
            } catch (DateTimeParseException e) {
                return null;
            }
        });
    }

    /** People enter days as their calendar has them: a day is over when it is over everywhere. */
    private static void ahead(Refusals refusals, String field, @Nullable LocalDate day, String expected, Clock clock) {
        refusals.expect(
                day == null || !day.isBefore(LocalDate.now(clock.withZone(ZoneOffset.ofHours(-12)))),
                field,
                expected,
                String.valueOf(day));
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static <T> T orElse(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
