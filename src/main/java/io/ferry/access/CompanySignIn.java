package io.ferry.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.ferry.access.AccessProperties.Oidc;
import io.ferry.base.Sha256;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.SupplierClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.oidc.IdTokenClaimNames;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * A company: people sign in to pages at its OpenID Connect provider (authorization code with PKCE), and scripts show a token
 * of that provider which is meant for Ferry. Its groups or roles become Ferry's by configuration.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("ferry.access.oidc.issuer")
class CompanySignIn {
    private static final Logger log = LoggerFactory.getLogger(CompanySignIn.class);
    private static final String FERRY = "ferry";

    private final Oidc oidc;
    private final Teams teams;
    /** The hashes of tokens that were good lately. */
    private final Cache<String, Boolean> goodTokens = Caffeine.newBuilder()
            .expireAfterWrite(Duration.ofHours(1))
            .maximumSize(10_000)
            .build();

    CompanySignIn(AccessProperties access) {
        this.oidc = Objects.requireNonNull(access.oidc());
        this.teams = new Teams(oidc.teams());
        if (oidc.roles().isEmpty()) {
            throw new IllegalStateException(
                    "Nobody could do anything: say in ferry.access.oidc.roles which groups of your OpenID Connect provider are"
                            + " viewer, operator, approver and administrator.");
        }
    }

    /** Asks the provider when somebody signs in first: Ferry starts, and works, while it is down. */
    @Bean
    ClientRegistrationRepository clientRegistrations() {
        return new SupplierClientRegistrationRepository(() -> new InMemoryClientRegistrationRepository(registration()));
    }

    private ClientRegistration registration() {
        var registration = ClientRegistrations.fromIssuerLocation(oidc.issuer().toString())
                .registrationId(FERRY)
                .clientId(oidc.clientId())
                .scope(oidc.scopes())
                // The only claim that each answer about a person must have.
                .userNameAttributeName(IdTokenClaimNames.SUB);
        return (oidc.clientSecret() == null
                        ? registration.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                        : registration.clientSecret(oidc.clientSecret()))
                .build();
    }

