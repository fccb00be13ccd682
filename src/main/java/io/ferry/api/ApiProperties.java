package io.ferry.api;

import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The interface's limits: {@code ferry.api.*}.
 *
 * @param maxBodySize the largest body of a request to the API; files do not pass through it
 * @param bodyTimeout how long the body of a request may take to come
 * @param hosts names, besides this computer's and that of {@code ferry.public-url}, under which Ferry answers
 */
@ConfigurationProperties("ferry.api")
record ApiProperties(
        @DefaultValue("256KB") DataSize maxBodySize,
        @DefaultValue("30s") Duration bodyTimeout,
        @DefaultValue Set<String> hosts) {}
