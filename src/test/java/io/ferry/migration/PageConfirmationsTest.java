package io.ferry.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PageConfirmationsTest {
    private static final Actor ANN = new Actor("ann", Actor.Channel.OIDC_SESSION, "https://idp.example", "sub-ann");
    private static final Actor BEN = new Actor("ben", Actor.Channel.OIDC_SESSION, "https://idp.example", "sub-ben");

    @ParameterizedTest
    @EnumSource
    void shouldKeepWhoConfirmedWhatForWhichTask(Database database) {
        // given
        PageConfirmations pages = database.get(PageConfirmations.class);
        MigrationId id = database.aMigration().id();
        Actor withAddress = new Actor("ann@example.org", Actor.Channel.OIDC_SESSION, "https://idp.example", "sub-ann");

        // when
        assertThat(pages.put(confirmation(id, withAddress, "asked by ben@example.org")))
                .isTrue();

        // then
        assertThat(pages.find(id, 7, Question.IMPORT)).contains(confirmation(id, ANN, "asked by (address)"));
        assertThat(pages.find(id, 8, Question.IMPORT)).isEmpty();
        assertThat(pages.find(id, 7, Question.RESTORE)).isEmpty();
        assertThat(pages.find(database.aMigration().id(), 7, Question.IMPORT)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotGiveSomebodysConfirmationToAnotherWhileCamundaMayTakeIt(Database database) {
        // given
        PageConfirmations pages = database.get(PageConfirmations.class);
        MigrationId id = database.aMigration().id();
        pages.put(confirmation(id, ANN, null));

        // when, then
        assertThat(pages.put(confirmation(id, BEN, null))).isFalse();
        assertThat(pages.find(id, 7, Question.IMPORT)).contains(confirmation(id, ANN, null));
        assertThat(pages.put(confirmation(id, ANN, "again"))).isTrue();
        database.clock().pass(Duration.ofMinutes(6));
        assertThat(pages.put(confirmation(id, BEN, null))).isTrue();
        assertThat(pages.find(id, 7, Question.IMPORT)).contains(confirmation(id, BEN, null));
    }

    private static PageConfirmation confirmation(
            MigrationId id, Actor by, @org.jspecify.annotations.Nullable String reason) {
        return new PageConfirmation(id, 7, Question.IMPORT, reason, by, "ab".repeat(32));
    }
}
