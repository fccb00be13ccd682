package io.ferry.api;

import io.ferry.access.Role;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.authentication.ott.OneTimeTokenAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * For parts of Ferry that are tested without its sign-in: who asks is {@link #TESTER}, with every role. The sign-in and the
 * roles have tests of their own, with the whole of it.
 */
@Import(ActingPerson.class)
class EverybodyIsSignedIn {
    static final String TESTER = "tester";

    private static volatile List<Role> roles = List.of(Role.values());

    @Bean
    SecurityFilterChain everybody(HttpSecurity http) throws Exception {
        return http.csrf(csrf -> csrf.disable())
                .addFilterBefore(new SigningIn(), AuthorizationFilter.class)
                .build();
    }

    /** The rest of this thread's work is the tester's. */
    static void signIn() {
        // Where no teams are set up, everybody sees every migration.
        var granted = AuthorityUtils.createAuthorityList(Stream.concat(
                        roles.stream().map(role -> "ROLE_" + role.name()), Stream.of("TEAM_*"))
                .toList());
        SecurityContextHolder.setContext(new SecurityContextImpl(new OneTimeTokenAuthenticationToken(
                User.withUsername(TESTER).password("").authorities(granted).build(), granted)));
    }

    /** From now on the tester has these roles. */
    static void with(Role... held) {
        roles = List.of(held);
    }

    private static final class SigningIn extends OncePerRequestFilter {
        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            signIn();
            chain.doFilter(request, response);
        }
    }
}
