package io.ferry.remote;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * All configured endpoint sets: {@code ferry.endpoints.<set>.<endpoint>: /path}.
 *
 * @param endpoints for each set, by its name, the paths of calls that a site offers without documenting them; see docs/remote-calls.md
 */
@ConfigurationProperties("ferry")
public record EndpointSets(@DefaultValue Map<String, Map<String, String>> endpoints) {

    /** Copies the sets and checks each template. */
    public EndpointSets {
        endpoints = Map.copyOf(endpoints);
        endpoints.forEach(EndpointSet::new);
    }

    /**
     * @param name the set that a migration's site names, or null
     * @return the set; one that offers nothing if no name was given
     * @throws AutomationUnavailableException if a set of this name is not configured
     */
    public EndpointSet named(@Nullable String name) {
        if (name == null || name.isBlank()) {
            return EndpointSet.NONE;
        }
        Map<String, String> templates = endpoints.get(name);
        if (templates == null) {
            throw AutomationUnavailableException.of(
                    "endpoint set",
                    "the settings name a set of endpoints that is not configured under ferry.endpoints.");
        }
        return new EndpointSet(name, templates);
    }
}
