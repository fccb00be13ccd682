package io.ferry.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ferry.migration.Actor.Channel;
import io.ferry.migration.Drafts.Draft;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DraftsTest {
    @ParameterizedTest
    @EnumSource
    void shouldKeepOneDraftForEachPersonAndShowItToNobodyElse(Database database) {
        // given
        var drafts = database.get(Drafts.class);
        String subject = UUID.randomUUID().toString();
        Actor ann = new Actor("ann", Channel.OIDC_SESSION, "https://sign-in.example.com", subject);
        Actor renamed = new Actor("ann.new", Channel.OIDC_TOKEN, "https://sign-in.example.com", subject);
        Actor elsewhere = new Actor("ann", Channel.OIDC_SESSION, "https://other.example.com", subject);
        Actor local = new Actor("ann-" + subject, Channel.LINK, null, null);

        // when
        drafts.save(ann, named("First"));
        Draft second = drafts.save(ann, named("Second"));
        drafts.save(local, named("Local"));

        // then
        assertThat(drafts.of(renamed)).contains(second);
        assertThat(second.request().name()).isEqualTo("Second");
        assertThat(drafts.of(elsewhere)).isEmpty();
        assertThat(drafts.of(local)).map(draft -> draft.request().name()).contains("Local");
        drafts.delete(ann);
        assertThat(drafts.of(ann)).isEmpty();
        assertThat(drafts.of(local)).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void shouldLeaveOutWhatMayBeASecret(Database database) {
        // given
        var drafts = database.get(Drafts.class);
        var site = new MigrationRequest.Site(
                "https://admin:hunter2@jira.example.com", "hunter2 pasted here", "source-app", null, null, null, null);

        // when
        Draft draft = drafts.save(
                somebody(),
                new MigrationRequest(
                        "ann@example.com", "BIGPICTURE", site, null, Map.of(), null, null, true, null, null, null));

        // then
        assertThat(draft.toString()).doesNotContain("hunter2", "ann@example.com");
        assertThat(draft.request().source())
                .isEqualTo(new MigrationRequest.Site(null, null, "source-app", null, null, null, null));
        assertThat(draft.request().app()).isEqualTo("BIGPICTURE");
    }

    @ParameterizedTest
    @EnumSource
    void shouldDeleteWhatNobodyHasTouchedForLong(Database database) {
        // given
        var drafts = database.get(Drafts.class);
        Actor gone = somebody();
        Actor here = somebody();
        drafts.save(gone, named("Old"));
        database.clock().pass(Duration.ofDays(60));
        drafts.save(here, named("Newer"));

        // when
        database.clock().pass(Duration.ofDays(31));
        drafts.forget(new CleanUpDue(database.clock().instant()));

        // then
        assertThat(drafts.of(gone)).isEmpty();
        assertThat(drafts.of(here)).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWhatIsTooLong(Database database) {
        var drafts = database.get(Drafts.class);
        Actor somebody = somebody();

        assertThatThrownBy(() -> drafts.save(somebody, named("a".repeat(Drafts.LONGEST))))
                .isInstanceOf(SettingsRefused.class)
                .hasMessageContaining("20000 characters");
        assertThat(drafts.of(somebody)).isEmpty();
    }

    private static Actor somebody() {
        return new Actor(UUID.randomUUID().toString(), Channel.LINK, null, null);
    }

    private static MigrationRequest named(@Nullable String name) {
        return new MigrationRequest(name, null, null, null, null, null, null, null, null, null, null);
    }
}
