package io.ferry.backup.judge;

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

    public EmailAddress {
        Objects.requireNonNull(value);
    }

    /**
     * The address written in {@code text}, without the blanks that nobody sees; empty when that holds none, or one that
     * {@link EmailCheck} takes for none.
     */
    public static Optional<EmailAddress> of(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        var seen = EmailCheck.withoutHiddenBlanks(text).toLowerCase(Locale.ROOT);
        var trimmed = seen.endsWith(".") ? seen.substring(0, seen.length() - 1) : seen;
        return switch (EmailCheck.of(trimmed)) {
            case INVALID, ANONYMISED -> Optional.empty();
            case FINE -> Optional.of(new EmailAddress(trimmed));
            case UNUSUAL, EXAMPLE -> withAsciiDomain(trimmed);
        };
    }

    /**
     * The one spelling of a text where addresses are counted, valid or not: two texts with the same spelling are one address.
     *
     * @param text as Jira has it
     */
    public static String spelling(String text) {
        return of(text).map(EmailAddress::value)
                .orElseGet(() -> EmailCheck.withoutHiddenBlanks(text).toLowerCase(Locale.ROOT));
    }

    private static Optional<EmailAddress> withAsciiDomain(String address) {
        int at = address.lastIndexOf('@');
        return asciiDomain(address.substring(at + 1))
                .map(domain -> new EmailAddress(address.substring(0, at) + "@" + domain));
    }

    /** A domain as addresses are compared by it; empty when it is none. */
    public static Optional<String> asciiDomain(String domain) {
        try {
            var ascii = IDN.toASCII(domain.strip(), IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
            var withoutRoot = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
            return withoutRoot.isEmpty() ? Optional.empty() : Optional.of(withoutRoot);
        } catch (IllegalArgumentException notADomain) {
            return Optional.empty();
        }
    }

    /** What is before the {@code @}. */
    public String localPart() {
        return value.substring(0, value.indexOf('@'));
    }

    /** What is after the {@code @}, in its ASCII form. */
    public String domain() {
        return value.substring(value.indexOf('@') + 1);
    }

    /** Whether an invitation could reach it. */
    public boolean canReceiveMail() {
        return EmailCheck.of(value).canReceiveMail();
    }

    /** The same local part at another domain, which is in its ASCII form. */
    public EmailAddress at(String otherDomain) {
        return new EmailAddress(localPart() + "@" + otherDomain);
    }

    /** Hides the address: logs and messages must not carry it. */
    @Override
    public String toString() {
        return "EmailAddress[hidden]";
    }
}
