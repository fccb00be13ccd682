package io.ferry.remote;

import io.ferry.base.Sizes;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * The one place that decides what a failure means: passing, lasting, by design, or of unknown outcome; and what the
 * operator is told to do.
 */
@Component
public final class FailureClassifier {
    private final Clock clock;

    /** Reads dates in {@code Retry-After} by the system's clock. */
    @Autowired
    public FailureClassifier() {
        this(Clock.systemUTC());
    }

    /** @param clock what dates in {@code Retry-After} are compared with */
    public FailureClassifier(Clock clock) {
        this.clock = clock;
    }

    /**
     * What any exception means, for a worker that caught it: failures of this room keep what they say; anything else is
     * a lasting failure of Ferry itself, named by its class only, since its message may hold anything.
     */
    public RemoteFailure classify(Throwable thrown) {
        return switch (thrown) {
            case RemoteFailure failure -> failure;
            case CredentialMissingException missing ->
                RemoteFailure.lasting("A credential is missing.", String.valueOf(missing.getMessage()));
            case AutomationUnavailableException unavailable ->
                RemoteFailure.byDesign(String.valueOf(unavailable.getMessage()), "Do this step by hand.");
            case OutcomeUnknownException unknown -> RemoteFailure.lasting(unknown.title(), unknown.whatToDo());
            default ->
                RemoteFailure.lasting(
                        "Ferry failed (" + thrown.getClass().getSimpleName() + ").",
                        "Look into Ferry's log at this time; if it happens again, report it.");
        };
    }

    /** What an answer with an error status means. */
    RuntimeException answered(Call call, int status, HttpHeaders headers, String body) {
        RemoteFailure failure = meaning(call, status, headers)
                .withStatus(status)
                .saying(SiteMessage.in(body))
                .notBefore(retryAfter(headers).orElse(null));
        return call.changes() && mayHaveHappened(status, body) ? unknown(call, "answered " + status) : failure;
    }

    /** A proxy's or server's error after a changing call was taken says nothing about whether it was carried out. */
    private static boolean mayHaveHappened(int status, String body) {
        return switch (status) {
            case 408 -> true;
            case 501 -> false;
            // A site that is away has done nothing; but proxies of the kind of Envoy also say so when the site's
            // connection
            // ended before its answer came.
            case 503 -> body.contains("reset before headers") && !body.contains("connection failure");
            default -> status >= 500;
        };
    }

    /** What an exception on the way means. */
    RuntimeException thrown(Call call, Throwable thrown) {
        return switch (thrown) {
            // The site got nothing of it.
            case ProxyFailure e -> e.failure(call.siteName());
            case UnknownHostException e -> unknownHost(call);
            case HttpConnectTimeoutException e -> unreachable(call, "did not take the connection in time");
            case ConnectException e ->
                hasCause(e, UnresolvedAddressException.class) || hasCause(e, UnknownHostException.class)
                        ? unknownHost(call)
                        : unreachable(call, "refuses connections");
            case SSLException e -> insecure(call, e);
            case HttpTimeoutException e -> late(call);
            case TimeoutException e -> late(call);
            case CertificateAsked e -> brokenAfterAsking(call, e.trouble());
            case IOException e ->
                call.changes()
                        ? unknown(call, "broke the connection off")
                        : RemoteFailure.passing(
                                call.siteName() + " broke the connection off (" + call.what() + ").",
                                "If it stays so, look at the site's log and at proxies in between.");
            case RuntimeException e -> e;
            default -> RemoteFailure.lasting("Ferry failed.", "Look into Ferry's log at this time.");
        };
    }

    /**
     * A redirection, which Ferry does not follow: the credential would go along. Jira's own pages answer so when they
     * have done what they were asked to; only 307 and 308 ask for the same call elsewhere, so that nothing was done here
     * (RFC 9110, 15.4).
     *
     * @param location the address that the site names, as it wrote it
     */
    RuntimeException redirected(Call call, int status, @Nullable String location) {
        String host = location == null ? null : host(location);
        String how = "sends Ferry elsewhere (" + status + (host == null ? "" : " to " + host) + ")";
        String address =
                "Set the site's address to where it really is, with https and the path below which it answers; a "
                        + "redirection to a sign-in page means that there is a single sign-on in front of it.";
        return call.changes() && status != 307 && status != 308
                ? unknown(call, how, "If it was not, its address may be wrong. " + address)
                : RemoteFailure.lasting(call.siteName() + " " + how + ".", address)
                        .withStatus(status);
    }

