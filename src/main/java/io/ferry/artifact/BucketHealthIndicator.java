package io.ferry.artifact;

import java.io.IOException;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether the bucket answers, and lets Ferry's credential in. Its name makes it the health's part “bucket”. */
@BucketIsUsed
@Component
final class BucketHealthIndicator implements HealthIndicator {
    /** A store that takes longer is no use, and load balancers and alerts want to know it. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    private final Bucket bucket;
    private final Duration answerWithin;

    @Autowired
    BucketHealthIndicator(Bucket bucket) {
        this(bucket, ANSWER_WITHIN);
    }

    BucketHealthIndicator(Bucket bucket, Duration answerWithin) {
        this.bucket = bucket;
        this.answerWithin = answerWithin;
    }

    @Override
    public Health health() {
        try {
            bucket.ask(answerWithin);
            return Health.up().withDetail("bucket", bucket.description()).build();
        } catch (IOException e) {
            return Health.down()
                    .withDetail("why", String.valueOf(e.getMessage()))
                    .build();
        }
    }
}
