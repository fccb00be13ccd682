package io.ferry.readiness;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What counts as ready: {@code ferry.readiness.*}.
 *
 * @param oldestJira the import into the cloud refuses backups of older ones
 * @param oldestSupportedJira backups of older ones may be imported, but nobody supports it
 * @param oldestApp the app's dump can be restored from this version on
 * @param oldestAdvisedApp below this version the vendor says that the way into the cloud is lost; going on is possible
 * @param freeSpace what must be free where Ferry keeps files
 * @param targetSeats the seats of the target's plan, which no interface tells; left out, they are not counted
 */
@ConfigurationProperties("ferry.readiness")
public record ReadinessProperties(
        @DefaultValue("7.0") String oldestJira,
        @DefaultValue("7.6") String oldestSupportedJira,
        @DefaultValue("8.2.2") String oldestApp,
        @DefaultValue("8.64.3") String oldestAdvisedApp,
        @DefaultValue("1GB") DataSize freeSpace,
        @Nullable Long targetSeats) {}
