package io.ferry.access;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who may reach Ferry: {@code ferry.access.*}.
 *
 * @param person what the record calls the one person of this computer, where there is no company's sign-in
 * @param proxies addresses of the proxies, or networks of IPv4 (10.244.0.0/16), whose {@code X-Forwarded-*} headers count; those
 *     of all others are ignored
 * @param sessionAtMost how long a session lasts at most, however often it is used
 * @param failedSignIns when attempts to sign in are refused
 * @param oidc the company's OpenID Connect provider, or null where one person uses Ferry on one computer
 */
@Validated
@ConfigurationProperties("ferry.access")
public record AccessProperties(
        @DefaultValue("somebody at this computer") String person,
        @DefaultValue List<String> proxies,
        @DefaultValue("12h") Duration sessionAtMost,
        @DefaultValue @Valid FailedSignIns failedSignIns,
        @Nullable Oidc oidc) {

    /**
     * When attempts to sign in are refused for a while: {@code ferry.access.failed-sign-ins.*}.
     *
     * @param perAddress how many may fail from one address (of IPv6, from one network of 64 bits)
     * @param overall how many may fail altogether before one failure of an address is enough
     * @param within the time in which failures are counted, and after which they are forgotten
     */
    public record FailedSignIns(
            @DefaultValue("20") @Min(1) int perAddress,
            @DefaultValue("500") @Min(1) int overall,

            @DefaultValue("1m") @DurationMin(seconds = 1) @DurationMax(hours = 24)
            Duration within) {}

    /**
     * An OpenID Connect provider.
     *
     * @param issuer its address, where {@code /.well-known/openid-configuration} stands
     * @param clientId what it calls Ferry
     * @param clientSecret the secret of this client, or null for a public one
     * @param audience what a script's token must be meant for; the client id if nothing is set
     * @param scopes what Ferry asks for
     * @param nameClaim which claim is a person's name
     * @param roles the groups or roles there that have each of Ferry's roles
     * @param rolesClaim which claim lists a person's groups or roles; dots lead into objects, as in {@code realm_access.roles}
     * @param teams the groups or roles there that belong to each team; a migration is seen by its team and by
     *     administrators. Nothing: everybody sees all
     */
    public record Oidc(
            URI issuer,
            String clientId,
            @Nullable String clientSecret,
            @Nullable String audience,
            @DefaultValue({"openid", "profile"}) Set<String> scopes,
            @DefaultValue("preferred_username") String nameClaim,
            @DefaultValue("groups") String rolesClaim,
            @DefaultValue Map<Role, Set<String>> roles,
            @DefaultValue Map<String, Set<String>> teams) {

        /** What a script's token must be meant for. */
        String expectedAudience() {
            return audience == null ? clientId : audience;
        }
    }
}
