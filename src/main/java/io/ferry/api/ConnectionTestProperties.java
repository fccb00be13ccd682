package io.ferry.api;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The limits of testing the connection to a site: {@code ferry.connection-test.*}.
 *
 * @param timeout how long a test may take, all its calls together
 * @param perMinute how many tests one person may make in a minute
 * @param atOnce how many tests may run at the same time
 */
@Validated
@ConfigurationProperties("ferry.connection-test")
record ConnectionTestProperties(
        @DefaultValue("45s") Duration timeout,
        @DefaultValue("10") @Min(1) @Max(1000) int perMinute,
        @DefaultValue("4") @Min(1) @Max(100) int atOnce) {}
