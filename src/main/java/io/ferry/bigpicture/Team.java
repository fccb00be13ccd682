package io.ferry.bigpicture;

/**
 * A team.
 *
 * @param id the team's id
 * @param name its name
 */
public record Team(String id, String name) {}
