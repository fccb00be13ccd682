package io.ferry.sandbox;

import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.side.Sides;
import io.ferry.sandbox.world.Pauses;
import io.ferry.sandbox.world.SandboxOptions;
import io.ferry.sandbox.world.World;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** The sandbox as a program: one Tomcat with a port for each site and one for control. */
public final class SandboxServer implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    private SandboxServer(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * Starts the sandbox.
     *
     * @param options how it is set up
     * @return the running sandbox
     * @throws RuntimeException where a port is in use or the backup cannot be read
     */
    public static SandboxServer start(SandboxOptions options) {
        return start(options, Clock.systemUTC(), Pauses.real());
    }

    /**
     * Starts the sandbox with a clock of its own: long work is over when that clock says so.
     *
     * @param options how it is set up
     * @param clock what time it is
     * @param pauses how requests wait
     * @return the running sandbox
     * @throws RuntimeException where a port is in use or the backup cannot be read
     */
    public static SandboxServer start(SandboxOptions options, Clock clock, Pauses pauses) {
        SpringApplication application = new SpringApplication(SandboxConfiguration.class);
        application.setRegisterShutdownHook(true);
        application.addInitializers(context -> {
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("sandbox", properties(options)));
            GenericApplicationContext beans = (GenericApplicationContext) context;
            beans.registerBean(SandboxOptions.class, () -> options);
            beans.registerBean(Clock.class, () -> clock);
            beans.registerBean(Pauses.class, () -> pauses);
        });
        // Ferry's own application.yaml lies on the same class path, and is not the sandbox's.
        application.setDefaultProperties(Map.of(
                "spring.config.name", "ferry-sandbox",
                "spring.main.banner-mode", "off",
                "spring.main.log-startup-info", "false",
                "logging.level.root", "WARN",
                // The command says in a sentence why it does not start; requests refused on purpose are no news.
                "logging.level.org.springframework.boot", "OFF",
                "logging.level.org.apache", "OFF",
                "logging.level.org.apache.catalina.util.LifecycleBase", "OFF",
                "logging.level.org.springframework.web", "ERROR",
                // Camunda's starter lies on the class path too and would warn that nobody set it.
                "camunda.client.auth.method", "none"));
        return new SandboxServer(application.run());
    }

    private static Map<String, Object> properties(SandboxOptions options) {
        return Map.ofEntries(
                Map.entry("spring.jackson.default-property-inclusion", "non_null"),
                Map.entry("spring.jackson.serialization.write-dates-as-timestamps", "false"),
                Map.entry("spring.web.resources.add-mappings", "false"),
                Map.entry("server.port", String.valueOf(options.ports().get(Side.CONTROL))),
                Map.entry("server.address", options.address()),
                Map.entry("server.shutdown", "immediate"),
                Map.entry("server.tomcat.threads.max", "32"),
                Map.entry("server.tomcat.threads.min-spare", "2"),
                Map.entry("server.tomcat.max-swallow-size", "-1"),
                Map.entry("spring.servlet.multipart.max-file-size", "-1"),
                Map.entry("spring.servlet.multipart.max-request-size", "-1"));
    }

    /**
     * Tells a site's address.
     *
     * @param side the side
     * @return such as {@code http://127.0.0.1:8181}
     */
    public URI address(Side side) {
        return context.getBean(Sides.class).address(side);
    }

    /** @return the id of the organisation that the organisation API knows */
    public String organisationId() {
        return world().cloud().organisationId();
    }

    /** @return the sites, for tests that act as people do there */
    public World world() {
        return context.getBean(World.class);
    }

    /** Stops the sandbox and deletes its files, but not what stands in a given export folder. */
    @Override
    public void close() {
        context.close();
    }
}
