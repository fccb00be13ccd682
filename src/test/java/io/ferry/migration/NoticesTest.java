package io.ferry.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.migration.Notices.Key;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NoticesTest {
    private static final Key AFTER_HOURS = new Key("task:1", "PT4H");
    private static final Key AFTER_A_DAY = new Key("task:1", "PT24H");

    @ParameterizedTest
    @EnumSource
    void shouldBeginEachNoticeOnceForEachChannel(Database database) {
        var notices = database.get(Notices.class);
        MigrationId id = database.aMigration().id();

        assertThat(notices.begin(id, "e-mail", List.of(AFTER_HOURS))).containsExactly(AFTER_HOURS);
        assertThat(notices.begin(id, "e-mail", List.of(AFTER_HOURS, AFTER_A_DAY)))
                .as("the first one may be under way, or may have gone out before Ferry ended")
                .containsExactly(AFTER_A_DAY);
        assertThat(notices.begin(id, "webhook", List.of(AFTER_HOURS))).containsExactly(AFTER_HOURS);
        notices.sent(id, "e-mail", List.of(AFTER_HOURS, AFTER_A_DAY));
        assertThat(notices.begin(id, "e-mail", List.of(AFTER_HOURS, AFTER_A_DAY)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeginAgainWhatFailedAndTellTheFailureUntilSomethingGoesOut(Database database) {
        var notices = database.get(Notices.class);
        MigrationId id = database.aMigration().id();
        String channel = "channel of " + id.value().substring(0, 8);
        notices.begin(id, channel, List.of(AFTER_HOURS));
        database.clock().pass(Duration.ofSeconds(1));

        notices.failed(id, channel, List.of(AFTER_HOURS), "No answer to ann@example.org");

        assertThat(notices.lastFailures())
                .filteredOn(failure -> failure.channel().equals(channel))
                .singleElement()
                .satisfies(failure -> {
                    assertThat(failure.why()).isEqualTo("No answer to (address)");
                    assertThat(failure.at()).isEqualTo(database.clock().instant());
                });
        assertThat(notices.begin(id, channel, List.of(AFTER_HOURS))).containsExactly(AFTER_HOURS);
        database.clock().pass(Duration.ofSeconds(1));
        notices.sent(id, channel, List.of(AFTER_HOURS));
        assertThat(notices.lastFailures())
                .noneMatch(failure -> failure.channel().equals(channel));
    }

    @ParameterizedTest
    @EnumSource
    void shouldWantEndsUntilTheyAreToldOrOld(Database database) {
        var notices = database.get(Notices.class);
        MigrationId id = database.aMigration().id();
        Key ended = new Key("ended:MIGRATED", "");

        notices.want(id, "e-mail", ended);
        notices.want(id, "e-mail", ended);

        assertThat(wanted(notices, id)).containsExactly(new Notices.Wanted(id, "e-mail", ended));
        assertThat(notices.begin(id, "e-mail", List.of(ended))).containsExactly(ended);
        assertThat(wanted(notices, id)).isEmpty();
        notices.failed(id, "e-mail", List.of(ended), "No answer");
        assertThat(wanted(notices, id)).hasSize(1);
        // Trying again makes no news of it.
        database.clock().pass(Duration.ofDays(2));
        notices.begin(id, "e-mail", List.of(ended));
        notices.failed(id, "e-mail", List.of(ended), "No answer");
        assertThat(wanted(notices, id)).hasSize(1);
        database.clock().pass(Duration.ofDays(2));
        assertThat(wanted(notices, id)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldLetOneOfTwoBegin(Database database) throws Exception {
        var notices = database.get(Notices.class);
        MigrationId id = database.aMigration().id();
        Callable<Set<Key>> begin = () -> notices.begin(id, "e-mail", List.of(AFTER_HOURS));
        try (var both = Executors.newFixedThreadPool(2)) {
            var begun = both.invokeAll(List.of(begin, begin));

            assertThat(begun.get(0).get().size() + begun.get(1).get().size()).isEqualTo(1);
        }
    }

    private static List<Notices.Wanted> wanted(Notices notices, MigrationId id) {
        return notices.wanted().stream()
                .filter(wanted -> wanted.id().equals(id))
                .toList();
    }
}
