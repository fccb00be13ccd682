package io.ferry.command;

import io.ferry.artifact.ArtifactProperties;
import io.ferry.assess.Assessment;
import io.ferry.assess.AssessmentRequest;
import io.ferry.assess.Assessor;
import io.ferry.assess.Assessor.Experience;
import io.ferry.forecast.EarlierMigrations;
import io.ferry.remote.CredentialMissingException;
import io.ferry.remote.NetworkRefused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.data.jdbc.JdbcRepositoriesAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * The rooms that an assessment needs, wired with the settings of Ferry's server, without Camunda and the web. The database is
 * opened for reading only, and only when somebody asks it: a Ferry that runs may hold it.
 */
final class AssessmentProgram implements AutoCloseable {
    private static final String DATABASE = "spring.datasource.url";
    private static final String H2_FILE = "jdbc:h2:file:";

    private final ConfigurableApplicationContext context;

    private AssessmentProgram(ConfigurableApplicationContext context) {
        this.context = context;
    }

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage
    @ComponentScan({
        "io.ferry.assess",
        "io.ferry.credential",
        "io.ferry.forecast",
        "io.ferry.migration",
        "io.ferry.readiness",
        "io.ferry.users",
        "io.ferry.verification",
        "io.ferry.jira",
        "io.ferry.bigpicture",
        "io.ferry.remote"
    })
    @ConfigurationPropertiesScan({"io.ferry.readiness", "io.ferry.users", "io.ferry.verification"})
    @EnableConfigurationProperties(ArtifactProperties.class)
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        JdbcClientAutoConfiguration.class,
        JdbcRepositoriesAutoConfiguration.class
    })
    static class Rooms {
        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }

    /**
     * Wires the rooms; nothing is called yet.
     *
     * @param settings as {@code --ferry.network.proxy.url=http://proxy.example.com:3128}
     * @throws CommandFailure if the settings cannot be used
     */
    static AssessmentProgram start(List<String> settings) {
        SpringApplication program = new SpringApplication(Rooms.class);
        program.setWebApplicationType(WebApplicationType.NONE);
        program.setLogStartupInfo(false);
        program.setRegisterShutdownHook(false);
        program.setLazyInitialization(true);
        program.addInitializers(started -> readOnly(started.getEnvironment()));
        try {
            return new AssessmentProgram(program.run(settings.toArray(String[]::new)));
        } catch (RuntimeException e) {
            throw refused(e);
        }
    }

    /** A database that is not there stays so, one that is there is not written to, and nobody waits for one that is away. */
    private static void readOnly(ConfigurableEnvironment environment) {
        Map<String, Object> settings = new HashMap<>();
        String url = environment.getProperty(DATABASE, "");
        if (url.startsWith(H2_FILE)) {
            settings.put(DATABASE, url + ";IFEXISTS=TRUE;ACCESS_MODE_DATA=r");
        }
        settings.put("spring.datasource.hikari.read-only", "true");
        settings.put("spring.datasource.hikari.connection-timeout", "2000");
        settings.put("spring.datasource.hikari.minimum-idle", "0");
        settings.put("logging.level.com.zaxxer.hikari", "off");
        environment.getPropertySources().addFirst(new MapPropertySource("read-only", settings));
    }

    /**
     * Assesses.
     *
     * @throws io.ferry.migration.SettingsRefused if what is wanted cannot be used
     * @throws io.ferry.assess.AssessmentFailed if the source does not answer
     * @throws CommandFailure if a secret is in Ferry's own store, and that cannot be opened
     */
    Assessment assess(AssessmentRequest request, Consumer<String> progress) {
        try {
            Assessor assessor = context.getBean(Assessor.class);
            return assessor.assess(assessor.check(request), experience(), progress);
        } catch (RuntimeException e) {
            throw refused(e);
        }
    }

    private Experience experience() {
        String url = context.getEnvironment().getProperty(DATABASE, "");
        if (url.startsWith(H2_FILE)
                && !Files.exists(Path.of(url.substring(H2_FILE.length()).replaceFirst(";.*", "") + ".mv.db"))) {
            return new Experience.Known(List.of());
        }
        try {
            return new Experience.Known(context.getBean(EarlierMigrations.class).all());
        } catch (RuntimeException notReadable) {
            return new Experience.NotReadable(
                    "Ferry's database cannot be opened, perhaps because Ferry runs with it. An assessment on Ferry's page reads"
                            + " them.");
        }
    }

    /** What is expected to go wrong is said in a sentence, without the trace of the program that it came from. */
    private static RuntimeException refused(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof NetworkRefused || cause instanceof CredentialMissingException) {
                return new CommandFailure(String.valueOf(cause.getMessage()));
            }
            if (cause instanceof SQLException) {
                return new CommandFailure(
                        "a credential is kept in Ferry's own store, and its database cannot be opened, perhaps because Ferry"
                                + " runs with it. Assess on Ferry's page, or declare the credential with another source.");
            }
        }
        return e;
    }

    @Override
    public void close() {
        context.close();
    }
}
