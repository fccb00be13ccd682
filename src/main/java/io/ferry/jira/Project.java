package io.ferry.jira;

/**
 * A project.
 *
 * @param id the numeric id as text
 * @param key such as {@code PROJ}
 * @param name its name
 * @param archived whether it is archived
 */
public record Project(String id, String key, String name, boolean archived) {}
