package io.ferry.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import io.ferry.fixtures.TestClock;
import java.io.IOException;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockHttpServletRequest;

/** Whoever fails to sign in too often is refused for a while; whoever has what is right is not locked out. */
class SignInLimitsTest {
    private static final String[] FEW = {
        "--ferry.access.failed-sign-ins.per-address=3",
        "--ferry.access.failed-sign-ins.within=1h",
        // Answers for addresses of others, as a proxy says them.
        "--ferry.access.proxies=127.0.0.1"
    };

    @TempDir
    private Path home;

    private final HttpClient nobody = HttpClient.newHttpClient();
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    @Test
    void shouldRefuseWrongKeysAndLetTheRightOneIn() throws Exception {
        try (WholeFerry ferry = new WholeFerry(home, FEW)) {
            for (int i = 0; i < 3; i++) {
                assertThat(withBearer(ferry, "wrong-" + i, "192.0.2.1").statusCode())
                        .isEqualTo(401);
            }

            // when one more comes, also as a browser would send it, and from the one who is let through only where it
            // is right
            HttpResponse<String> refused = withBearer(ferry, "wrong", "192.0.2.1");
            HttpResponse<String> page = ferry.send(
                    nobody,
                    "GET",
                    "/",
                    "Authorization",
                    "bearer x y",
                    "Accept",
                    "text/html",
                    "X-Forwarded-For",
                    "192.0.2.1");
            HttpResponse<String> noLink =
                    ferry.send(nobody, "GET", "/sign-in", "Authorization", "Bearer x", "X-Forwarded-For", "192.0.2.1");

            // then
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(Integer.parseInt(
                            refused.headers().firstValue("Retry-After").orElse("")))
                    .isBetween(3_000, 3_600);
            assertThat(refused.body())
                    .contains("urn:ferry:problem:too-many-failed-sign-ins")
                    .contains("Check yours");
            assertThat(refused.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(page.statusCode()).isEqualTo(429);
            assertThat(page.body()).contains("Too many failed sign-ins").contains("seconds, then try again");
            assertThat(noLink.statusCode()).isEqualTo(429);

            // and neither who has the key is locked out, nor who is elsewhere, nor who signs in another way
            assertThat(withBearer(ferry, ferry.scriptKey(), "192.0.2.1").statusCode())
                    .isEqualTo(200);
            assertThat(withBearer(ferry, "wrong", "192.0.2.2").statusCode()).isEqualTo(401);
            assertThat(withLink(ferry, nobody, "wrong", "192.0.2.1").statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void shouldRefuseWrongLinksAndLetTheRightOneIn() throws Exception {
        try (WholeFerry ferry = new WholeFerry(home, FEW)) {
            for (int i = 0; i < 3; i++) {
                assertThat(withLink(ferry, nobody, "wrong-" + i, "192.0.2.1").statusCode())
                        .isEqualTo(401);
            }

            HttpResponse<String> refused = withLink(ferry, nobody, "wrong", "192.0.2.1");

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body()).contains("This one was not looked at");
            assertThat(withLink(ferry, browser, ferry.signInLink().getQuery().replace("token=", ""), "192.0.2.1")
                            .statusCode())
                    .isEqualTo(302);
            // A session goes on.
            assertThat(ferry.send(browser, "GET", "/api/migrations", "X-Forwarded-For", "192.0.2.1")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldRefuseForgedTokensAndAnswersOfTheSignInService() throws Exception {
        MockOAuth2Server company = new MockOAuth2Server();
        company.start();
        try (WholeFerry ferry = new WholeFerry(
                home,
                FEW[0],
                FEW[1],
                FEW[2],
                "--ferry.access.oidc.issuer=" + company.issuerUrl("company"),
                "--ferry.access.oidc.client-id=ferry",
                "--ferry.access.oidc.roles.viewer=viewers")) {
            String used = token(company);
            String forged = used.substring(0, used.lastIndexOf('.') + 1) + "A".repeat(342);
            assertThat(withBearer(ferry, used, "192.0.2.1").statusCode()).isEqualTo(200);
            for (int i = 0; i < 3; i++) {
                assertThat(withBearer(ferry, forged, "192.0.2.1").statusCode()).isEqualTo(401);
                assertThat(ferry.send(
                                        nobody,
                                        "GET",
                                        "/login/oauth2/code/ferry?code=x&state=y",
                                        "X-Forwarded-For",
                                        "192.0.2.1")
                                .statusCode())
                        .isEqualTo(401);
            }

            // when forged ones, a token that nobody has seen, and one that was good here before come
            assertThat(withBearer(ferry, forged, "192.0.2.1").statusCode()).isEqualTo(429);
            assertThat(withBearer(ferry, token(company), "192.0.2.1").statusCode())
                    .as("not looked at")
                    .isEqualTo(429);
            assertThat(withBearer(ferry, used, "192.0.2.1").statusCode()).isEqualTo(200);
            assertThat(withBearer(ferry, token(company), "192.0.2.2").statusCode())
                    .isEqualTo(200);
            assertThat(ferry.send(
                                    nobody,
                                    "GET",
                                    "/login/oauth2/code/ferry?code=x&state=y",
                                    "X-Forwarded-For",
                                    "192.0.2.1")
                            .statusCode())
                    .isEqualTo(429);
            assertThat(ferry.send(nobody, "GET", "/oauth2/authorization/ferry", "X-Forwarded-For", "192.0.2.1")
                            .statusCode())
                    .as("the way to the OpenID Connect provider")
                    .isEqualTo(302);
        } finally {
            company.shutdown();
        }
    }

    @Test
    void shouldForgetFailuresHoweverManyAreRefused() {
        // given
        TestClock clock = new TestClock(Instant.parse("2026-11-01T10:00:00Z"));
        FailedSignIns failed = new FailedSignIns(limits(2, 100), clock);
        var from = from("192.0.2.1");
        failed.failed(SignInWay.BEARER, from);
        assertThat(failed.refusedFor(SignInWay.BEARER, from)).isEmpty();
        clock.pass(Duration.ofSeconds(20));
        failed.failed(SignInWay.BEARER, from);

        // then it is refused for the rest of the time that the first failure began, and no longer
        assertThat(failed.refusedFor(SignInWay.BEARER, from)).hasValue(Duration.ofSeconds(40));
        clock.pass(Duration.ofMillis(39_500));
        assertThat(failed.refusedFor(SignInWay.BEARER, from)).hasValue(Duration.ofSeconds(1));
        clock.pass(Duration.ofMillis(500));
        assertThat(failed.refusedFor(SignInWay.BEARER, from)).isEmpty();
        failed.failed(SignInWay.BEARER, from);
        assertThat(failed.refusedFor(SignInWay.BEARER, from)).isEmpty();
    }

    @Test
    void shouldRefuseEachAddressWithAFailureOnceTooManyHaveFailed() {
        TestClock clock = new TestClock(Instant.parse("2026-11-01T10:00:00Z"));
        FailedSignIns failed = new FailedSignIns(limits(3, 50), clock);
        for (int i = 0; i < 49; i++) {
            failed.failed(SignInWay.LINK, from("192.0.2." + i));
        }
        assertThat(failed.refusedFor(SignInWay.LINK, from("192.0.2.1"))).isEmpty();

        failed.failed(SignInWay.LINK, from("192.0.2.49"));

        assertThat(failed.refusedFor(SignInWay.LINK, from("192.0.2.1"))).isPresent();
        assertThat(failed.refusedFor(SignInWay.LINK, from("192.0.2.50")))
                .as("an address without a failure")
                .isEmpty();
        assertThat(failed.refusedFor(SignInWay.BEARER, from("192.0.2.1")))
                .as("another way of signing in")
                .isEmpty();
    }

    @Test
    void shouldTakeANetworkOfIpv6AsOneAddress() {
        FailedSignIns failed = new FailedSignIns(limits(2, 100), new TestClock(Instant.parse("2026-11-01T10:00:00Z")));
        failed.failed(SignInWay.BEARER, from("2001:db8:0:1::1"));
        failed.failed(SignInWay.BEARER, from("2001:db8:0:1:ffff::2"));

        assertThat(failed.refusedFor(SignInWay.BEARER, from("2001:db8:0:1::3"))).isPresent();
        assertThat(failed.refusedFor(SignInWay.BEARER, from("2001:db8:0:2::1"))).isEmpty();
    }

    private static AccessProperties limits(int perAddress, int overall) {
        return new AccessProperties(
                "somebody",
                List.of(),
                Duration.ofHours(12),
                new AccessProperties.FailedSignIns(perAddress, overall, Duration.ofMinutes(1)),
                null);
    }

    private static MockHttpServletRequest from(String address) {
        var request = new MockHttpServletRequest();
        request.setRemoteAddr(address);
        return request;
    }

    private HttpResponse<String> withBearer(WholeFerry ferry, String credential, String from)
            throws IOException, InterruptedException {
        return ferry.send(
                nobody, "GET", "/api/migrations", "Authorization", "Bearer " + credential, "X-Forwarded-For", from);
    }

    private static HttpResponse<String> withLink(WholeFerry ferry, HttpClient http, String token, String from)
            throws IOException, InterruptedException {
        return ferry.send(http, "GET", "/sign-in?token=" + token, "Accept", "text/html", "X-Forwarded-For", from);
    }

    private static String token(MockOAuth2Server company) {
        return company.issueToken(
                        "company",
                        "vera",
                        new DefaultOAuth2TokenCallback(
                                "company",
                                "vera",
                                JOSEObjectType.JWT.getType(),
                                List.of("ferry"),
                                Map.of("groups", List.of("viewers")),
                                600))
                .serialize();
    }
}
