package io.ferry.remote;

import io.ferry.base.PlainText;
import io.ferry.remote.NamingTrustManager.CertificateRefused;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no secure connection to a site. Java tells it in types of exceptions where Ferry's side refuses, and in the
 * name of the alert (RFC 8446, 6.2) where the other side does.
 *
 * @param kind what it is
 * @param why a part of a sentence that begins after a colon
 * @param whatToDo what the operator does next
 */
record TlsTrouble(Kind kind, String why, String whatToDo) {
    private static final int SHOWN_NAMES = 5;
    private static final Pattern ALERT = Pattern.compile("received fatal alert: ([a-z_]{1,40})");

    private static final Set<String> OF_FERRYS_CERTIFICATE = Set.of(
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "unknown_ca",
            "access_denied",
            "decrypt_error");

    /** What keeps a secure connection from coming about. */
    enum Kind {
        NOT_TRUSTED,
        EXPIRED,
        NOT_YET_VALID,
        OTHER_NAME,
        CLIENT_CERTIFICATE_DEMANDED,
        CLIENT_CERTIFICATE_REFUSED,
        NO_COMMON_WAY,
        NO_TLS,
        OTHER
    }

    static TlsTrouble of(SSLException thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateRefused refused) {
                return of(refused);
            }
        }
        String said = String.valueOf(thrown.getMessage()).toLowerCase(Locale.ROOT);
        Matcher found = ALERT.matcher(said);
        String alert = found.find() ? found.group(1) : "";
        if (alert.equals("certificate_required")) {
            return certificateDemanded();
        }
        if (OF_FERRYS_CERTIFICATE.contains(alert)) {
            return certificateRefused();
        }
        if (alert.equals("handshake_failure")) {
            return demanded(
                    "it ends the handshake; most often it demands a certificate from Ferry (a client certificate),"
                            + " or has no cipher in common with Ferry's Java");
        }
        if (alert.equals("protocol_version") || said.contains("no appropriate protocol")) {
            return new TlsTrouble(
                    Kind.NO_COMMON_WAY,
                    "it offers no version of TLS that Ferry's Java accepts (1.2 and 1.3)",
                    "Have TLS 1.2 or 1.3 switched on at the site.");
        }
        if (said.contains("unsupported or unrecognized ssl message") || said.contains("plaintext connection")) {
            return new TlsTrouble(
                    Kind.NO_TLS,
                    "what answers at this port speaks no TLS",
                    "Check the port and whether the address begins with https:// rightly.");
        }
        return new TlsTrouble(
                Kind.OTHER,
                "the handshake failed",
                "Check the certificate of the site: whether it has expired, is made for this host name, and comes from an"
                        + " authority that Ferry's Java trusts.");
    }

    /** The host wants a certificate of Ferry's, and Ferry has none. */
    static TlsTrouble certificateDemanded() {
        return demanded("it demands a certificate from Ferry (a client certificate), and Ferry shows none");
    }

    /** The host wants another certificate of Ferry's than it got. */
    static TlsTrouble certificateRefused() {
        return new TlsTrouble(
                Kind.CLIENT_CERTIFICATE_REFUSED,
                "it does not accept the certificate that Ferry shows, or that Ferry shows none",
                "Check ferry.network.client-certificate (or that of ferry.network.hosts for this host): whether it is"
                        + " set, has not ended, and comes from an authority that the site trusts.");
    }

    private static TlsTrouble demanded(String why) {
        return new TlsTrouble(
                Kind.CLIENT_CERTIFICATE_DEMANDED,
                why,
                "Set ferry.network.hosts.NAME.names to this host, and ferry.network.hosts.NAME.client-certificate.file to a"
                        + " certificate with its key that the site's administrator gave out.");
    }

    private static TlsTrouble of(CertificateRefused refused) {
        List<X509Certificate> chain = refused.chain();
        X509Certificate own = chain.getFirst();
        Date now = new Date();
        if (has(refused, CertificateExpiredException.class)) {
            X509Certificate ended = first(chain, each -> each.getNotAfter().before(now));
            return new TlsTrouble(
                    Kind.EXPIRED,
                    "the certificate of " + subject(ended) + " ended on " + day(ended.getNotAfter()),
                    "Have it renewed at the site; if it is good, check the clock of Ferry's machine.");
        }
        if (has(refused, CertificateNotYetValidException.class)) {
            X509Certificate early = first(chain, each -> each.getNotBefore().after(now));
            return new TlsTrouble(
                    Kind.NOT_YET_VALID,
                    "the certificate of " + subject(early) + " is valid from " + day(early.getNotBefore()) + " on only",
                    "Check the clock of Ferry's machine; if it is right, have the certificate replaced at the site.");
        }
        if (has(refused, CertPathBuilderException.class)) {
            return notTrusted(chain);
        }
        if (!has(refused, CertPathValidatorException.class)
                && String.valueOf(refused.getMessage()).startsWith("No ")) {
            return new TlsTrouble(
                    Kind.OTHER_NAME,
                    "its certificate is made for another name: " + names(own),
                    "Set the site's address to a name that the certificate has, or have a certificate with the site's name"
                            + " installed there.");
        }
        return new TlsTrouble(
                Kind.OTHER,
                "Java refuses the certificate of " + subject(own) + " (" + text(String.valueOf(refused.getMessage()))
                        + ")",
                "Check the certificate of the site, and have a newer one installed there.");
    }

    private static TlsTrouble notTrusted(List<X509Certificate> chain) {
        X509Certificate last = chain.getLast();
        boolean root = isSelfSigned(last);
        String issuer = issuer(last);
        return new TlsTrouble(
                Kind.NOT_TRUSTED,
                root
                        ? (chain.size() == 1
                                        ? "its certificate is signed by itself ("
                                        : "its authority is not trusted (")
                                + issuer + ")"
                        : "its certificate comes from an authority that Ferry's Java does not know, and that the site does not"
                                + " send: " + issuer,
                "If this is your company's authority (also that of a proxy that inspects TLS), set"
                        + " ferry.network.certificate-authorities to a PEM file with the certificate of " + issuer + "."
                        + (root
                                ? ""
                                : " If it is a public one, have the site send its whole chain (the intermediate certificate is"
                                        + " missing)."));
    }

    /** Whether a certificate vouches for itself, as roots do. */
    static boolean isSelfSigned(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    /** Whom a certificate is for, safe to show. */
    static String subject(X509Certificate certificate) {
        String name = text(certificate.getSubjectX500Principal().getName());
        return name.isEmpty() ? names(certificate) : name;
    }

    /** Who vouches for a certificate, safe to show. */
    static String issuer(X509Certificate certificate) {
        return text(certificate.getIssuerX500Principal().getName());
    }

    /** The hosts that a certificate is made for, safe to show. */
    static String names(X509Certificate certificate) {
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            List<String> names = all == null
                    ? List.of()
                    : all.stream()
                            // DNS names and addresses: RFC 5280, 4.2.1.6.
                            .filter(name -> Objects.equals(name.get(0), 2) || Objects.equals(name.get(0), 7))
                            .map(name -> text(String.valueOf(name.get(1))))
                            .toList();
            if (!names.isEmpty()) {
                return String.join(", ", names.subList(0, Math.min(SHOWN_NAMES, names.size())))
                        + (names.size() > SHOWN_NAMES ? " and " + (names.size() - SHOWN_NAMES) + " more" : "");
            }
        } catch (CertificateParsingException unreadable) {
            // Then its subject is all that is known.
        }
        return text(certificate.getSubjectX500Principal().getName());
    }

    static String day(Date date) {
        return date.toInstant().atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    /** What a site words: on one line, short, without what a terminal or reader could take for something else. */
    static String text(String remote) {
        String masked = Masking.mask(PlainText.line(remote));
        return masked.length() > 120 ? masked.substring(0, 120) + "…" : masked;
    }

    private static X509Certificate first(List<X509Certificate> chain, Predicate<X509Certificate> which) {
        return chain.stream().filter(which).findFirst().orElse(chain.getFirst());
    }

    private static boolean has(@Nullable Throwable thrown, Class<? extends Throwable> type) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
