package io.ferry.verification;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code ferry.verification.*}.
 *
 * @param boxesWithScope of how many boxes the scope is asked, one call each; the outer ones first
 */
@ConfigurationProperties("ferry.verification")
record VerificationProperties(@DefaultValue("500") int boxesWithScope) {

    VerificationProperties {
        if (boxesWithScope < 0) {
            throw new IllegalArgumentException("ferry.verification.boxes-with-scope expects 0 or more");
        }
    }
}
