package io.ferry.jira;

/**
 * An app in the list of the site's app manager.
 *
 * @param key such as {@code eu.softwareplant.bigpicture}
 * @param name its name
 * @param version its version
 * @param enabled whether it is switched on
 */
public record ListedApp(String key, String name, String version, boolean enabled) {}
