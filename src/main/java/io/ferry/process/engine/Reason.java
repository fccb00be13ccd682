package io.ferry.process.engine;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Why a connection did not carry an answer, in words for an operator. */
enum Reason {
    UNKNOWN_HOST("the name of its host is not known", true),
    REFUSED("the connection is refused", true),
    NO_ROUTE("there is no route to it", true),
    UNTRUSTED("its TLS certificate is not trusted", true),
    NO_HANDSHAKE("TLS cannot be agreed on, as when one side speaks none", true),
    TOO_LATE("no answer came in time", false),
    BROKEN("the connection broke", false);

    private final String words;
    private final boolean nothingWasSent;

    Reason(String words, boolean nothingWasSent) {
        this.words = words;
        this.nothingWasSent = nothingWasSent;
    }

    /** The first reason that the failure or one of its causes tells; a broken connection if none does. */
    static Reason of(Throwable failure) {
        return causes(failure)
                .flatMap(cause -> told(cause).stream())
                .findFirst()
                .orElse(BROKEN);
    }

    private static Optional<Reason> told(Throwable cause) {
        return Optional.ofNullable(
                switch (cause) {
                    case UnknownHostException unknown -> UNKNOWN_HOST;
                    case NoRouteToHostException none -> NO_ROUTE;
                    case ConnectException refused -> refused(refused);
                    case CertificateException untrusted -> UNTRUSTED;
                    case SSLPeerUnverifiedException otherName -> UNTRUSTED;
                    case SSLHandshakeException handshake ->
                        causes(handshake).anyMatch(CertificateException.class::isInstance) ? UNTRUSTED : NO_HANDSHAKE;
                    case SSLException noTls when isNoTls(noTls) -> NO_HANDSHAKE;
                    case SocketTimeoutException late -> TOO_LATE;
                    case TimeoutException late -> TOO_LATE;
                    default -> null;
                });
    }

    /** Some systems say in this way, too, that a connection was not made in time. */
    private static Reason refused(ConnectException failure) {
        String said = String.valueOf(failure.getMessage());
        return said.contains("timed out") ? TOO_LATE : said.contains("unreachable") ? NO_ROUTE : REFUSED;
    }

    /** So the JDK and Netty call an answer in plain text. */
    private static boolean isNoTls(SSLException failure) {
        String said = String.valueOf(failure.getMessage());
        return said.contains("nrecognized SSL message") || said.contains("not an SSL/TLS record");
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(20);
    }

    /** Whether no request can have reached the other side. */
    boolean nothingWasSent() {
        return nothingWasSent;
    }

    @Override
    public String toString() {
        return words;
    }
}
