package io.ferry.access;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** What a person may do. Everybody who has a role is a viewer too; a person may have several. */
public enum Role {
    /** Sees progress, counts, and reports without addresses. */
    VIEWER,
    /** Starts, cancels and retries, uploads and downloads files, and maps people. */
    OPERATOR,
    /** Confirms what cannot be undone, and asks for the roll-back. */
    APPROVER,
    /** Looks after credentials and settings, erases people and files, and reads the audit. */
    ADMINISTRATOR;

    private static final String PREFIX = "ROLE_";

    /** What Spring Security grants to people with these roles. */
    static List<GrantedAuthority> authorities(Collection<Role> roles) {
        Set<Role> held = EnumSet.noneOf(Role.class);
        held.addAll(roles);
        if (!held.isEmpty()) {
            held.add(VIEWER);
        }
        return held.stream()
                .<GrantedAuthority>map(role -> new SimpleGrantedAuthority(PREFIX + role.name()))
                .toList();
    }

    /** Whether the role is among what was granted. */
    boolean isIn(Collection<? extends GrantedAuthority> granted) {
        return granted.stream().anyMatch(authority -> (PREFIX + name()).equals(authority.getAuthority()));
    }
}