    /** Takes tokens of this provider that are meant for Ferry and have not expired. */
    @Bean
    JwtDecoder jwtDecoder(Clock clock) {
        return new ProviderDecoder(
                () -> {
                    NimbusJwtDecoder decoder = new NimbusJwtDecoder(signed());
                    decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                            JwtValidators.createDefaultWithIssuer(oidc.issuer().toString()),
                            new JwtClaimValidator<Collection<String>>(
                                    JwtClaimNames.AUD,
                                    meant -> meant != null && meant.contains(oidc.expectedAudience())),
                            // What a browser got at its sign-in says who somebody is, and opens nothing: it travels at
                            // each
                            // sign-out.
                            new JwtClaimValidator<Object>(IdTokenClaimNames.NONCE, Objects::isNull),
                            new JwtClaimValidator<Object>(JwtClaimNames.EXP, Objects::nonNull)));
                    return decoder;
                },
                clock);
    }

    /** Looks at signatures alone; the decoder looks at what a token says. */
    private DefaultJWTProcessor<SecurityContext> signed() {
        String keys = Objects.requireNonNull(registration().getProviderDetails().getJwkSetUri());
        var signatures = new DefaultJWTProcessor<SecurityContext>();
        signatures.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        signatures.setJWSKeySelector(
                new JWSVerificationKeySelector<>(JWSAlgorithm.Family.SIGNATURE, ProviderKeys.at(keys)));
        signatures.setJWTClaimsSetVerifier((claims, context) -> {});
        return signatures;
    }

    @Bean
    SignIn signIn(
            ClientRegistrationRepository clients,
            FailedSignIns failed,
            AuthenticationFailureHandler signInRefused,
            AuthenticationEntryPoint notSignedIn) {
        var requests = new DefaultOAuth2AuthorizationRequestResolver(clients, "/oauth2/authorization");
        requests.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
        var notSaid = failed.counting(SignInWay.PROVIDER, signInRefused);
        AuthenticationFailureHandler providerAway = (request, response, refused) -> {
            log.warn(
                    "The OpenID Connect provider {} does not say where people sign in: {}",
                    oidc.issuer(),
                    reason(refused));
            notSignedIn.commence(request, response, new ProviderAway(refused));
        };
        return new SignIn() {
            @Override
            public void addTo(HttpSecurity http) throws Exception {
                http.oauth2Login(login -> login.loginPage("/oauth2/authorization/" + FERRY)
                                .authorizationEndpoint(
                                        endpoint -> endpoint.authorizationRequestResolver(forFerry(requests)))
                                .userInfoEndpoint(user -> user.oidcUserService(CompanySignIn.this::person))
                                .failureHandler(notSaid)
                                .withObjectPostProcessor(
                                        new ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter>() {
                                            @Override
                                            public <O extends OAuth2AuthorizationRequestRedirectFilter> O postProcess(
                                                    O filter) {
                                                filter.setAuthenticationFailureHandler(providerAway);
                                                return filter;
                                            }
                                        }))
                        .oauth2ResourceServer(scripts ->
                                scripts.jwt(token -> token.jwtAuthenticationConverter(CompanySignIn.this::script)))
                        .logout(out -> out.logoutUrl("/sign-out").logoutSuccessHandler(atTheProviderToo(clients)));
            }

            @Override
            public boolean knows(String presented) {
                return goodTokens.getIfPresent(hash(presented)) != null;
            }
        };
    }

    private static String reason(Throwable refused) {
        Throwable first = refused;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        return String.valueOf(first.getMessage());
    }

    /** There is no other provider: what is asked of another is no sign-in, and goes on as any other address does. */
    private static OAuth2AuthorizationRequestResolver forFerry(OAuth2AuthorizationRequestResolver requests) {
        RequestMatcher ours = PathPatternRequestMatcher.withDefaults().matcher("/oauth2/authorization/" + FERRY);
        return new OAuth2AuthorizationRequestResolver() {
            @Override
            public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
                return ours.matches(request) ? requests.resolve(request) : null;
            }

            @Override
            public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String registration) {
                return requests.resolve(request, registration);
            }
        };
    }

    private static String hash(String token) {
        return HexFormat.of().formatHex(Sha256.of(token));
    }

    private OidcUser person(OidcUserRequest request) {
        OidcUser user = new OidcUserService().loadUser(request);
        var roles = authorities(user.getClaims());
        if (roles.isEmpty()) {
            log.info(
                    "Somebody without a role has signed in: the claim {} {} none of the groups in ferry.access.oidc.roles.",
                    oidc.rolesClaim(),
                    claimed(user.getClaims()) == null ? "is not there, so it names" : "names");
        }
        return user.getClaims().containsKey(oidc.nameClaim())
                ? new DefaultOidcUser(roles, user.getIdToken(), user.getUserInfo(), oidc.nameClaim())
                : new DefaultOidcUser(roles, user.getIdToken(), user.getUserInfo());
    }

    private JwtAuthenticationToken script(Jwt token) {
        List<GrantedAuthority> roles = authorities(token.getClaims());
        String name = token.getClaimAsString(oidc.nameClaim());
        goodTokens.put(hash(token.getTokenValue()), true);
        return new JwtAuthenticationToken(token, roles, name == null ? token.getSubject() : name);
    }

    /** What somebody may do of whom the provider claims this, and whose migrations he sees; nothing without a role. */
    private List<GrantedAuthority> authorities(Map<String, Object> claims) {
        Set<String> groups = groups(claims);
        Set<Role> roles = roles(groups);
        List<GrantedAuthority> granted = new ArrayList<>(Role.authorities(roles));
        if (!granted.isEmpty()) {
            granted.addAll(teams.authorities(roles, groups));
        }
        return granted;
    }

    private Set<String> groups(Map<String, Object> claims) {
        Object claimed = claimed(claims);
        Set<String> groups = new HashSet<>();
        if (claimed instanceof Collection<?> several) {
            several.forEach(group -> groups.add(String.valueOf(group)));
        } else if (claimed != null) {
            groups.add(String.valueOf(claimed));
        }
        return groups;
    }

    private Set<Role> roles(Set<String> groups) {
        Set<Role> roles = new HashSet<>();
        oidc.roles().forEach((role, mayHaveIt) -> {
            if (mayHaveIt.stream().anyMatch(groups::contains)) {
                roles.add(role);
            }
        });
        return roles;
    }

    /** What the claim of roles holds; null if it is not there. */
    private @Nullable Object claimed(Map<String, Object> claims) {
        Object claimed = claims;
        for (String step : oidc.rolesClaim().split("\\.", -1)) {
            claimed = claimed instanceof Map<?, ?> object ? object.get(step) : null;
        }
        return claimed;
    }

    /** The page's script asks, so it is told where to go on: a form would not be let out of Ferry's pages. */
    private static OidcClientInitiatedLogoutSuccessHandler atTheProviderToo(ClientRegistrationRepository clients) {
        var handler = new OidcClientInitiatedLogoutSuccessHandler(clients);
        handler.setPostLogoutRedirectUri("{baseUrl}/");
        handler.setRedirectStrategy((request, response, address) -> {
            response.setContentType(MediaType.TEXT_PLAIN_VALUE);
            response.getWriter().write(address);
        });
        return handler;
    }
}
