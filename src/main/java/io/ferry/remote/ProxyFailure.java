package io.ferry.remote;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The proxy, not the site, is why a request went no further: the site got nothing of it. */
final class ProxyFailure extends IOException {
    private static final long serialVersionUID = 1L;

    /** How Java says that CONNECT was answered with another status. */
    private static final Pattern NO_TUNNEL = Pattern.compile("Tunnel failed, got: (\\d{3})");

    /** What went wrong. */
    enum Kind {
        NO_SUCH_HOST,
        UNREACHABLE,
        LATE,
        /** It asks who Ferry is, and Ferry has nothing to say, or what it does not accept. */
        SIGN_IN,
        /** It does not let Ferry to the site. */
        FORBIDDEN,
        /** It does not get to the site itself. */
        SITE_UNREACHABLE
    }

    private final transient ForwardProxy proxy;
    private final Kind kind;
    private final int status;
    private final String offers;

    private ProxyFailure(ForwardProxy proxy, Kind kind, int status, String offers, @Nullable Throwable cause) {
        super("The proxy " + proxy + ": " + kind, cause);
        this.proxy = proxy;
        this.kind = kind;
        this.status = status;
        this.offers = offers;
    }

    /** Whether an exception on the way through a proxy is the proxy's. */
    static Optional<ProxyFailure> in(IOException thrown, ForwardProxy proxy) {
        if (thrown instanceof HttpConnectTimeoutException) {
            return Optional.of(new ProxyFailure(proxy, Kind.LATE, 0, "", thrown));
        }
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof UnresolvedAddressException || each instanceof UnknownHostException) {
                return Optional.of(new ProxyFailure(proxy, Kind.NO_SUCH_HOST, 0, "", thrown));
            }
        }
        if (thrown instanceof ConnectException) {
            return Optional.of(new ProxyFailure(proxy, Kind.UNREACHABLE, 0, "", thrown));
        }
        Matcher tunnel = NO_TUNNEL.matcher(String.valueOf(thrown.getMessage()));
        if (tunnel.find()) {
            int status = Integer.parseInt(tunnel.group(1));
            return Optional.of(new ProxyFailure(
                    proxy, status >= 500 ? Kind.SITE_UNREACHABLE : Kind.FORBIDDEN, status, "", thrown));
        }
        return Optional.empty();
    }

    /** Answered 407. */
    static ProxyFailure signIn(ForwardProxy proxy, HttpHeaders answer) {
        List<String> schemes = answer.allValues("Proxy-Authenticate").stream()
                .map(challenge -> challenge.strip().split("[\\s,]", 2)[0])
                .filter(scheme -> scheme.matches("[A-Za-z-]{1,20}"))
                .distinct()
                .limit(5)
                .toList();
        return new ProxyFailure(proxy, Kind.SIGN_IN, 407, String.join(", ", schemes), null);
    }

    Kind kind() {
        return kind;
    }

    /**
     * What it means.
     *
     * @param site what was to be reached, for people
     */
    RemoteFailure failure(String site) {
        String which = "the proxy " + proxy + " (" + proxy.namedBy() + ")";
        String which1 = "T" + which.substring(1);
        String without = " If " + site + " is reached without a proxy, name it in ferry.network.no-proxy (NO_PROXY).";
        RemoteFailure failure =
                switch (kind) {
                    case NO_SUCH_HOST ->
                        RemoteFailure.passing(
                                "There is no host " + proxy.address().getHostString() + ": so " + which
                                        + " cannot be found.",
                                "Check the spelling of its address, and this machine's name service." + without);
                    case UNREACHABLE ->
                        RemoteFailure.passing(
                                which1 + " refuses connections, so Ferry did not get to " + site + ".",
                                "Check that the proxy runs, its port, and firewalls in between." + without);
                    case LATE ->
                        RemoteFailure.passing(
                                which1 + " did not connect Ferry to " + site + " in time.",
                                "Check that the proxy runs, and that it reaches the site; or raise"
                                        + " ferry.remote.connect-timeout." + without);
                    case SIGN_IN -> signInFailure(which1);
                    case FORBIDDEN ->
                        RemoteFailure.lasting(
                                which1 + " does not let Ferry to " + site + " (" + status + ").",
                                "Have the proxy's administrator allow this host and port for Ferry's machine." + without);
                    case SITE_UNREACHABLE ->
                        RemoteFailure.passing(
                                which1 + " does not get to " + site + " (" + status + ").",
                                "The proxy looks up the site's name itself: check the spelling of the site's address, that the"
                                        + " site runs, and what the proxy's log says." + without);
                };
        return status == 0 ? failure : failure.withStatus(status);
    }

    private RemoteFailure signInFailure(String which) {
        if (!offers.isEmpty() && !offers.toLowerCase(Locale.ROOT).contains("basic")) {
            return RemoteFailure.lasting(
                    which + " asks for a sign-in of the kind " + offers + " (407). Ferry signs in with name and password"
                            + " (Basic) only.",
                    "Have the proxy accept Basic from Ferry's machine, or let Ferry's machine through without sign-in.");
        }
        String setting = proxy.namedBy().endsWith(".url")
                ? proxy.namedBy().replaceFirst("url$", "credential")
                : "ferry.network.proxy.url and ferry.network.proxy.credential";
        return proxy.credentialAt()
                .map(at -> RemoteFailure.lasting(
                        which + " does not accept the credential behind " + at + " (407).",
                        "Correct the name and password there; Ferry reads a file again at the next retry, a variable at its"
                                + " next start."))
                .orElseGet(() -> RemoteFailure.lasting(
                        which + " asks for a sign-in (407), and Ferry has no credential for it.",
                        "Set " + setting + " to where NAME:PASSWORD is found (file:/path or env:NAME)."));
    }
}
