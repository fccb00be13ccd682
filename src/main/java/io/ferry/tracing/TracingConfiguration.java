package io.ferry.tracing;

import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.tracing.SpanExporters;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts {@link AllowedSpans} before whatever sends spans. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(TracingSwitch.SETTING)
class TracingConfiguration {
    @Bean
    SpanExporters spanExporters(ObjectProvider<SpanExporter> exporters) {
        return SpanExporters.of(exporters.orderedStream().map(AllowedSpans::new).toList());
    }
}
