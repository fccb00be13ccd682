package io.ferry.process.common;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How Ferry's jobs are tried again: {@code ferry.process.*}.
 *
 * @param attempts how often the models let a job be tried, that is the {@code retries} of their task definitions; only
 *     the length of the pauses depends on it
 * @param firstPause the pause after the first failure
 * @param pauseFactor by how much each further pause is longer than the one before
 * @param longestPause no pause of Ferry's own is longer; a site's {@code Retry-After} may be
 * @param longestJob after this time a running job is no longer kept alive, and Camunda gives it to a worker again
 */
@Validated
@ConfigurationProperties("ferry.process")
public record ProcessProperties(
        @DefaultValue("5") @Min(1) int attempts,
        @DefaultValue("5s") Duration firstPause,
        @DefaultValue("3") @Min(1) int pauseFactor,
        @DefaultValue("10m") Duration longestPause,
        @DefaultValue("24h") Duration longestJob) {

    /**
     * How long to wait before the next try.
     *
     * @param retriesLeft Camunda's count for the job that failed, this try included: {@code attempts} at the first failure
     */
    Duration pauseWith(int retriesLeft) {
        Duration pause = firstPause;
        for (int failure = attempts - retriesLeft; failure > 0 && pause.compareTo(longestPause) < 0; failure--) {
            pause = pause.multipliedBy(pauseFactor);
        }
        return pause.compareTo(longestPause) > 0 ? longestPause : pause;
    }
}
