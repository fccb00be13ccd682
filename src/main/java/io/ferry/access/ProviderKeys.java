package io.ferry.access;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.CachingJWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetBasedJWKSource;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetSourceWrapper;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.OutageTolerantJWKSetSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.jwk.source.RateLimitedJWKSetSource;
import com.nimbusds.jose.jwk.source.URLBasedJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;

/**
 * The keys with which an OpenID Connect provider signs. A token with a key that is not known makes Ferry ask for the keys again, at most
 * twice in {@link #ASKED_TWICE_IN}: whoever makes up keys cannot make it ask more often. While the service does not answer,
 * or is not asked, the keys that are known count.
 */
final class ProviderKeys {
    static final Duration ASKED_TWICE_IN = Duration.ofSeconds(30);

    private static final Duration KEPT = Duration.ofMinutes(15);
    private static final Duration KEPT_WHILE_IT_DOES_NOT_ANSWER = Duration.ofHours(4);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int LONGEST = 1 << 20;

    private ProviderKeys() {}

    /** Not to be asked now is the same as not to answer. */
    private static final class Unavailable extends JWKSetSourceWrapper<SecurityContext> {
        Unavailable(JWKSetSource<SecurityContext> asked) {
            super(asked);
        }

        @Override
        public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long now, SecurityContext context)
                throws KeySourceException {
            try {
                return getSource().getJWKSet(evaluator, now, context);
            } catch (RateLimitReachedException tooOften) {
                throw new JWKSetUnavailableException(
                        "The OpenID Connect provider was asked for its keys just now.", tooOften);
            }
        }
    }

    /** @param address of the key set, as the service's own description names it */
    static JWKSource<SecurityContext> at(String address) {
        int patience = Math.toIntExact(PATIENCE.toMillis());
        try {
            var asked = new URLBasedJWKSetSource<SecurityContext>(
                    URI.create(address).toURL(), new DefaultResourceRetriever(patience, patience, LONGEST));
            var seldom = new RateLimitedJWKSetSource<>(asked, ASKED_TWICE_IN.toMillis(), null);
            var lasting = new OutageTolerantJWKSetSource<>(
                    new Unavailable(seldom), KEPT_WHILE_IT_DOES_NOT_ANSWER.toMillis(), null);
            return new JWKSetBasedJWKSource<>(
                    new CachingJWKSetSource<>(lasting, KEPT.toMillis(), 2 * PATIENCE.toMillis(), null));
        } catch (MalformedURLException e) {
            throw new IllegalStateException(
                    "The OpenID Connect provider names an address of its keys that is none.", e);
        }
    }
}
