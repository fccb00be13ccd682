package io.ferry.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.ferry.assess.Assessments.Kept;
import io.ferry.assess.Assessments.State;
import io.ferry.fixtures.TestDatabase;
import io.ferry.forecast.EarlierMigrations;
import io.ferry.migration.Actor;
import io.ferry.migration.App;
import io.ferry.migration.Claims;
import io.ferry.migration.CredentialName;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.SiteSettings;
import io.ferry.migration.Thresholds;
import io.ferry.migration.VisibleTeams;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** An assessment that one Ferry makes is seen at another one. */
class AssessmentsOfSeveralFerrysTest {
    private final DataSource database = TestDatabase.POSTGRESQL.withTables();
    private final JdbcClient sql = JdbcClient.create(database);

    @Test
    void shouldShowWhatAnotherOneLooksAtAndThatItWasInterrupted() throws Exception {
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Assessor slow = mock();
        when(slow.assess(any(), any(), any())).thenAnswer(call -> {
            call.<Consumer<String>>getArgument(2).accept("Source: people");
            looking.countDown();
            assertThat(end.await(60, TimeUnit.SECONDS)).isTrue();
            throw new IllegalStateException("It ends without a document");
        });
        Assessments here = ferry(slow);
        Assessments there = ferry(mock());

        // when one begins
        Kept begun = here.start(wanted(), Actor.named("ann"), VisibleTeams.ALL, () -> {})
                .orElseThrow();
        assertThat(looking.await(60, TimeUnit.SECONDS)).isTrue();

        // then the other one tells how it stands, and begins none
        Kept seen = there.find(begun.id(), VisibleTeams.ALL).orElseThrow();
        assertThat(seen.state()).isEqualTo(State.RUNNING);
        assertThat(seen.step()).isEqualTo("Source: people");
        assertThat(there.start(wanted(), Actor.named("ben"), VisibleTeams.ALL, () -> {}))
                .isEmpty();

        // when the claims of the first have ended, as those of one that was killed do
        sql.sql("delete from claim").update();

        // then it was interrupted, and the other one begins
        assertThat(there.find(begun.id(), VisibleTeams.ALL).orElseThrow().state())
                .isEqualTo(State.INTERRUPTED);
        assertThat(there.start(wanted(), Actor.named("ben"), VisibleTeams.ALL, () -> {}))
                .isPresent();

        end.countDown();
        long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (there.find(begun.id(), VisibleTeams.ALL).orElseThrow().state() != State.FAILED) {
            assertThat(System.nanoTime()).as("in time").isLessThan(giveUpAt);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        here.destroy();
        there.destroy();
    }

    private Assessments ferry(Assessor assessor) {
        Claims claims = new Claims(sql, new DataSourceTransactionManager(database), Duration.ofSeconds(30));
        return new Assessments(sql, assessor, mock(EarlierMigrations.class), Clock.systemUTC(), claims);
    }

    private static AssessmentRequest.Wanted wanted() {
        CredentialName credential = new CredentialName("jira");
        return new AssessmentRequest.Wanted(
                App.BIGPICTURE,
                new MigrationSettings(
                        site("https://dc.example.com", credential),
                        site("https://cloud.atlassian.net", credential),
                        Map.of(),
                        Thresholds.DEFAULT,
                        MigrationSettings.DEFAULT_POLL_PAUSE,
                        false,
                        false,
                        null),
                true,
                false);
    }

    private static SiteSettings site(String address, CredentialName credential) {
        return new SiteSettings(URI.create(address), credential, null, null, null, null, null);
    }
}