    /** An answer that is too long to be read; whatever its status, a changing call was taken. */
    RuntimeException tooLong(Call call, DataSize largest) {
        String how = "gave an answer of more than " + Sizes.of(largest.toBytes());
        String size =
                "Check that the address leads to the right site; raise ferry.remote.max-response-size if it does.";
        return call.changes()
                ? unknown(call, how, size)
                : RemoteFailure.lasting(call.siteName() + " " + how + " (" + call.what() + ").", size);
    }

    /** A site that asks, but does not demand a certificate, may have broken the connection for a reason that passes. */
    private static RuntimeException brokenAfterAsking(Call call, TlsTrouble trouble) {
        return call.changes()
                ? unknown(call, "broke the secure connection (TLS) off: " + trouble.why(), trouble.whatToDo())
                : RemoteFailure.passing(
                        call.siteName() + " broke the secure connection (TLS) off: " + trouble.why() + ".",
                        trouble.whatToDo());
    }

    private static RuntimeException insecure(Call call, SSLException thrown) {
        TlsTrouble trouble = TlsTrouble.of(thrown);
        return call.changes() && !surelyBeforeTheRequest(thrown)
                ? unknown(call, "broke the secure connection (TLS) off: " + trouble.why(), trouble.whatToDo())
                : RemoteFailure.lasting(
                        call.siteName() + " cannot be reached securely (TLS): " + trouble.why() + ".",
                        trouble.whatToDo());
    }

    /**
     * What an exception on the way means, where proxy or TLS is why: for what is sent without a site, as a message to a
     * webhook.
     *
     * @param to what was to be reached, for people
     */
    public Optional<RemoteFailure> onTheWay(String to, IOException thrown) {
        return switch (thrown) {
            case ProxyFailure e -> Optional.of(e.failure(to));
            case SSLException e -> {
                TlsTrouble trouble = TlsTrouble.of(e);
                yield Optional.of(RemoteFailure.lasting(
                        to + " cannot be reached securely (TLS): " + trouble.why() + ".", trouble.whatToDo()));
            }
            default -> Optional.empty();
        };
    }

    /**
     * Whether the request was never sent, as Ferry's side had not let the handshake pass. The other side's alert proves
     * nothing: with TLS 1.3 it can come when the request is out already, and Java calls it a failed handshake all the same.
     */
    private static boolean surelyBeforeTheRequest(SSLException thrown) {
        return hasCause(thrown, SSLPeerUnverifiedException.class)
                || (hasCause(thrown, SSLHandshakeException.class)
                        && !String.valueOf(thrown.getMessage()).contains("Received fatal alert"));
    }

    /** An answer that is no JSON, or not of the expected form. */
    RuntimeException unreadable(Call call, int status) {
        return call.changes()
                ? unknown(call, "gave an answer that Ferry does not understand")
                : RemoteFailure.lasting(
                                call.siteName() + " gave an answer that Ferry does not understand (" + call.what()
                                        + ").",
                                "Check that the address leads to the right site, and not to a sign-in page or proxy.")
                        .withStatus(status);
    }

