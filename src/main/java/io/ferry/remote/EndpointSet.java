package io.ferry.remote;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses of calls that no maker documents, as an operator configured them for a site.
 *
 * @param name the set's name in the configuration
 * @param templates a path for each endpoint, with {@code {variables}}; relative to the base of the site
 */
public record EndpointSet(String name, Map<String, String> templates) {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    /** The set of a site for which nothing is configured. */
    public static final EndpointSet NONE = new EndpointSet("", Map.of());

    /** @throws IllegalArgumentException if a template is an address of its own, which could lead to another host */
    public EndpointSet {
        templates = Map.copyOf(templates);
        templates.forEach((endpoint, template) -> {
            if (!template.startsWith("/") || template.startsWith("//") || template.contains("..")) {
                throw new IllegalArgumentException("ferry.endpoints." + name + "." + endpoint
                        + " must be a path that starts with a single / and is relative to the site.");
            }
        });
    }

    /** Whether the endpoint is configured. */
    public boolean offers(String endpoint) {
        return templates.containsKey(endpoint);
    }

    /**
     * @param base the base address that the path is relative to
     * @param endpoint the endpoint's name in the configuration
     * @param variables the values for the template; escaped here
     * @return the address to call
     * @throws AutomationUnavailableException if nobody configured the endpoint
     */
    public URI address(URI base, String endpoint, Map<String, String> variables) {
        String template = Optional.ofNullable(templates.get(endpoint))
                .orElseThrow(() -> AutomationUnavailableException.of(
                        endpoint,
                        name.isEmpty()
                                ? "this site has no endpoint set in its settings, and no maker documents this call."
                                : "ferry.endpoints." + name + "." + endpoint + " is not configured."));
        Matcher matcher = VARIABLE.matcher(template);
        String path = matcher.replaceAll(found -> Matcher.quoteReplacement(
                URLEncoder.encode(variables.getOrDefault(found.group(1), ""), StandardCharsets.UTF_8)
                        .replace("+", "%20")));
        return URI.create(base + path);
    }
}
