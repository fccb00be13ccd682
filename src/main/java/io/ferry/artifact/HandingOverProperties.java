package io.ferry.artifact;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits for files that people hand over: {@code ferry.handing-over.*}.
 *
 * @param mostUnfinished how many may be on their way at once, of all migrations together
 * @param expiresAfter after this time without a new byte, an unfinished one is thrown away
 * @param keepFree so much of the disk stays free: a file that would need it is refused before it comes
 * @param addressHosts hosts from which Ferry fetches a file when somebody gives it an address, such as {@code
 *     backups.s3.eu-central-1.amazonaws.com}, or {@code *.s3.eu-central-1.amazonaws.com} for all that end so; none:
 *     nothing is fetched
 */
@Validated
@ConfigurationProperties("ferry.handing-over")
public record HandingOverProperties(
        @DefaultValue("8") @Min(1) @Max(1000) int mostUnfinished,
        @DefaultValue("3d") Duration expiresAfter,
        @DefaultValue("1GB") DataSize keepFree,
        @DefaultValue Set<String> addressHosts) {}
