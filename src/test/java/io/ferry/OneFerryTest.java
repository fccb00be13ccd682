package io.ferry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ferry.fixtures.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.tools.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.mock.env.MockEnvironment;

/** Two Ferrys with one database: one works, the other waits and takes over. */
class OneFerryTest {
    private static final Duration LASTS = Duration.ofSeconds(3);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void shouldLetOneWorkAndTheOtherTakeOverWhenItEnds(TestDatabase kind) throws Exception {
        DataSource database = kind.withTables();
        CountDownLatch waited = new CountDownLatch(2);
        try (Lease first = lease(database, "first", () -> {})) {
            first.await(holder -> {});
            until(first::isHeld);
            try (Lease second = lease(database, "second", () -> {})) {
                CompletableFuture<Void> working = CompletableFuture.runAsync(() -> second.await(holder -> {
                    assertThat(holder).isEqualTo("first");
                    waited.countDown();
                }));
                assertThat(waited.await(60, TimeUnit.SECONDS)).isTrue();
                assertThat(second.isHeld()).isFalse();

                first.close();

                working.get(60, TimeUnit.SECONDS);
                until(second::isHeld);
                assertThat(first.isHeld()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeOverWhenTheHolderIsSilentAndOnlyAfterItHasStopped(TestDatabase kind) throws Exception {
        DataSource database = kind.withTables();
        Cut cut = new Cut(database);
        CompletableFuture<Void> lost = new CompletableFuture<>();
        try (Lease first = lease(cut, "first", () -> lost.complete(null));
                Lease second = lease(database, "second", () -> {})) {
            first.await(holder -> {});

            // The computer of the first one is cut off from the database, as one that was killed is.
            cut.isCut = true;
            second.await(holder -> {});

            assertThat(first.isHeld()).as("the first one has stopped before").isFalse();
            until(second::isHeld);

            // When it is back, it sees that another one works, and ends.
            cut.isCut = false;
            lost.get(60, TimeUnit.SECONDS);
            assertThat(first.isHeld()).isFalse();
            until(second::isHeld);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnWithItsLeaseWhenTheDatabaseIsBackAndNobodyElseTookIt(TestDatabase kind) throws Exception {
        DataSource database = kind.withTables();
        Cut cut = new Cut(database);
        try (Lease lease = lease(cut, "first", () -> {})) {
            LeasedDataSource leased = new LeasedDataSource(database, lease);
            leased.begin(holder -> {});
            until(() -> isOpen(leased));

            cut.isCut = true;
            until(() -> !lease.isHeld());
            assertThatThrownBy(leased::getConnection)
                    .isInstanceOf(SQLTransientConnectionException.class)
                    .hasMessageContaining("could not renew its lease");

            cut.isCut = false;
            until(() -> isOpen(leased));
        }
    }

    @Test
    void shouldSayAtItsAddressWhyItWaits() throws Exception {
        int port = freePort();
        int management = freePort();
        MockEnvironment settings = new MockEnvironment()
                .withProperty("server.address", "127.0.0.1")
                .withProperty("server.port", String.valueOf(port))
                .withProperty("management.server.address", "127.0.0.1")
                .withProperty("management.server.port", String.valueOf(management));
        try (WaitingAnswers answers = new WaitingAnswers(settings, "Another Ferry works.")) {
            assertThat(get(port, "/")).isEqualTo("503 Another Ferry works.");
            answers.say("A third Ferry works.");
            assertThat(get(port, "/api/migrations")).startsWith("503 {").contains("A third Ferry works.");
            assertThat(get(port, "/actuator/health/liveness")).startsWith("503 ");
            assertThat(get(management, "/actuator/health")).isEqualTo("503 {\"status\":\"OUT_OF_SERVICE\"}");
            assertThat(get(management, "/actuator/health/liveness")).isEqualTo("200 {\"status\":\"UP\"}");
        }
    }

    @Test
    void shouldWaitAtAnAddressThatTheWorkingFerryHas() throws Exception {
        try (ServerSocket taken = new ServerSocket(0);
                WaitingAnswers answers = new WaitingAnswers(
                        new MockEnvironment().withProperty("server.port", String.valueOf(taken.getLocalPort())),
                        "Another Ferry works.")) {
            answers.say("It still works.");
        }
    }

    @Test
    void shouldWaitForADatabaseFileThatAnotherProgramHasOpened() throws Exception {
        // given: another program with the file of an embedded database
        String url = "jdbc:h2:file:" + folder.resolve("ferry");
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Path.of(Shell.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                                .toString(),
                        Shell.class.getName(),
                        "-url",
                        url)
                .redirectErrorStream(true)
                .start();
        try (BufferedReader said = other.inputReader()) {
            other.outputWriter().append("select 40 + 2;\n").flush();
            for (String line = said.readLine(); line != null && !line.contains("42"); ) {
                line = said.readLine();
            }
            int port = freePort();
            MockEnvironment settings = new MockEnvironment()
                    .withProperty("server.address", "127.0.0.1")
                    .withProperty("server.port", String.valueOf(port))
                    .withProperty("spring.datasource.url", url);
            DataSource database = new DriverManagerDataSource(url);
            try (OneFerry second = new OneFerry(database, settings)) {
                // when
                CompletableFuture<Void> working = CompletableFuture.runAsync(() -> second.migrate(Flyway.configure()
                        .dataSource(database)
                        .locations("classpath:db/migration")
                        .load()));

                // then
                until(() -> get(port, "/").startsWith("503 Another program has opened Ferry's database file"));
                assertThat(working).isNotDone();

                // when it is killed
                other.destroyForcibly().waitFor();
                working.get(60, TimeUnit.SECONDS);
                try (Connection connection = database.getConnection();
                        var rows = connection.createStatement().executeQuery("select count(*) from migration")) {
                    assertThat(rows.next()).isTrue();
                }
            }
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void shouldStartTheSecondWhenTheFirstIsGone() throws Exception {
        // given
        String url = TestDatabase.POSTGRESQL.newUrl();
        int port = freePort();
        CompletableFuture<ConfigurableApplicationContext> second;
        try (var first = start(url, 0)) {
            assertThat(first.getBean(OneFerry.class).health().getStatus()).isEqualTo(Status.UP);

            // when
            second = CompletableFuture.supplyAsync(() -> start(url, port));

            // then
            until(() -> get(port, "/").startsWith("503 Another Ferry works with this database (process "));
            assertThat(second).isNotDone();
        }
        try (var now = second.get(60, TimeUnit.SECONDS)) {
            assertThat(now.getBean(OneFerry.class).health().getStatus()).isEqualTo(Status.UP);
            assertThat(get(port, "/")).as("it waits no longer").isEmpty();
        }
    }

    @Test
    void shouldLetSeveralWorkThatHaveOneBucketAndKeepOutOthers() throws Exception {
        // given: two that make the tables of an empty database at the same time
        String url = TestDatabase.POSTGRESQL.newUrl();
        int port = freePort();
        String bucket = "ferry.artifacts.s3.bucket=artifacts";
        var second = CompletableFuture.supplyAsync(() -> start(url, 0, bucket));
        CompletableFuture<ConfigurableApplicationContext> folder;
        try (var first = start(url, 0, bucket);
                var beside = second.get(60, TimeUnit.SECONDS)) {
            assertThat(first.getBean(OneFerry.class).health().getStatus()).isEqualTo(Status.UP);
            assertThat(beside.getBean(OneFerry.class).health().getStatus()).isEqualTo(Status.UP);

            // when: one whose files nobody else can see
            folder = CompletableFuture.supplyAsync(() -> start(url, port));

            // then
            until(() -> get(port, "/")
                    .startsWith("503 Another Ferry works with this database (Ferrys with the bucket artifacts)."));

            // when one of the two ends, the other goes on
            beside.close();
            assertThat(first.getBean(OneFerry.class).health().getStatus()).isEqualTo(Status.UP);
            assertThat(folder).isNotDone();
        }
        try (var now = folder.get(60, TimeUnit.SECONDS)) {
            assertThat(now.getBean(OneFerry.class).health().getStatus()).isEqualTo(Status.UP);
        }
    }

    @Test
    void shouldKeepOutOnesThatLookElsewhereInTheSameBucket() throws Exception {
        String url = TestDatabase.POSTGRESQL.newUrl();
        int port = freePort();
        String bucket = "ferry.artifacts.s3.bucket=artifacts";
        CompletableFuture<ConfigurableApplicationContext> elsewhere;
        try (var first = start(url, 0, bucket, "ferry.artifacts.s3.prefix=ferry/")) {
            elsewhere = CompletableFuture.supplyAsync(() -> start(url, port, bucket));

            until(() -> get(port, "/").contains("(Ferrys with the bucket artifacts under ferry/)"));
        }
        elsewhere.get(60, TimeUnit.SECONDS).close();
    }

    private static ConfigurableApplicationContext start(String url, int port, String... more) {
        SpringApplicationBuilder ferry = new SpringApplicationBuilder(Wiring.class);
        // All applications of a JVM have one log: two that start at the same time must not both set it up.
        ferry.application()
                .setListeners(ferry.application().getListeners().stream()
                        .filter(listener -> !(listener instanceof LoggingApplicationListener))
                        .toList());
        return ferry.web(WebApplicationType.NONE)
                .properties(
                        "spring.config.location=optional:classpath:/none/",
                        "spring.main.banner-mode=off",
                        "server.address=127.0.0.1",
                        "server.port=" + port,
                        "spring.datasource.url=" + url)
                .properties(more)
                .run();
    }

    /** The part of the server that looks after its database. */
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        JdbcClientAutoConfiguration.class,
        FlywayAutoConfiguration.class
    })
    static class Wiring {
        @Bean
        static BeanPostProcessor leases(Environment settings) {
            return OneFerry.leases(settings, () -> {});
        }

        @Bean
        OneFerry leaseHealthIndicator(DataSource database, Environment settings) {
            return new OneFerry(database, settings);
        }
    }

    private static Lease lease(DataSource database, String holder, Runnable whenLost) {
        return new Lease(database, holder, false, LASTS, whenLost);
    }

    private static boolean isOpen(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return connection.isValid(5);
        } catch (SQLTransientConnectionException notHeld) {
            return false;
        }
    }

    /** Waits for at most a minute. */
    private static void until(Question question) throws Exception {
        long giveUpAt = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!question.isTrue()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(giveUpAt);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private interface Question {
        boolean isTrue() throws Exception;
    }

    private static String get(int port, String path) throws IOException, InterruptedException {
        try {
            HttpResponse<String> answer = HTTP.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body().strip();
        } catch (java.net.ConnectException nobody) {
            return "";
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** A database that can be cut off; connections that are open break at their next use. */
    private static final class Cut extends DelegatingDataSource {
        private volatile boolean isCut;

        Cut(DataSource database) {
            super(database);
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (isCut) {
                throw new SQLException("Cut off");
            }
            Connection real = super.getConnection();
            return (Connection) java.lang.reflect.Proxy.newProxyInstance(
                    Connection.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        if (isCut && !method.getName().equals("close")) {
                            throw new SQLException("Cut off");
                        }
                        try {
                            return method.invoke(real, arguments);
                        } catch (java.lang.reflect.InvocationTargetException thrown) {
                            throw thrown.getCause();
                        }
                    });
        }
    }
}
