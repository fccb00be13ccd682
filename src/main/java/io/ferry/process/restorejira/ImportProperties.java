package io.ferry.process.restorejira;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What Ferry warns of before an import: {@code ferry.import.*}.
 *
 * @param productionNames words that tell a production site by its title or host name, such as {@code acme-prod}; a word
 *     counts where no letter stands next to it, and capitals make no difference
 */
@ConfigurationProperties("ferry.import")
record ImportProperties(
        @DefaultValue({"prod", "production", "prd", "live"}) List<String> productionNames) {
    ImportProperties {
        productionNames = List.copyOf(productionNames);
    }

    /** The first of these names that is a production site's. */
    Optional<String> productionAmong(List<String> names) {
        return names.stream()
                .filter(name -> productionNames.stream().anyMatch(word -> has(name, word)))
                .findFirst();
    }

    private static boolean has(String name, String word) {
        return Pattern.compile("(?<!\\p{L})" + Pattern.quote(word) + "(?!\\p{L})", Pattern.CASE_INSENSITIVE)
                .matcher(name)
                .find();
    }
}
