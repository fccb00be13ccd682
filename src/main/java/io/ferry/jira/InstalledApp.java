package io.ferry.jira;

/**
 * An app as the site's app manager shows it.
 *
 * @param key such as {@code eu.softwareplant.bigpicture}
 * @param version its version
 * @param enabled whether it is switched on
 */
public record InstalledApp(String key, String version, boolean enabled) {}
