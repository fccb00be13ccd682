package io.ferry.tracing;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.opentelemetry.OpenTelemetryAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.tracing.MicrometerTracingAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.tracing.NoopTracerAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.tracing.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.tracing.otlp.OtlpTracingAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Leaves OpenTelemetry out unless {@code management.tracing.enabled} is true. Spring Boot's own switch only stops the
 * sending: spans would still be made, and a thread would wait for them.
 */
public final class TracingSwitch implements AutoConfigurationImportFilter, EnvironmentAware {
    /** The setting that turns tracing on. */
    static final String SETTING = "management.tracing.enabled";

    private static final Set<String> LEFT_OUT = Set.of(
            OpenTelemetryAutoConfiguration.class.getName(),
            OpenTelemetryLoggingAutoConfiguration.class.getName(),
            OpenTelemetryTracingAutoConfiguration.class.getName(),
            OtlpTracingAutoConfiguration.class.getName(),
            MicrometerTracingAutoConfiguration.class.getName(),
            // With a tracer, whatever it does, observations expect the handlers of the one before.
            NoopTracerAutoConfiguration.class.getName());

    private @Nullable Environment settings;

    @Override
    public void setEnvironment(Environment environment) {
        this.settings = environment;
    }

    @Override
    public boolean[] match(@Nullable String[] autoConfigurations, AutoConfigurationMetadata metadata) {
        boolean on = settings != null && settings.getProperty(SETTING, Boolean.class, false);
        boolean[] matches = new boolean[autoConfigurations.length];
        for (int i = 0; i < matches.length; i++) {
            String name = autoConfigurations[i];
            matches[i] = on || name == null || !LEFT_OUT.contains(name);
        }
        return matches;
    }
}
