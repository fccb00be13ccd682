package io.ferry.migration;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Several Ferrys at once: {@code ferry.nodes.*}. It counts only where several may work.
 *
 * @param drainFor how long a Ferry that is told to end still answers, while its readiness says 503 and its jobs come to an end; at
 *     most 15 s
 * @param olderModels whether Ferry deploys its models though a newer release has deployed others: after going back to an older
 *     release
 */
@ConfigurationProperties("ferry.nodes")
public record NodesProperties(
        @DefaultValue("5s") Duration drainFor,
        @DefaultValue("false") boolean olderModels) {
    private static final Duration LONGEST = Duration.ofSeconds(15);

    public NodesProperties {
        if (drainFor.isNegative() || drainFor.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("ferry.nodes.drain-for is a duration from 0s to 15s");
        }
    }
}
