package io.ferry.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ferry.fixtures.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Two Ferrys keep one record at the same time. */
class SeveralFerrysTest {
    @TempDir
    private static Path homes;

    private static String url = "";

    @SuppressWarnings("NullAway.Init")
    private static ConfigurableApplicationContext first;

    @SuppressWarnings("NullAway.Init")
    private static ConfigurableApplicationContext second;

    private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeAll
    static void start() {
        url = TestDatabase.POSTGRESQL.newUrl();
        first = ferry("a");
        second = ferry("b");
    }

    @AfterAll
    static void stop() {
        THREADS.shutdownNow();
        second.close();
        first.close();
    }

    private static ConfigurableApplicationContext ferry(String home, String... more) {
        return new SpringApplicationBuilder(Database.RecordOnly.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.config.location=optional:classpath:/none/",
                        "spring.main.banner-mode=off",
                        "logging.level.root=warn",
                        "ferry.home=" + homes.resolve(home),
                        "ferry.artifacts.s3.bucket=artifacts",
                        "spring.datasource.url=" + url)
                .properties(more)
                .run();
    }

    @Test
    void shouldLetOneDoWhatIsDoneOnceAtATime() {
        Claims here = first.getBean(Claims.class);
        Claims there = second.getBean(Claims.class);
        Claims.Claim claim = here.take("the work").orElseThrow();

        assertThat(claim.isHeld()).isTrue();
        assertThat(here.take("the work")).isEmpty();
        assertThat(there.take("the work")).isEmpty();
        assertThat(there.isTaken("the work")).isTrue();
        assertThat(there.take("other work")).isPresent();

        claim.close();

        assertThat(claim.isHeld()).isFalse();
        assertThat(there.isTaken("the work")).isFalse();
        Claims.Claim next = there.take("the work").orElseThrow();
        // Whoever closes twice takes nothing away.
        claim.close();
        assertThat(here.isTaken("the work")).isTrue();
        next.close();
    }

    @Test
    void shouldGoOnWithWhatAKilledOneHadClaimedAndKeepWhatIsRenewed() throws Exception {
        Duration lasts = Duration.ofSeconds(2);
        JdbcClient sql = first.getBean(JdbcClient.class);
        PlatformTransactionManager transactions = first.getBean(PlatformTransactionManager.class);
        try (Claims living = new Claims(sql, transactions, lasts)) {
            Claims.Claim renewed = living.take("work of a living one").orElseThrow();
            sql.sql("insert into claim (name, holder, held_until) values ('work of a killed one', 'x',"
                            + " current_timestamp + interval '2' second)")
                    .update();
            Claims there = second.getBean(Claims.class);
            assertThat(there.take("work of a killed one")).isEmpty();

            until(() -> there.take("work of a killed one").isPresent());
            // by then the living one's would have ended as well
            assertThat(there.take("work of a living one")).isEmpty();
            assertThat(renewed.isHeld()).isTrue();
        }
    }

    @Test
    void shouldLetOneWaitForTheOthersTurn() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Future<Integer> turn = THREADS.submit(() -> first.getBean(Turns.class).alone("files", () -> {
            begun.countDown();
            await(end);
            return 1;
        }));
        await(begun);

        Future<Integer> waiting =
                THREADS.submit(() -> second.getBean(Turns.class).alone("files", () -> 2));
        assertThat(second.getBean(Turns.class).<Integer>alone("other files", () -> 3))
                .isEqualTo(3);
        assertThat(waiting).isNotDone();
        end.countDown();

