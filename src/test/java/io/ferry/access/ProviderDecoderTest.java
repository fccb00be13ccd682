package io.ferry.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/** Tokens while the OpenID Connect provider does not answer. */
class ProviderDecoderTest {
    private static final Instant NOW = Instant.parse("2026-11-29T20:00:00Z");

    private final AtomicInteger asked = new AtomicInteger();
    private final JwtDecoder described = mock();
    private final Clock clock = mock();
    private boolean away = true;
    private final ProviderDecoder decoder = new ProviderDecoder(
            () -> {
                asked.incrementAndGet();
                if (away) {
                    throw new IllegalArgumentException("Unable to resolve the configuration");
                }
                return described;
            },
            clock);

    @Test
    void shouldAskAServiceThatDoesNotAnswerSeldom() {
        when(clock.instant()).thenReturn(NOW);
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> decoder.decode("a.b.c")).isInstanceOf(ProviderAway.class);
        }
        assertThat(asked.get()).isOne();

        // when it answers again
        away = false;
        when(described.decode("a.b.c"))
                .thenReturn(Jwt.withTokenValue("a.b.c")
                        .header("alg", "RS256")
                        .subject("ann")
                        .build());
        when(clock.instant()).thenReturn(NOW.plus(ProviderDecoder.ASKED_AGAIN_AFTER));
        assertThat(decoder.decode("a.b.c").getSubject()).isEqualTo("ann");
        decoder.decode("a.b.c");
        assertThat(asked.get()).isEqualTo(2);
    }

    @Test
    void shouldTellATokenThatIsNoGoodFromMissingKeys() {
        away = false;
        when(clock.instant()).thenReturn(NOW);
        when(described.decode(anyString()))
                .thenThrow(new BadJwtException("Expired"))
                .thenThrow(new JwtException("Couldn't retrieve remote JWK set"));

        assertThatThrownBy(() -> decoder.decode("a.b.c")).isInstanceOf(BadJwtException.class);
        assertThatThrownBy(() -> decoder.decode("a.b.c")).isInstanceOf(ProviderAway.class);
    }

    @Test
    void shouldAnswerThatItCannotTell(@TempDir Path home) throws Exception {
        try (WholeFerry ferry = new WholeFerry(
                home,
                "--ferry.access.oidc.issuer=http://localhost:1/company",
                "--ferry.access.oidc.client-id=ferry",
                "--ferry.access.oidc.roles.viewer=viewers")) {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(ferry.at("/api/migrations"))
                                    .header("Authorization", "Bearer a.b.c")
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("30");
            assertThat(answer.body()).contains("urn:ferry:problem:sign-in-unavailable");
        }
    }
}
