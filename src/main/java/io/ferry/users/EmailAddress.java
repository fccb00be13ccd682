package io.ferry.users;

import java.net.IDN;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An e-mail address in the one spelling by which addresses are compared: trimmed, in lower case, the domain in its ASCII
 * form, so that {@code Jörg@Bücher.example } and {@code jörg@xn--bcher-kva.example} are one address.
 */
public record EmailAddress(String value) {

    private static final int LONGEST = 254;

    public EmailAddress {
        Objects.requireNonNull(value);
    }

    /** The address written in {@code text}; empty when that holds none. */
    public static Optional<EmailAddress> of(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        var trimmed = text.strip().toLowerCase(Locale.ROOT);
        int at = trimmed.lastIndexOf('@');
        if (at < 1
                || at == trimmed.length() - 1
                || trimmed.length() > LONGEST
                || trimmed.indexOf('@') != at
                || hasBlanks(trimmed)) {
            return Optional.empty();
        }
        if (isPlainDomain(trimmed, at + 1)) {
            return Optional.of(new EmailAddress(trimmed));
        }
        return asciiDomain(trimmed.substring(at + 1))
                .map(domain -> new EmailAddress(trimmed.substring(0, at) + "@" + domain));
    }

    private static boolean hasBlanks(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || (c >= 127 && (Character.isWhitespace(c) || Character.isISOControl(c)))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the domain stands in its ASCII form already, as almost all do; anything doubtful goes the long way. */
    private static boolean isPlainDomain(String text, int from) {
        int label = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' && label > 0) {
                label = 0;
            } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-') {
                label++;
            } else {
                return false;
            }
            if (label > 63) {
                return false;
            }
        }
        return label > 0;
    }

    /** A domain as addresses are compared by it; empty when it is none. */
    static Optional<String> asciiDomain(String domain) {
        try {
            var ascii = IDN.toASCII(domain.strip(), IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
            var withoutRoot = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
            return withoutRoot.isEmpty() ? Optional.empty() : Optional.of(withoutRoot);
        } catch (IllegalArgumentException notADomain) {
            return Optional.empty();
        }
    }

    String localPart() {
        return value.substring(0, value.indexOf('@'));
    }

    String domain() {
        return value.substring(value.indexOf('@') + 1);
    }

    /** Whether an invitation could reach it: a domain without a dot is nobody's on the internet. */
    boolean canReceiveMail() {
        var domain = domain();
        return domain.indexOf('.') > 0
                && domain.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '.' || c == '-'));
    }

    EmailAddress at(String otherDomain) {
        return new EmailAddress(localPart() + "@" + otherDomain);
    }

    /** Hides the address: logs and messages must not carry it. */
    @Override
    public String toString() {
        return "EmailAddress[hidden]";
    }
}