        assertThat(turn.get(20, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo(2);
        // who fails lets the next one in
        assertThatThrownBy(() -> first.getBean(Turns.class).alone("files", () -> {
                    throw new IllegalStateException("failed");
                }))
                .hasMessage("failed");
        assertThat(second.getBean(Turns.class).<Integer>alone("files", () -> 4)).isEqualTo(4);
    }

    @Test
    void shouldSendEachNoticeByOne() throws Exception {
        for (int i = 0; i < 20; i++) {
            MigrationId id = aMigration();
            Notices.Key key = new Notices.Key("ended:MIGRATED", "");
            List<Set<Notices.Key>> begun =
                    atOnce(context -> context.getBean(Notices.class).begin(id, "mail", Set.of(key)));

            assertThat(begun.stream().mapToInt(Set::size).sum()).isEqualTo(1);
        }
    }

    @Test
    void shouldLetOneMigrationGoToATarget() throws Exception {
        for (int i = 0; i < 20; i++) {
            var wanted = new NewMigration(
                    "Move", App.BIGPICTURE, Samples.settings(UUID.randomUUID() + ".example.net"), null);
            List<Boolean> taken = atOnce(context -> {
                try {
                    context.getBean(Migrations.class).register(wanted);
                    return true;
                } catch (TargetInUse another) {
                    return false;
                }
            });

            assertThat(taken).containsExactlyInAnyOrder(true, false);
        }
    }

    @Test
    void shouldRequestFromASiteByOne() throws Exception {
        for (int i = 0; i < 20; i++) {
            MigrationId id = aMigration();
            List<IntentState> states = atOnce(
                    context -> context.getBean(Intents.class).begin(id, Action.IMPORT_BACKUP, Map.of("visit", 42)));

            assertThat(states).hasOnlyElementsOfTypes(IntentState.Fresh.class, IntentState.Unfinished.class);
            assertThat(states.stream().filter(IntentState.Fresh.class::isInstance))
                    .hasSize(1);
        }
    }

    @Test
    void shouldDeployTheModelsOfTheNewestReleaseOnly() throws Exception {
        ModelsOnRecord old = first.getBean(ModelsOnRecord.class);
        ModelsOnRecord upgraded = second.getBean(ModelsOnRecord.class);

        assertThat(old.newerRelease("models of 1.0", "1.0")).isEmpty();
        assertThat(upgraded.newerRelease("models of 1.1", "1.1")).isEmpty();

        // one of 1.0 is started again, and one of 1.1
        assertThat(old.newerRelease("models of 1.0", "1.0")).contains("1.1");
        assertThat(upgraded.newerRelease("models of 1.1", "1.1")).isEmpty();

        // and one that goes back, and then forward again
        try (var back = ferry("c", "ferry.nodes.older-models=true")) {
            assertThat(back.getBean(ModelsOnRecord.class).newerRelease("models of 1.0", "1.0"))
                    .isEmpty();
        }
        assertThat(old.newerRelease("models of 1.0", "1.0")).isEmpty();
        assertThat(upgraded.newerRelease("models of 1.1", "1.1")).isEmpty();
        assertThat(old.newerRelease("models of 1.0", "1.0")).contains("1.1");

        // and both note the same at once
        List<ModelsOnRecord.Model> models =
                List.of(new ModelsOnRecord.Model("migrate", 1, 11), new ModelsOnRecord.Model("verify", 1, 12));
        for (int i = 0; i < 20; i++) {
            atOnce(context -> {
                context.getBean(ModelsOnRecord.class).deployed(models);
                return true;
            });
        }
    }

    @Test
    void shouldTakeNothingForARestoreThatTheOtherHasWritten() throws Exception {
        MigrationId id = aMigration();
        for (int visit = 0; visit < 5; visit++) {
            second.getBean(Intents.class).begin(id, Action.IMPORT_BACKUP, Map.of("visit", visit));
        }

        // each knows what the other has counted
        first.getBean(RestoredDatabase.class).follow();
        assertThat(Files.readString(homes.resolve("a").resolve(RecordMark.NAME)))
                .isEqualTo(Files.readString(homes.resolve("b").resolve(RecordMark.NAME)));

        // and a third one that starts, or one that starts again, finds no restore
        try (var third = ferry("c");
                var again = ferry("a")) {
            assertThat(third.getBean(JdbcClient.class)
                            .sql("select count(*) from restoration")
                            .query(Integer.class)
                            .single())
                    .isZero();
            assertThat(again.getBean(Intents.class).begin(id, Action.IMPORT_BACKUP, Map.of("visit", 99)))
                    .isInstanceOf(IntentState.Fresh.class);
        }
    }

    private interface Question<T> {
        T of(ConfigurableApplicationContext ferry) throws Exception;
    }

    private static <T> List<T> atOnce(Question<T> question) throws Exception {
        List<Callable<T>> both = List.of(() -> question.of(first), () -> question.of(second));
        List<T> answers = new ArrayList<>();
        for (Future<T> answer : THREADS.invokeAll(both)) {
            answers.add(answer.get(20, TimeUnit.SECONDS));
        }
        return answers;
    }

    private static MigrationId aMigration() {
        return first.getBean(Migrations.class)
                .register(new NewMigration(
                        "Move", App.BIGPICTURE, Samples.settings(UUID.randomUUID() + ".example.net"), null))
                .id();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void until(Callable<Boolean> question) throws Exception {
        long giveUpAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!question.call()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(giveUpAt);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }
}
