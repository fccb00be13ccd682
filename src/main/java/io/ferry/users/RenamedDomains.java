package io.ferry.users;

import io.ferry.backup.judge.EmailAddress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Domains that got a new name between the two sites ({@code old.example → new.example}); the operator's configuration. */
record RenamedDomains(Map<String, String> table) {

    RenamedDomains {
        var normalised = new HashMap<String, String>();
        table.forEach((from, to) -> normalised.put(domain(from), domain(to)));
        table = Map.copyOf(normalised);
    }

    static RenamedDomains none() {
        return new RenamedDomains(Map.of());
    }

    /** The address under the new name of its domain; empty when the domain was not renamed. */
    Optional<EmailAddress> renamed(EmailAddress address) {
        return Optional.ofNullable(table.get(address.domain())).map(address::at);
    }

    private static String domain(String text) {
        return EmailAddress.asciiDomain(text.strip().toLowerCase(Locale.ROOT))
                .filter(domain -> !domain.contains("@"))
                .orElseThrow(() -> new IllegalArgumentException(
                        "ferry.users.renamed-domains expects domains such as old.example, but got '%s'"
                                .formatted(text)));
    }
}
