package io.ferry.access;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import java.io.IOException;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls every endpoint and page as every role, as nobody, and with tokens that are no good, against the whole server and a
 * real OpenID Connect provider; and once more against a server that one person uses alone. {@code docs/roles.md} is what it found:
 * {@link #main} writes that page anew.
 */
class RolesTest {
    private static final Path PAGE = Path.of("docs", "roles.md");
    private static final String AUDIENCE = "ferry";

    /** Everything here fails to sign in, from one address: SignInLimitsTest looks at that. */
    private static final String MANY_FAILURES = "--ferry.access.failed-sign-ins.per-address=1000000";

    private static final String MANY_FAILURES_OVERALL = "--ferry.access.failed-sign-ins.overall=1000000";

    private static final MockOAuth2Server COMPANY = new MockOAuth2Server();
    private static final MockOAuth2Server ELSEWHERE = new MockOAuth2Server();

    private static final Pattern PAGE_TOKEN =
            Pattern.compile("<meta name=\"session-token\" content=\"([^\"]{1,400})\">");

    /** What Spring Security's filters answer, before any endpoint of Ferry's. */
    private static final List<Endpoint> SIGN_IN = List.of(
            new Endpoint("GET", "/oauth2/authorization/ferry"),
            new Endpoint("GET", "/oauth2/authorization/another"),
            new Endpoint("GET", "/login/oauth2/code/ferry"),
            new Endpoint("GET", "/login/oauth2/code/ferry?code=made-up&state=made-up"),
            new Endpoint("GET", "/login"),
            new Endpoint("GET", "/logout"),
            new Endpoint("GET", "/sign-in"),
            new Endpoint("GET", "/sign-in?token=made-up"),
            new Endpoint("POST", "/api/sign-in-links"),
            new Endpoint("GET", "/sign-out"),
            new Endpoint("POST", "/sign-out"));

    @TempDir
    private static Path home;

    @SuppressWarnings("NullAway.Init")
    private static WholeFerry ferry;

    @SuppressWarnings("NullAway.Init")
    private static WholeFerry alone;

    private final HttpClient http = HttpClient.newHttpClient();

    /** Who asks; the names are the columns of the page. */
    private enum Caller {
        NOBODY("nobody", null, List.of()),
        NO_ROLE("no role", AUDIENCE, List.of("others")),
        VIEWER("viewer", AUDIENCE, List.of("viewers")),
        OPERATOR("operator", AUDIENCE, List.of("operators")),
        APPROVER("approver", AUDIENCE, List.of("approvers")),
        ADMINISTRATOR("administrator", AUDIENCE, List.of("administrators"));

        private final String title;
        private final @Nullable String audience;
        private final List<String> groups;

        Caller(String title, @Nullable String audience, List<String> groups) {
            this.title = title;
            this.audience = audience;
            this.groups = groups;
        }
    }

    /** Who asks a Ferry that one person uses alone; the names are the columns of the page. */
    private enum AloneCaller {
        NOBODY("nobody"),
        WRONG_KEY("wrong key"),
        KEY("key for scripts"),
        SESSION_ELSEWHERE("session, from another page"),
        SESSION("session, from Ferry's page");

        private final String title;

        AloneCaller(String title) {
            this.title = title;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        COMPANY.start();
        ELSEWHERE.start();
        ferry = new WholeFerry(home.resolve("company"), settings());
        alone = new WholeFerry(home.resolve("alone"), MANY_FAILURES, MANY_FAILURES_OVERALL);
    }

    private static String[] settings() {
        return new String[] {
            "--ferry.access.oidc.issuer=" + COMPANY.issuerUrl("company"),
            "--ferry.access.oidc.client-id=" + AUDIENCE,
            "--ferry.access.oidc.client-secret=secret",
            "--ferry.access.oidc.name-claim=name",
            "--ferry.access.oidc.roles.viewer=viewers",
            "--ferry.access.oidc.roles.operator=operators",
            "--ferry.access.oidc.roles.approver=approvers",
            "--ferry.access.oidc.roles.administrator=administrators",
            MANY_FAILURES,
            MANY_FAILURES_OVERALL
        };
    }

    @AfterAll
    static void stop() {
        ferry.close();
        alone.close();
        COMPANY.shutdown();
        ELSEWHERE.shutdown();
    }

    @Test
    void shouldGiveEachRoleWhatThePageSays() throws Exception {
        assertThat(Files.readString(PAGE)).as("what RolesTest.main writes").isEqualTo(page(http));
    }

    @Test
    void shouldNameEveryEndpointInARule() {
        // Administrators only is what is left over; that is meant for nothing that there is.
        assertThat(Endpoint.all(ferry))
                .allSatisfy(endpoint ->
                        assertThat(endpoint.rule()).as("%s", endpoint).isNotNull());
    }

    @Test
    void shouldTakeNoTokenThatIsNotGoodForFerry() throws Exception {
        Map<String, String> bad = new TreeMap<>(Map.of(
                "of another service", token(ELSEWHERE, "company", AUDIENCE, 600),
                "of another issuer", token(COMPANY, "another", AUDIENCE, 600),
                "for another audience", token(COMPANY, "company", "wiki", 600),
                "expired", token(COMPANY, "company", AUDIENCE, -600),
                "of a sign-in in a browser", token(COMPANY, "company", AUDIENCE, 600, Map.of("nonce", "n")),
                "no token", "x.y.z"));
        String good = token(COMPANY, "company", AUDIENCE, 600);
        bad.put("with another signature", good.substring(0, good.lastIndexOf('.') + 1) + "A".repeat(342));
        bad.put("without a signature", good.substring(0, good.lastIndexOf('.') + 1));

        assertThat(call(http, "GET", "/api/migrations", good)).isEqualTo(200);
        for (Map.Entry<String, String> token : bad.entrySet()) {
            for (Endpoint endpoint : Endpoint.all(ferry)) {
                if (endpoint.rule() instanceof Rules.Rule rule && rule.roles().isEmpty()) {
                    continue;
                }
                assertThat(call(http, endpoint.method(), endpoint.path("m-00000000"), token.getValue()))
                        .as("a token %s at %s", token.getKey(), endpoint)
                        .isEqualTo(401);
            }
        }
    }

    /** Not more than the page says of the masked report: whole addresses are people's data. */
    @Test
    void shouldShowWholeAddressesToThoseWhoMapPeople() throws Exception {
        String report = "/api/migrations/m-00000000/report?addresses=whole";
        assertThat(call(http, "GET", report, token(Caller.VIEWER))).isEqualTo(403);
        assertThat(call(http, "GET", report.replace("addresses", "addresses%5B%5D"), token(Caller.VIEWER)))
                .as("Spring takes the name with brackets as well")
                .isEqualTo(403);
        assertThat(call(http, "GET", report.replace("whole", "masked&addresses=whole"), token(Caller.VIEWER)))
                .isEqualTo(403);
        assertThat(call(http, "GET", report, token(Caller.OPERATOR))).isEqualTo(404);
    }

    private static String page(HttpClient http) throws IOException, InterruptedException {
        StringBuilder page = new StringBuilder("""
                # Who may do what

                `RolesTest` calls every endpoint and page of a running Ferry as each role and writes this page. **yes**: Ferry
                answers (here that there is no such migration, or what is wrong with the empty request). 401: nobody has signed
                in. 403: the roles do not allow it.

                ## Where people sign in at a provider

                """);
        head(page, Arrays.stream(Caller.values()).map(caller -> caller.title));
        for (Endpoint endpoint : Endpoint.all(ferry)) {
            begin(page, endpoint);
            for (Caller caller : Caller.values()) {
                page.append(may(endpoint, caller.title, company(http, endpoint, caller)));
            }
            page.append('\n');
        }
        page.append("""

                The addresses of signing in and out, with the status of each answer. 302 leads to the provider. What comes back from
                there without a sign-in that Ferry began is 401. Links are for Ferry alone on a computer: here there are none.
                Signing out needs no role: without a session it ends none.

                """);
        head(page, Arrays.stream(Caller.values()).map(caller -> caller.title));
        for (Endpoint endpoint : SIGN_IN) {
            begin(page, endpoint);
            for (Caller caller : Caller.values()) {
                page.append(status(endpoint, caller.title, company(http, endpoint, caller)));
            }
            page.append('\n');
        }
        page.append("""

                ## Alone on one computer

                Whoever has signed in by a link, or has the key for scripts, has every role. A browser may send the session's cookie where
                another page asks, such as one at another port; what changes something needs the token of Ferry's own page besides.

                """);
        head(page, Arrays.stream(AloneCaller.values()).map(caller -> caller.title));
        for (Endpoint endpoint : Endpoint.all(alone)) {
            begin(page, endpoint);
            for (AloneCaller caller : AloneCaller.values()) {
                page.append(may(endpoint, caller.title, alone(endpoint, caller)));
            }
            page.append('\n');
        }
        page.append("""

                The addresses of signing in and out, with the status of each answer. A link that is good leads with 302 to Ferry's page.

                """);
        head(page, Arrays.stream(AloneCaller.values()).map(caller -> caller.title));
        for (Endpoint endpoint : SIGN_IN) {
            begin(page, endpoint);
            for (AloneCaller caller : AloneCaller.values()) {
                page.append(status(endpoint, caller.title, alone(endpoint, caller)));
            }
            page.append('\n');
        }
        begin(page, new Endpoint("GET", "/sign-in?token=…"));
        for (AloneCaller caller : AloneCaller.values()) {
            String link = alone.signInLink().getQuery();
            Endpoint good = new Endpoint("GET", "/sign-in?" + link);
            page.append(status(good, caller.title, alone(good, caller)));
        }
        return page.append('\n').toString();
    }

    private static void head(StringBuilder page, Stream<String> titles) {
        List<String> columns = titles.toList();
        page.append("| Endpoint |")
                .append(columns.stream().map(column -> " " + column + " |").collect(joining()))
                .append("\n|---|")
                .append("---|".repeat(columns.size()))
                .append('\n');
    }

    private static void begin(StringBuilder page, Endpoint endpoint) {
        page.append("| `")
                .append(endpoint.method())
                .append(' ')
                .append(endpoint.pattern().replace("|", "\\|"))
                .append("` |");
    }

    private static String may(Endpoint endpoint, String caller, int status) {
        String written = status(endpoint, caller, status);
        return status == 401 || status == 403 ? written : " **yes** |";
    }

    private static String status(Endpoint endpoint, String caller, int status) {
        assertThat(status).as("%s as %s", endpoint, caller).isBetween(200, 499);
        return " " + status + " |";
    }

    private static int company(HttpClient http, Endpoint endpoint, Caller caller)
            throws IOException, InterruptedException {
        return call(http, endpoint.method(), endpoint.path("m-00000000"), token(caller));
    }

    /** Each with a session of its own, since some calls end it. */
    private static int alone(Endpoint endpoint, AloneCaller caller) throws IOException, InterruptedException {
        HttpClient http =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        String path = endpoint.path("m-00000000");
        return switch (caller) {
            case NOBODY -> alone.send(http, endpoint.method(), path).statusCode();
            case WRONG_KEY ->
                alone.send(http, endpoint.method(), path, "Authorization", "Bearer made-up")
                        .statusCode();
            case KEY ->
                alone.send(http, endpoint.method(), path, "Authorization", "Bearer " + alone.scriptKey())
                        .statusCode();
            case SESSION_ELSEWHERE -> {
                signedIn(http);
                yield alone.send(http, endpoint.method(), path).statusCode();
            }
            case SESSION ->
                alone.send(http, endpoint.method(), path, "X-CSRF-TOKEN", signedIn(http))
                        .statusCode();
        };
    }

    /** Signs in by a link; gives the token of Ferry's page. */
    private static String signedIn(HttpClient http) throws IOException, InterruptedException {
        assertThat(alone.send(http, "GET", "/sign-in?" + alone.signInLink().getQuery())
                        .statusCode())
                .isEqualTo(302);
        var token = PAGE_TOKEN.matcher(
                alone.send(http, "GET", "/", "Accept", "text/html").body());
        assertThat(token.find()).isTrue();
        return token.group(1);
    }

    private static int call(HttpClient http, String method, String path, @Nullable String token)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(ferry.at(path)).method(method, HttpRequest.BodyPublishers.noBody());
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static @Nullable String token(Caller caller) {
        return caller.audience == null
                ? null
                : COMPANY.issueToken(
                                "company",
                                caller.title,
                                new DefaultOAuth2TokenCallback(
                                        "company",
                                        caller.title,
                                        JOSEObjectType.JWT.getType(),
                                        List.of(caller.audience),
                                        Map.of("name", caller.title, "groups", caller.groups),
                                        600))
                        .serialize();
    }

    private static String token(MockOAuth2Server service, String issuer, String audience, long seconds) {
        return token(service, issuer, audience, seconds, Map.of());
    }

    private static String token(
            MockOAuth2Server service, String issuer, String audience, long seconds, Map<String, Object> more) {
        Map<String, Object> claims = new TreeMap<>(more);
        claims.put("groups", List.of("viewers", "administrators"));
        return service.issueToken(
                        issuer,
                        "somebody",
                        new DefaultOAuth2TokenCallback(
                                issuer, "somebody", JOSEObjectType.JWT.getType(), List.of(audience), claims, seconds))
                .serialize();
    }

    /** Writes the page anew. */
    public static void main(String[] args) throws Exception {
        home = Files.createTempDirectory("ferry-roles");
        start();
        Files.writeString(PAGE, page(HttpClient.newHttpClient()));
        stop();
        System.exit(0);
    }
}
