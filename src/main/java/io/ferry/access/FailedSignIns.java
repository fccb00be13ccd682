package io.ferry.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.stereotype.Component;

/**
 * Counts failed sign-ins, each way of signing in apart, and says whom to refuse for a while. The time begins with the first failure;
 * what is refused does not make it longer. It holds a bounded number of addresses, however many there are.
 */
@Component
final class FailedSignIns {
    private static final Logger log = LoggerFactory.getLogger(FailedSignIns.class);
    private static final int MOST_ADDRESSES = 10_000;
    private static final int BYTES_OF_A_NETWORK = 8;

    private final AccessProperties.FailedSignIns limits;
    private final Clock clock;
    private final Cache<Source, Failures> byAddress;
    private final Cache<SignInWay, Failures> overall;

    private record Source(SignInWay way, String address) {}

    private record Failures(Instant since, AtomicInteger number) {}

    FailedSignIns(AccessProperties access, Clock clock) {
        this.limits = access.failedSignIns();
        this.clock = clock;
        this.byAddress = kept().maximumSize(MOST_ADDRESSES).build();
        this.overall = kept().build();
    }

    private Caffeine<Object, Object> kept() {
        return Caffeine.newBuilder()
                .expireAfterWrite(limits.within())
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()));
    }

    /**
     * How long the address of a request is refused this way; nothing if it is not. Once too many have failed altogether, one
     * failure of an address is enough; an address without any is never refused.
     */
    Optional<Duration> refusedFor(SignInWay way, HttpServletRequest request) {
        Failures here = byAddress.getIfPresent(new Source(way, address(request)));
        if (here == null) {
            return Optional.empty();
        }
        Failures all = overall.getIfPresent(way);
        boolean tooMany = here.number().get() >= limits.perAddress()
                || all != null && all.number().get() >= limits.overall();
        return tooMany ? Optional.of(left(here)) : Optional.empty();
    }

    /** Whole seconds, so that who waits for them has waited long enough. */
    private Duration left(Failures failures) {
        Duration left = Duration.between(clock.instant(), failures.since().plus(limits.within()));
        return Duration.ofSeconds(Math.max(1, left.plusMillis(999).toSeconds()));
    }

    /** Counts a failure. */
    void failed(SignInWay way, HttpServletRequest request) {
        int here = number(byAddress, new Source(way, address(request)));
        int all = number(overall, way);
        // No address: whose it is would stand in the log.
        if (here == limits.perAddress()) {
            log.warn(
                    "{} attempts to sign in by {} from one address failed within {}: it is refused until that time is over.",
                    here,
                    way.title(),
                    limits.within());
        }
        if (all == limits.overall()) {
            log.warn(
                    "{} attempts to sign in by {} failed within {}: each address with a failure is refused until that time is"
                            + " over.",
                    all,
                    way.title(),
                    limits.within());
        }
    }

    private <K> int number(Cache<K, Failures> failures, K key) {
        return failures.get(key, any -> new Failures(clock.instant(), new AtomicInteger()))
                .number()
                .incrementAndGet();
    }

    /** The same answer, and counts the failure; not one of the OpenID Connect provider's. */
    AuthenticationEntryPoint counting(SignInWay way, AuthenticationEntryPoint answer) {
        return (request, response, refused) -> {
            if (!(refused instanceof ProviderAway)) {
                failed(way, request);
            }
            answer.commence(request, response, refused);
        };
    }

    /** The same answer, and counts the failure. */
    AuthenticationFailureHandler counting(SignInWay way, AuthenticationFailureHandler answer) {
        return (request, response, refused) -> {
            failed(way, request);
            answer.onAuthenticationFailure(request, response, refused);
        };
    }

    /** Of an IPv6 address the network alone: who has one has all addresses of it. */
    private static String address(HttpServletRequest request) {
        String written = request.getRemoteAddr();
        try {
            // Written in digits, so that nobody is asked for a name.
            if (InetAddress.getByName(written) instanceof Inet6Address address) {
                return HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), BYTES_OF_A_NETWORK));
            }
        } catch (UnknownHostException unusual) {
            // As it is written, then.
        }
        return written;
    }
}
