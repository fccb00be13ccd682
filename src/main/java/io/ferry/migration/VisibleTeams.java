package io.ferry.migration;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whose migrations somebody may see.
 *
 * @param all whether it is those of every team, and those of none
 * @param names of the teams otherwise
 */
public record VisibleTeams(boolean all, Set<String> names) {
    public static final VisibleTeams ALL = new VisibleTeams(true, Set.of());

    public VisibleTeams {
        names = Set.copyOf(names);
    }

    /** @param team of a migration; null if it belongs to none, and then only those see it who see all */
    public boolean includes(@Nullable String team) {
        return all || (team != null && names.contains(team));
    }

    /**
     * The team of a migration that somebody starts who may see these.
     *
     * @param asked the team that was asked for; null lets the only one be taken, if there is one only
     * @return null if there are no teams, or if somebody who sees all names none
     * @throws SettingsRefused if it is none of theirs, or which of several is meant is not said
     */
    public @Nullable String ofNew(@Nullable String asked) {
        String expected = names.isEmpty()
                ? all ? "to be left out: no teams are set up" : "somebody who belongs to a team; you belong to none"
                : "one of your teams: " + String.join(", ", new TreeSet<>(names));
        new Refusals()
                .expect(asked == null || names.contains(asked), "team", expected, asked)
                .expect(asked != null || all || names.size() == 1, "team", expected, null)
                .throwIfAny();
        return asked != null || all ? asked : names.iterator().next();
    }
}
