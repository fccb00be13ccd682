package io.ferry.access;

import jakarta.servlet.DispatcherType;
import java.util.Arrays;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;

/** The filters that every request passes: who is it, may they do this, and what browsers are told with every answer. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class SecurityConfiguration {
    /** What loads nothing needs nothing; pages and the description of the interface set their own. */
    private static final String NOTHING =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String NO_FEATURES = "accelerometer=(), camera=(), geolocation=(), gyroscope=(),"
            + " magnetometer=(), microphone=(), payment=(), usb=()";

    @Bean
    SecurityFilterChain filters(
            HttpSecurity http,
            SignIn signIn,
            FailedSignIns failed,
            AuthenticationEntryPoint notSignedIn,
            AccessDeniedHandler mayNot)
            throws Exception {
        http.authorizeHttpRequests(requests -> {
                    // An answer that goes on in another dispatch was allowed when it began.
                    requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
                            .permitAll();
                    Rules.ALL.forEach(rule -> {
                        var matched = requests.requestMatchers(rule.matcher());
                        if (rule.roles().isEmpty()) {
                            matched.permitAll();
                        } else {
                            matched.hasAnyRole(names(rule.roles().toArray(Role[]::new)));
                        }
                    });
                    requests.anyRequest().hasAnyRole(names(Role.ADMINISTRATOR));
                })
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(notSignedIn).accessDeniedHandler(mayNot))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(NOTHING))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                        .permissionsPolicyHeader(features -> features.policy(NO_FEATURES))
                        .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                        .crossOriginResourcePolicy(
                                resources -> resources.policy(CrossOriginResourcePolicy.SAME_ORIGIN)));
        // Whoever is not signed in could else fill the memory with sessions: scripts and programs get none.
        http.csrf(csrf -> csrf.csrfTokenRepository(new TokensOfSessions()))
                .requestCache(cache -> cache.requestCache(pagesAskedFor()));
        signIn.addTo(http);
        // A key or token that is no good gets the same answer as none.
        http.oauth2ResourceServer(
                scripts -> scripts.authenticationEntryPoint(failed.counting(SignInWay.BEARER, notSignedIn)));
        http.addFilterBefore(new SignInLimits(failed, signIn, notSignedIn), CsrfFilter.class);
        return http.build();
    }

    /** Remembers a page that somebody wanted before the sign-in, and nothing else. */
    private static RequestCache pagesAskedFor() {
        var pages = new HttpSessionRequestCache();
        pages.setRequestMatcher(request -> "GET".equals(request.getMethod())
                && request.getServletPath().startsWith("/migrations/")
                && String.valueOf(request.getHeader(HttpHeaders.ACCEPT)).contains(MediaType.TEXT_HTML_VALUE));
        return pages;
    }

    private static String[] names(Role... roles) {
        return Arrays.stream(roles).map(Role::name).toArray(String[]::new);
    }
}
