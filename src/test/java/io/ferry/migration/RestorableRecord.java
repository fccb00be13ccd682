package io.ferry.migration;

import io.ferry.fixtures.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The real record on a database that can be backed up and put back, as an administrator does it: while nothing runs. */
public final class RestorableRecord implements AutoCloseable {
    private final TestDatabase kind;
    private final Path folder;
    private final String url;
    private @Nullable ConfigurableApplicationContext running;

    /**
     * A record that is open, on a database of its own.
     *
     * @param folder for {@code ferry.home} and what belongs to the database
     * @param settings more settings, as {@code name=value}
     */
    public RestorableRecord(TestDatabase kind, Path folder, String... settings) {
        this.kind = kind;
        this.folder = folder;
        this.url = kind == TestDatabase.H2 ? "jdbc:h2:file:" + folder.resolve("database") : kind.newUrl();
        open(settings);
    }

    /** A part of the record as it is open now. */
    public <T> T get(Class<T> part) {
        return Objects.requireNonNull(running, "The record is closed").getBean(part);
    }

    /** A migration on record, to a target of its own. */
    public Migration aMigration() {
        return get(Migrations.class)
                .register(new NewMigration(
                        "Spring move", App.BIGPICTURE, Samples.settings(UUID.randomUUID() + ".example.net"), null));
    }

    void open(String... settings) {
        running = new SpringApplicationBuilder(Database.RecordOnly.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.config.location=optional:classpath:/none/",
                        "spring.main.banner-mode=off",
                        "logging.level.root=error",
                        "ferry.home=" + home(),
                        "spring.datasource.hikari.maximum-pool-size=3",
                        "spring.datasource.url=" + url)
                .properties(settings)
                .run();
    }

    @Override
    public void close() {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    void restart(String... settings) {
        close();
        open(settings);
    }

    Path home() {
        return folder.resolve("home");
    }

    /** Stops, copies the database, and starts again. */
    public void backUp() {
        close();
        copy("database", "backup");
        open();
    }

    /** Stops, puts the copy in the place of the database, and starts again. */
    public void putBack() {
        close();
        copy("backup", "database");
        open();
    }

    /** PostgreSQL copies a database as a dump that is put back would make it: as another one. */
    private void copy(String from, String to) {
        try {
            if (kind == TestDatabase.H2) {
                Files.copy(
                        folder.resolve(from + ".mv.db"),
                        folder.resolve(to + ".mv.db"),
                        StandardCopyOption.REPLACE_EXISTING);
                return;
            }
            String name = url.replaceFirst(".*/([^?]+).*", "$1");
            try (var connection = DriverManager.getConnection(url.replace("/" + name, "/postgres"));
                    var statement = connection.createStatement()) {
                statement.execute("drop database if exists " + named(name, to));
                statement.execute("create database " + named(name, to) + " template " + named(name, from));
            }
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("The database was not copied", e);
        }
    }

    private static String named(String database, String which) {
        return which.equals("database") ? database : database + "_backup";
    }
}
