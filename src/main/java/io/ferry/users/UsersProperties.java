package io.ferry.users;

import io.ferry.remote.CredentialReference;
import io.ferry.remote.Site;
import io.ferry.remote.SiteCredential;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code ferry.users.*}.
 *
 * @param renamedDomains {@code old.example: new.example}, for domains that got a new name between the two sites. A name
 *     with dots needs brackets in YAML: {@code "[old.example]": new.example}
 * @param organisation where hidden addresses are asked for; null where no key is configured
 * @param products what the people get access to whom Ferry creates, in Jira Cloud's words
 */
@ConfigurationProperties("ferry.users")
public record UsersProperties(
        @DefaultValue Map<String, String> renamedDomains,
        @DefaultValue("jira-software") Set<String> products,
        @Nullable Organisation organisation) {

    /**
     * {@code ferry.users.organisation.*}: Atlassian's organisation API.
     *
     * @param url where the organisation API answers
     * @param id the organisation's id, as it stands in the address of its administration site
     * @param credential reference to a key of the organisation, {@code env:NAME} or {@code file:/absolute/path}
     */
    public record Organisation(
            @DefaultValue("https://api.atlassian.com") URI url, String id, CredentialReference credential) {

        /** Where the organisation API answers, with the key. The key goes to this host only. */
        public Site site() {
            return new Site(url, new SiteCredential.OfSettings(credential, url));
        }
    }

    public UsersProperties {
        renamedDomains = new RenamedDomains(renamedDomains).table();
        products = Set.copyOf(products);
    }
}
