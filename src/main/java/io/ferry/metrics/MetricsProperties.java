package io.ferry.metrics;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often metrics are read that the database or Camunda must be asked for: {@code ferry.metrics.*}.
 *
 * @param readEvery how old what is shown of the database and of Camunda may get before they are asked again, however often
 *     Prometheus asks
 * @param patience how long an answer to Prometheus waits for them; after that it shows what was read before
 */
@ConfigurationProperties("ferry.metrics")
record MetricsProperties(
        @DefaultValue("30s") Duration readEvery,
        @DefaultValue("2s") Duration patience) {}
