package io.ferry.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** What stands in the file is what is left after {@code kill -9}. */
class DurableRecordTest {
    @TempDir
    Path folder;

    @Test
    void shouldHaveEveryIntentAndAnswerOnTheDiskAtOnce() throws Exception {
        try (ConfigurableApplicationContext record = new SpringApplicationBuilder(Database.RecordOnly.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.config.location=optional:classpath:/none/",
                        "spring.main.banner-mode=off",
                        "logging.level.root=warn",
                        "spring.datasource.url=jdbc:h2:file:" + folder.resolve("ferry"))
                .run()) {
            MigrationId id = record.getBean(Migrations.class)
                    .register(new NewMigration("Spring move", App.BIGPICTURE, Samples.settings(), null))
                    .id();

            for (int visit = 1; visit <= 5; visit++) {
                // when something is written down, and Ferry is killed at that very moment
                record.getBean(Confirmations.class)
                        .record(id, Question.RESTORE, Decision.CONFIRM, null, Actor.ofTask("anna"), Map.of());
                record.getBean(Intents.class).begin(id, Action.RESTORE_DUMP, Map.of("visit", visit));
                Path left = Files.copy(folder.resolve("ferry.mv.db"), folder.resolve("left-" + visit + ".mv.db"));

                // then it is there afterwards
                assertThat(rows(left, "intent")).isEqualTo(visit);
                assertThat(rows(left, "confirmation")).isEqualTo(visit);
            }
        }
    }

    private static int rows(Path database, String table) throws Exception {
        String url = "jdbc:h2:file:" + database.toString().replace(".mv.db", "");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from " + table)) {
            count.next();
            return count.getInt(1);
        }
    }
}