    private static RemoteFailure meaning(Call call, int status, HttpHeaders headers) {
        String site = call.siteName();
        boolean captcha = headers.firstValue("X-Authentication-Denied-Reason")
                        .filter(reason -> reason.contains("CAPTCHA"))
                        .isPresent()
                || headers.firstValue("X-Seraph-LoginReason")
                        .filter(reason -> reason.contains("AUTHENTICATION_DENIED"))
                        .isPresent();
        if (captcha && (status == 401 || status == 403)) {
            return RemoteFailure.lasting(
                    site + " asks for a CAPTCHA before it lets Ferry's user in.",
                    "Sign in once in a browser as Ferry's user and solve it; correct the credential; then try again.");
        }
        return switch (status) {
            case 401 ->
                RemoteFailure.lasting(
                        site + " does not accept the credential (401).",
                        "Correct what the credential's reference points to (is it expired, for another site?); Ferry reads it "
                                + "again at the next retry.");
            case 403 ->
                RemoteFailure.lasting(
                        site + " does not allow this to Ferry's user (403, " + call.what() + ").",
                        "Give Ferry's user the administrator's rights there, or another credential.");
            case 404 ->
                RemoteFailure.lasting(
                        site + " knows nothing at this address (404, " + call.what() + ").",
                        "Check the site's address, with its context path; and that the app or call exists in this version.");
            case 405, 501 ->
                RemoteFailure.byDesign(
                        site + " does not offer this call (" + status + ", " + call.what() + ").",
                        "Do this step by hand, or correct the configured endpoint.");
            case 408, 425 ->
                RemoteFailure.passing(site + " was not ready (" + status + ").", "If it stays so, look at the site.");
            case 410 ->
                RemoteFailure.byDesign(
                        site + " has withdrawn this call (410, " + call.what() + ").",
                        "Do this step by hand, and look for a newer Ferry.");
            case 429 ->
                RemoteFailure.passing(
                        site + " asks Ferry to slow down (429).",
                        "Lower ferry.remote.calls-per-second if it stays so.");
            case 503 ->
                RemoteFailure.passing(
                        site + " is not available (503).", "It may be restarting. If it stays so, look at the site.");
            case 400, 409, 411, 412, 413, 414, 415, 422 ->
                RemoteFailure.byDesign(
                        site + " refuses this (" + status + ", " + call.what() + ").",
                        "Read what the site says, put it right, then try again or do this step by hand.");
            default ->
                status >= 500
                        ? RemoteFailure.passing(
                                site + " has an error of its own (" + status + ", " + call.what() + ").",
                                "If it stays so, look at the site's log at this time.")
                        : RemoteFailure.lasting(
                                site + " answered " + status + " (" + call.what() + ").",
                                "Check the site's address and the network between it and Ferry.");
        };
    }

    private static RemoteFailure unknownHost(Call call) {
        return RemoteFailure.passing(
                "There is no host " + call.siteName() + ".",
                "Check the spelling of the site's address, and this machine's name service and network. Where sites are"
                        + " reached through a proxy only, set ferry.network.proxy.url.");
    }

    private static RemoteFailure unreachable(Call call, String how) {
        return RemoteFailure.passing(
                call.siteName() + " " + how + ".",
                "Check that the site runs, its port, and firewalls in between. Where sites are reached through a proxy"
                        + " only, set ferry.network.proxy.url.");
    }

    private static RuntimeException late(Call call) {
        return call.changes()
                ? unknown(call, "did not answer in time")
                : RemoteFailure.passing(
                        call.siteName() + " did not answer in time (" + call.what() + ").",
                        "If it stays so, look at the load of the site, or raise ferry.remote.read-timeout.");
    }

    static OutcomeUnknownException unknown(Call call, String how) {
        return unknown(call, how, "");
    }

    private static OutcomeUnknownException unknown(Call call, String how, String further) {
        return OutcomeUnknownException.of(
                call.siteName() + " " + how + " (" + call.what() + "): it is not known whether it was carried out.",
                ("Look at the site itself whether it was done, before it is tried again. " + further).strip());
    }

    private Optional<Duration> retryAfter(HttpHeaders headers) {
        return headers.firstValue("Retry-After")
                .flatMap(this::pause)
                .or(() -> headers.firstValue("X-RateLimit-Reset").flatMap(this::until));
    }

    private Optional<Duration> pause(String value) {
        String text = value.strip();
        if (text.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            return Optional.of(untilInstant(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Jira Cloud gives the end of the window as ISO 8601; source: facts/jira-cloud.md, limits. */
    private Optional<Duration> until(String value) {
        try {
            return Optional.of(untilInstant(ZonedDateTime.parse(value.strip()).toInstant()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Duration untilInstant(Instant instant) {
        Duration left = Duration.between(clock.instant(), instant);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static boolean hasCause(Throwable thrown, Class<? extends Throwable> type) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /** The host and port of an address; null where a site sends something else. */
    private static @Nullable String host(String location) {
        try {
            return new URI(location).getRawAuthority();
        } catch (URISyntaxException noAddress) {
            return null;
        }
    }
}
