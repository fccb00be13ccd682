package io.ferry.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationRequestTest {
    /** An hour before noon of 7 November 2026 in Greenwich, when it still is the 6th somewhere. */
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-07T11:00:00Z"), ZoneOffset.UTC);

    private static final MigrationRequest.Site SOURCE = Samples.site("http://127.0.0.1:8181/");
    private static final MigrationRequest.Site TARGET = Samples.site("http://127.0.0.1:8182");

    @Test
    void shouldFillInHonestDefaults() {
        // when
        NewMigration migration = Samples.request(SOURCE, TARGET).read(CLOCK);

        // then
        assertThat(migration.app()).isEqualTo(App.BIGGANTT);
        assertThat(migration.settings().source().url()).hasToString("http://127.0.0.1:8181");
        assertThat(migration.settings().pollPause()).isEqualTo(Duration.ofSeconds(30));
        assertThat(migration.settings().thresholds()).isEqualTo(Thresholds.DEFAULT);
        assertThat(migration.settings().modes()).hasSize(Operation.values().length);
        assertThat(migration.settings().mode(Operation.CREATE_USERS)).isEqualTo(Mode.AUTOMATIC);
        assertThat(migration.settings().mode(Operation.BACK_UP_JIRA)).isEqualTo(Mode.MANUAL);
        assertThat(migration.settings().mode(Operation.RESTORE_DUMP)).isEqualTo(Mode.MANUAL);
    }

    @Test
    void shouldBackUpJiraItselfWhereItReachesTheExportFolder() {
        MigrationRequest.Site source =
                new MigrationRequest.Site("http://127.0.0.1:8181", "some-jira", "", " ", "/srv/export", null, null);
        assertThat(Samples.request(source, TARGET).read(CLOCK).settings().mode(Operation.BACK_UP_JIRA))
                .isEqualTo(Mode.AUTOMATIC);
    }

    @Test
    void shouldFreezeTheSourceForARehearsalOnlyIfThatIsWanted() {
        assertThat(rehearsed(true, null).freezesSource()).isFalse();
        assertThat(rehearsed(true, true).freezesSource()).isTrue();
        assertThat(rehearsed(null, null).freezesSource()).isTrue();
        assertThat(catchThrowableOfType(SettingsRefused.class, () -> rehearsed(false, true))
                        .refusals())
                .containsExactly(new InvalidField("dressRehearsal", "true only if rehearsal is true", "true"));
    }

    @Test
    void shouldReadSettingsThatWereStoredBeforeThereWereDressRehearsals() {
        String stored = Json.write(Samples.settings()).replace(",\"dressRehearsal\":false", "");
        assertThat(stored).doesNotContain("dressRehearsal");

        assertThat(Json.read(stored, MigrationSettings.class)).isEqualTo(Samples.settings());
    }

    private static MigrationSettings rehearsed(@Nullable Boolean rehearsal, @Nullable Boolean dressRehearsal) {
        return new MigrationRequest(
                        "A move", "BIGGANTT", SOURCE, TARGET, null, null, null, rehearsal, dressRehearsal, null, null)
                .read(CLOCK)
                .settings();
    }

    @Test
    void shouldSayEverythingThatIsWrongAtOnce() {
        // given
        MigrationRequest request = new MigrationRequest(
                " ",
                "JIRA",
                new MigrationRequest.Site(
                        "ftp://x", "Hunter2", null, "../etc", "relative/folder", "soon", "2027-02-30"),
                null,
                Map.of("restoreDump", "MAGIC", "fly", "AUTOMATIC"),
                new MigrationRequest.Limits(0, 101.0, null),
                "soon",
                null,
                null,
                "next week",
                null);

        // when
        SettingsRefused refused = catchThrowableOfType(SettingsRefused.class, () -> request.read(CLOCK));

        // then
        assertThat(refused.refusals())
                .extracting(InvalidField::field)
                .containsExactlyInAnyOrder(
                        "name",
                        "app",
                        "source.url",
                        "source.credential",
                        "source.endpoints",
                        "source.exportFolder",
                        "source.credentialEnds",
                        "source.bigPictureCredentialEnds",
                        "target",
                        "modes.restoreDump",
                        "modes",
                        "thresholds.unmatchedPeopleLimit",
                        "thresholds.tolerableDifferencePercent",
                        "pollPause",
                        "plannedEnd");
        assertThat(refused.getMessage()).doesNotContain("Hunter2").contains("AUTOMATIC or MANUAL", "MAGIC");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://jira.example.com",
                "jira.example.com",
                "http://",
                "http:///path",
                "https://jira.example.com?x=1",
                "https://jira.example.com#top",
                "http://not a host",
                "file:/etc/passwd",
                "https://jira.example.com:99999"
            })
    void shouldRefuseWhatIsNoAddressOfASite(String url) {
        assertThat(refusals(url)).extracting(InvalidField::field).containsExactly("source.url");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://ann:hunter2@jira.example.com", "https://ann:hunter2@jira example.com"})
    void shouldNotRepeatAPasswordThatStandsInAnAddress(String url) {
        assertThat(refusals(url))
                .isNotEmpty()
                .allSatisfy(refusal -> assertThat(refusal.toString()).doesNotContain("hunter2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "env:PATH",
                "env:",
                "ENV:X",
                "file:/etc/shadow",
                "file:relative",
                "Hunter2",
                "admin:hunter2",
                "two words",
                "2nd",
                "a-name-that-is-longer-than-forty-characters"
            })
    void shouldRefuseWhatIsNoNameOfACredential(String credential) {
        // given
        MigrationRequest.Site site =
                new MigrationRequest.Site("https://jira.example.com", credential, null, null, null, null, null);

        // when
        SettingsRefused refused = catchThrowableOfType(
                SettingsRefused.class, () -> Samples.request(site, TARGET).read(CLOCK));

        // then
        assertThat(refused.refusals()).hasSize(1);
        assertThat(refused.refusals().getFirst().field()).isEqualTo("source.credential");
        assertThat(refused.refusals().getFirst().got()).isNull();
        assertThat(refused.refusals().getFirst().expected()).contains("ferry.credentials.NAME.source");
    }

    @Test
    void shouldHaveACredentialNamedThatAnOlderFerryTookAsAReference() {
        // given: a record of an older Ferry
        var known = new SiteSettings(
                URI.create("https://jira.example.com"),
                new CredentialName("env:SOURCE"),
                new CredentialName("file:/run/app-token"),
                null,
                null);

        // when
        SettingsRefused refused = catchThrowableOfType(
                SettingsRefused.class,
                () -> new MigrationRequest.Site(null, null, null, "sandbox", null, null, null).correct(known, CLOCK));

        // then
        assertThat(refused.refusals())
                .extracting(InvalidField::field)
                .containsExactly("credential", "bigPictureCredential");
        assertThat(new MigrationRequest.Site(null, "source-jira", "", null, null, null, null)
                        .correct(known, CLOCK)
                        .credential())
                .hasToString("source-jira");
    }

    @Test
    void shouldRefuseTheSameSiteTwice() {
        assertThat(refusals("http://127.0.0.1:8182/"))
                .extracting(InvalidField::field)
                .containsExactly("target.url");
    }

    @Test
    void shouldRefuseDaysThatAreOver() {
        // given
        MigrationRequest.Site source = ending("https://jira.example.com", "2026-11-05", "2026-11-06");
        MigrationRequest.Site target = ending("https://example.atlassian.net", "2026-11-07", "2020-02-29");
        MigrationRequest request = new MigrationRequest(
                "A move", "BIGGANTT", source, target, null, null, null, null, null, "2026-11-05", null);

        // when
        SettingsRefused refused = catchThrowableOfType(SettingsRefused.class, () -> request.read(CLOCK));

        // then
        assertThat(refused.refusals())
                .allSatisfy(each -> assertThat(each.expected()).startsWith("today or a later day"))
                .extracting(InvalidField::field, InvalidField::got)
                .containsExactlyInAnyOrder(
                        tuple("source.credentialEnds", "2026-11-05"),
                        tuple("target.bigPictureCredentialEnds", "2020-02-29"),
                        tuple("plannedEnd", "2026-11-05"));
    }

    @Test
    void shouldTakeTheDayThatItStillIsSomewhere() {
        assertThat(new MigrationRequest(
                                "A move", "BIGGANTT", SOURCE, TARGET, null, null, null, null, null, "2026-11-06", null)
                        .read(CLOCK)
                        .settings()
                        .plannedEnd())
                .hasToString("2026-11-06");
    }

    @Test
    void shouldRefuseALastDayThatIsOverOnlyWhereItIsNew() {
        // given
        SiteSettings known =
                ending("https://jira.example.com", "2020-02-29", null).read();

        // when
        SettingsRefused refused = catchThrowableOfType(
                SettingsRefused.class,
                () -> ending(null, "2020-02-29", "2020-02-29").correct(known, CLOCK));

        // then
        assertThat(refused.refusals()).extracting(InvalidField::field).containsExactly("bigPictureCredentialEnds");
        assertThat(ending(null, "2020-02-29", "2026-11-08")
                        .correct(known, CLOCK)
                        .bigPictureCredentialEnds())
                .hasToString("2026-11-08");
    }

    private static MigrationRequest.Site ending(
            @Nullable String url, @Nullable String credential, @Nullable String bigPictureCredential) {
        return new MigrationRequest.Site(
                url, "source-jira", "source-app", null, null, credential, bigPictureCredential);
    }

    private static List<InvalidField> refusals(String sourceUrl) {
        return catchThrowableOfType(
                        SettingsRefused.class,
                        () -> Samples.request(Samples.site(sourceUrl), TARGET).read(CLOCK))
                .refusals();
    }
}
