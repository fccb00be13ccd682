package io.ferry.artifact;

import java.io.IOException;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether the bucket answers, and lets Ferry's credential in. Its name makes it the health's part “bucket”. */
@BucketIsUsed
@Component
final class BucketHealthIndicator implements HealthIndicator {
    private final Bucket bucket;

    BucketHealthIndicator(Bucket bucket) {
        this.bucket = bucket;
    }

    @Override
    public Health health() {
        try {
            bucket.size("nothing");
            return Health.up().withDetail("bucket", bucket.description()).build();
        } catch (IOException e) {
            return Health.down()
                    .withDetail("why", String.valueOf(e.getMessage()))
                    .build();
        }
    }
}
