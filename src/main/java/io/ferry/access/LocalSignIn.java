package io.ferry.access;

import io.ferry.base.SeveralFerrys;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.ott.InMemoryOneTimeTokenService;
import org.springframework.security.authentication.ott.OneTimeTokenAuthenticationProvider;
import org.springframework.security.authentication.ott.OneTimeTokenService;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.authentication.logout.HttpStatusReturningLogoutSuccessHandler;
import org.springframework.security.web.authentication.logout.LogoutFilter;
import org.springframework.security.web.authentication.ott.OneTimeTokenAuthenticationFilter;
import org.springframework.security.web.authentication.session.ChangeSessionIdAuthenticationStrategy;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/**
 * One person on one computer: a link that Ferry prints at its start becomes a session, so that other accounts and web pages
 * of the same computer cannot use Ferry; scripts show a key that only its owner can read. Both may do everything.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "ferry.access.oidc.issuer", matchIfMissing = true, havingValue = "none")
class LocalSignIn {
    private static final List<GrantedAuthority> EVERYTHING = Role.authorities(EnumSet.allOf(Role.class));

    @Bean
    OneTimeTokenService oneTimeTokens(Environment settings, JdbcClient sql, Clock clock) {
        return SeveralFerrys.mayWork(settings) ? new StoredSignInLinks(sql, clock) : new InMemoryOneTimeTokenService();
    }

    @Bean
    SignInLinks signInLinks(
            OneTimeTokenService tokens, AccessProperties access, @Value("${ferry.public-url}") URI publicUrl) {
        return new SignInLinks(tokens, access.person(), publicUrl);
    }

    @Bean
    ScriptKey scriptKey(@Value("${ferry.home}") Path home) {
        return ScriptKey.in(home);
    }

    @Bean
    SignIn signIn(
            OneTimeTokenService tokens,
            SignInLinks links,
            ScriptKey scriptKey,
            FailedSignIns failed,
            AccessProperties access,
            AuthenticationFailureHandler linkRefused,
            ApplicationEventPublisher events) {
        var linkFailed = failed.counting(SignInWay.LINK, linkRefused);
        return new SignIn() {
            @Override
            public void addTo(HttpSecurity http) throws Exception {
                http.addFilterAfter(links(tokens, linkFailed, events), LogoutFilter.class)
                        .oauth2ResourceServer(scripts -> scripts.opaqueToken(key -> key.introspector(this::script)))
                        .logout(out -> out.logoutUrl("/sign-out")
                                .logoutSuccessHandler(new HttpStatusReturningLogoutSuccessHandler()));
            }

            private OAuth2AuthenticatedPrincipal script(String presented) {
                if (!scriptKey.is(presented)) {
                    throw new BadOpaqueTokenException("This is not the key for scripts.");
                }
                return new DefaultOAuth2AuthenticatedPrincipal(
                        access.person(), Map.of("sub", access.person()), EVERYTHING);
            }

            @Override
            public boolean knows(String presented) {
                return scriptKey.is(presented) || links.made(presented);
            }
        };
    }

    private static OneTimeTokenAuthenticationFilter links(
            OneTimeTokenService tokens, AuthenticationFailureHandler linkRefused, ApplicationEventPublisher events) {
        var filter = new OneTimeTokenAuthenticationFilter();
        filter.setAuthenticationManager(
                new ProviderManager(new OneTimeTokenAuthenticationProvider(tokens, LocalSignIn::person)));
        filter.setRequiresAuthenticationRequestMatcher(SignInWay.LINKS);
        filter.setSecurityContextRepository(new HttpSessionSecurityContextRepository());
        filter.setSessionAuthenticationStrategy(new ChangeSessionIdAuthenticationStrategy());
        // Back to the page that was asked for, and away from the address with the token.
        filter.setAuthenticationSuccessHandler(new SavedRequestAwareAuthenticationSuccessHandler());
        filter.setAuthenticationFailureHandler(linkRefused);
        filter.setApplicationEventPublisher(events);
        return filter;
    }

    private static UserDetails person(String name) {
        return User.withUsername(name).password("").authorities(EVERYTHING).build();
    }
}
