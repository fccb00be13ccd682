package io.ferry.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/**
 * Tells a token that is no good from an OpenID Connect provider that does not answer, and asks a service that did not describe itself only
 * {@link #ASKED_AGAIN_AFTER} later: whoever sends tokens cannot make Ferry ask more often.
 */
final class ProviderDecoder implements JwtDecoder {
    static final Duration ASKED_AGAIN_AFTER = Duration.ofSeconds(15);

    private final Supplier<JwtDecoder> described;
    private final Clock clock;
    private volatile @Nullable JwtDecoder decoder;
    private volatile @Nullable Failure last;

    private record Failure(Instant until, RuntimeException why) {}

    /** @param described asks the service how its tokens are checked; throws what it likes while it does not answer */
    ProviderDecoder(Supplier<JwtDecoder> described, Clock clock) {
        this.described = described;
        this.clock = clock;
    }

    @Override
    public Jwt decode(String token) {
        try {
            return decoder().decode(token);
        } catch (BadJwtException noGood) {
            throw noGood;
        } catch (JwtException noKeys) {
            throw new ProviderAway(noKeys);
        }
    }

    private JwtDecoder decoder() {
        JwtDecoder known = decoder;
        if (known != null) {
            return known;
        }
        Failure failure = last;
        if (failure != null && clock.instant().isBefore(failure.until())) {
            throw new ProviderAway(failure.why());
        }
        try {
            JwtDecoder made = described.get();
            decoder = made;
            return made;
        } catch (RuntimeException away) {
            last = new Failure(clock.instant().plus(ASKED_AGAIN_AFTER), away);
            throw new ProviderAway(away);
        }
    }
}
