package io.ferry.access;

import io.ferry.migration.MigrationRequest;
import io.ferry.migration.VisibleTeams;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** The teams of {@code ferry.access.oidc.teams}, as Spring Security grants them beside the roles. */
final class Teams {
    private static final String PREFIX = "TEAM_";

    /** No team's name has a star. */
    private static final GrantedAuthority EVERY = new SimpleGrantedAuthority(PREFIX + "*");

    private final Map<String, Set<String>> groups;

    /**
     * @param groups of the OpenID Connect provider, by the team that they belong to
     * @throws IllegalStateException if one cannot be called so
     */
    Teams(Map<String, Set<String>> groups) {
        groups.keySet().stream()
                .filter(team -> !MigrationRequest.TEAM.matcher(team).matches())
                .findFirst()
                .ifPresent(team -> {
                    throw new IllegalStateException("ferry.access.oidc.teams: “" + team
                            + "” cannot be a team's name. Use small letters, digits and hyphens, at most 40.");
                });
        this.groups = groups;
    }

    /**
     * Whose migrations somebody may see: without any team in the settings, everybody's; as administrator too, who may also
     * name each of them.
     *
     * @param roles that he has
     * @param his the groups that he belongs to
     */
    List<GrantedAuthority> authorities(Collection<Role> roles, Set<String> his) {
        boolean every = groups.isEmpty() || roles.contains(Role.ADMINISTRATOR);
        List<GrantedAuthority> granted = new ArrayList<>();
        if (every) {
            granted.add(EVERY);
        }
        groups.forEach((team, belong) -> {
            if (every || belong.stream().anyMatch(his::contains)) {
                granted.add(new SimpleGrantedAuthority(PREFIX + team));
            }
        });
        return granted;
    }

    /** What was granted, read again. The one person of a computer, who is its administrator, sees all. */
    static VisibleTeams visible(Collection<? extends GrantedAuthority> granted) {
        return new VisibleTeams(
                granted.contains(EVERY) || Role.ADMINISTRATOR.isIn(granted),
                granted.stream()
                        .filter(authority -> !authority.equals(EVERY))
                        .map(GrantedAuthority::getAuthority)
                        .filter(name -> name != null && name.startsWith(PREFIX))
                        .map(name -> name.substring(PREFIX.length()))
                        .collect(Collectors.toUnmodifiableSet()));
    }
}
