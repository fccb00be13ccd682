package io.ferry.users;

import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code ferry.users.*}.
 *
 * @param renamedDomains {@code old.example: new.example}, for domains that got a new name between the two sites. A name
 *     with dots needs brackets in YAML: {@code "[old.example]": new.example}
 * @param products what the people get access to whom Ferry creates, in Jira Cloud's words
 */
@ConfigurationProperties("ferry.users")
public record UsersProperties(
        @DefaultValue Map<String, String> renamedDomains,
        @DefaultValue("jira-software") Set<String> products) {

    public UsersProperties {
        renamedDomains = new RenamedDomains(renamedDomains).table();
        products = Set.copyOf(products);
    }
}
