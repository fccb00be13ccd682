package io.ferry.process.common;

import io.ferry.process.engine.JobRetries;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How Ferry's jobs are tried again: {@code ferry.process.*}.
 *
 * @param initialBackoff the pause after the first failure
 * @param backoffMultiplier by how much each further pause is longer than the one before
 * @param maxBackoff no pause of Ferry's own is longer; a site's {@code Retry-After} may be
 * @param longestJob after this time a running job is no longer kept alive, and Camunda gives it to a worker again
 */
@Validated
@ConfigurationProperties("ferry.process")
public record ProcessProperties(
        @DefaultValue("5s") Duration initialBackoff,
        @DefaultValue("3") @Min(1) int backoffMultiplier,
        @DefaultValue("10m") Duration maxBackoff,
        @DefaultValue("24h") Duration longestJob) {

    /** How long to wait before the next try, if this one failed. */
    Duration backoffAfter(JobRetries tries) {
        Duration pause = initialBackoff;
        for (int failure = tries.failed(); failure > 0 && pause.compareTo(maxBackoff) < 0; failure--) {
            pause = pause.multipliedBy(backoffMultiplier);
        }
        return pause.compareTo(maxBackoff) > 0 ? maxBackoff : pause;
    }
}
