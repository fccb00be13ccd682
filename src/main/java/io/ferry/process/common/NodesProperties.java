package io.ferry.process.common;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Several Ferrys at once: {@code ferry.nodes.*}.
 *
 * @param drainFor how long a Ferry that is told to end still answers, while its readiness says 503 and its jobs come to an end; at
 *     most 15 s. It counts only where several may work
 */
@ConfigurationProperties("ferry.nodes")
record NodesProperties(@DefaultValue("5s") Duration drainFor) {
    private static final Duration LONGEST = Duration.ofSeconds(15);

    NodesProperties {
        if (drainFor.isNegative() || drainFor.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("ferry.nodes.drain-for is a duration from 0s to 15s");
        }
    }
}
