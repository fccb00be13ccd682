package io.ferry.artifact;

import io.ferry.remote.S3Store;
import io.ferry.remote.S3Stores;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Which files people may upload, and from where: {@code ferry.uploads.*}.
 *
 * @param maxUnfinished how many uploads may be unfinished at once, of all migrations together
 * @param expiresAfter after how long without a new byte an unfinished upload is thrown away
 * @param minFreeSpace how much of the disk stays free; a file that would need it is refused before it comes
 * @param addressHosts hosts from which Ferry fetches a file when somebody gives it an address, such as {@code
 *     backups.s3.eu-central-1.amazonaws.com}, or {@code *.s3.eu-central-1.amazonaws.com} for all that end so; none:
 *     nothing is fetched
 * @param s3Stores the S3 stores from which Ferry fetches a file, by a name of the operator's own
 */
@Validated
@ConfigurationProperties("ferry.uploads")
public record UploadProperties(
        @DefaultValue("8") @Min(1) @Max(1000) int maxUnfinished,
        @DefaultValue("3d") Duration expiresAfter,
        @DefaultValue("1GB") DataSize minFreeSpace,
        @DefaultValue Set<String> addressHosts,
        @DefaultValue Map<String, S3Store> s3Stores) {

    /** @throws IllegalArgumentException if two stores have a bucket of the same name */
    public UploadProperties {
        s3Stores = new S3Stores(s3Stores).stores();
    }

    /** The stores from which {@code s3://bucket/name} may be fetched. */
    public S3Stores stores() {
        return new S3Stores(s3Stores);
    }
}
