package io.ferry.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import feign.Headers;
import feign.RequestLine;
import io.ferry.base.FileContent;
import io.ferry.remote.RemoteFailure.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A real proxy between Ferry and a site whose name only the proxy knows, and whose certificate is of a company's authority. */
@ExtendWith(OutputCaptureExtension.class)
class ThroughProxyTest {
    private static final List<String> SITES = List.of("jira.test:*", "forbidden.test:*", "jira.example.invalid");
    private static final String SIGN_IN = "ferry:proxy-marker";

    interface ThingApi {
        @RequestLine("GET /thing")
        Thing thing();

        @RequestLine("GET /refused")
        Thing refused();

        @RequestLine("POST /thing")
        @Headers("Content-Type: application/json")
        Thing make(Thing thing);
    }

    record Thing(@Nullable String id) {}

    @TempDir
    Path folder;

    private SecureSite site;
    private CompanyProxy proxy;
    private @Nullable Wired wired;

    @BeforeEach
    void start() throws IOException {
        site = SecureSite.of(SecureSite.certificate("jira.test").build());
        proxy = CompanyProxy.withSignIn(SIGN_IN);
    }

    @AfterEach
    void stop() {
        if (wired != null) {
            wired.close();
        }
        proxy.close();
        site.close();
    }

    @Test
    void shouldSignInAtTheProxyAndShowTheSiteNothingOfIt(CapturedOutput output) throws IOException {
        ThingApi api = api("https://jira.test:" + site.port(), signedIn(SIGN_IN));

        assertThat(api.thing()).isEqualTo(new Thing("7"));
        assertThat(api.make(new Thing("8"))).isEqualTo(new Thing("7"));

        assertThat(proxy.requests()).isNotEmpty().allMatch(("CONNECT jira.test:" + site.port())::equals);
        assertThat(site.requests()).containsExactly("GET /thing Bearer site-marker", "POST /thing Bearer site-marker");
        assertThat(output).doesNotContain("marker");
    }

    @Test
    void shouldStillSayThatTheSiteRefusesTheCredential() throws IOException {
        RemoteFailure failure = catchThrowableOfType(
                RemoteFailure.class, api("https://jira.test:" + site.port(), signedIn(SIGN_IN))::refused);

        assertThat(failure.hasStatus(401)).isTrue();
        assertThat(failure.title()).contains("jira.test").contains("does not accept the credential");
    }

    @Test
    void shouldMoveFilesThroughTheProxy() throws IOException {
        Access access = access("https://jira.test:" + site.port(), signedIn(SIGN_IN));
        Transfers transfers = wired().get(Transfers.class);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        transfers.download(access.site().resolve("/file"), access, Destination.of(out));
        Transfers.Uploaded<Thing> uploaded = transfers.upload(
                access.site().resolve("/files"),
                access,
                FileContent.of(Files.write(folder.resolve("dump"), new byte[300_000])),
                Thing.class);

        assertThat(out).hasToString("{\"id\":\"7\"}");
        assertThat(uploaded.transferred().bytes()).isEqualTo(300_000);
        assertThat(site.requests()).containsExactly("GET /file Bearer site-marker", "POST /files Bearer site-marker");
        assertThat(proxy.requests()).isNotEmpty();
    }

    @Test
    void shouldSignInByTheAddressInTheEnvironment(CapturedOutput output) throws IOException {
        Map<String, String> environment = Map.of(
                "HTTPS_PROXY", proxy.url().replace("//", "//" + SIGN_IN + "@"), "ferry.network.no-proxy", "other.test");

        assertThat(api("https://jira.test:" + site.port(), environment).thing()).isEqualTo(new Thing("7"));
        assertThat(output).doesNotContain("marker");
    }

    @Test
    void shouldTakeUpACorrectedCredentialWithoutARestart() throws IOException {
        Map<String, String> settings = signedIn("ferry:old");
        ThingApi api = api("https://jira.test:" + site.port(), settings);
        RemoteFailure refused = catchThrowableOfType(RemoteFailure.class, api::thing);
        RemoteFailure refusedChange = catchThrowableOfType(RemoteFailure.class, () -> api.make(new Thing("8")));

        assertThat(refused.kind()).isEqualTo(Kind.LASTING);
        assertThat(refused.hasStatus(407)).isTrue();
        assertThat(refused.title())
                .contains(
                        "The proxy 127.0.0.1:",
                        "ferry.network.proxy.url",
                        "does not accept the credential behind file:");
        assertThat(refusedChange.title()).isEqualTo(refused.title());
        assertThat(site.requests()).isEmpty();

        Files.writeString(folder.resolve("proxy.txt"), SIGN_IN + "\n");
        assertThat(api.thing()).isEqualTo(new Thing("7"));
    }

    @Test
    void shouldSayThatTheProxyAsksForASignIn() throws IOException {
        RemoteFailure failure = catchThrowableOfType(
                RemoteFailure.class,
                api("https://jira.test:" + site.port(), Map.of("ferry.network.proxy.url", proxy.url()))::thing);

        assertThat(failure.title()).contains("asks for a sign-in (407), and Ferry has no credential");
        assertThat(failure.whatToDo()).contains("Set ferry.network.proxy.credential");
    }

    @Test
    void shouldSayThatWhatTheProxysCredentialPointsToIsNoNameAndPassword() throws IOException {
        RemoteFailure failure = catchThrowableOfType(
                RemoteFailure.class, api("https://jira.test:" + site.port(), signedIn("tokenmarker"))::thing);

        assertThat(failure).hasMessageContaining("is no NAME:PASSWORD").hasMessageNotContaining("tokenmarker");
    }

    @Test
    void shouldSayWhichProxyDoesNotAnswer() throws IOException {
        int free = freePort();
        ThingApi api =
                api("https://jira.test:" + site.port(), Map.of("ferry.network.proxy.url", "http://127.0.0.1:" + free));

        RemoteFailure failure = catchThrowableOfType(RemoteFailure.class, () -> api.make(new Thing("8")));

        assertThat(failure.kind()).isEqualTo(Kind.PASSING);
        assertThat(failure.title())
                .startsWith("The proxy 127.0.0.1:" + free + " (ferry.network.proxy.url) refuses connections");
        assertThat(failure.whatToDo()).contains("Check that the proxy runs").contains("ferry.network.no-proxy");
    }

    @Test
    void shouldSayThatThereIsNoSuchProxy() throws IOException {
        RemoteFailure failure = catchThrowableOfType(
                RemoteFailure.class,
                api("https://jira.test:" + site.port(), Map.of("ferry.network.proxy.url", "http://proxy.invalid:1"))
                        ::thing);

        assertThat(failure.title()).startsWith("There is no host proxy.invalid").contains("ferry.network.proxy.url");
    }

    @Test
    void shouldSayThatTheProxyForbidsTheSite() throws IOException {
        ThingApi api = api("https://forbidden.test:" + site.port(), signedIn(SIGN_IN));

        RemoteFailure failure = catchThrowableOfType(RemoteFailure.class, () -> api.make(new Thing("8")));

        assertThat(failure.kind()).isEqualTo(Kind.LASTING);
        assertThat(failure.title())
                .contains("does not let Ferry to forbidden.test")
                .contains("(403)");
    }

    @Test
    void shouldSayThatTheProxyDoesNotGetToTheSite() throws IOException {
        ThingApi api = api("https://jira.example.invalid", signedIn(SIGN_IN));

        RemoteFailure failure = catchThrowableOfType(RemoteFailure.class, () -> api.make(new Thing("8")));

        assertThat(failure.kind()).isEqualTo(Kind.PASSING);
        assertThat(failure.title())
                .contains("does not get to jira.example.invalid")
                .contains("(502)");
        assertThat(failure.whatToDo()).contains("looks up the site's name itself");
    }

    @Test
    void shouldGoThroughAProxyWithoutSignInToAPlainSite() throws IOException {
        try (SecureSite plain = SecureSite.plain();
                CompanyProxy open = CompanyProxy.open()) {
            Map<String, String> settings = Map.of("HTTP_PROXY", open.url(), "ferry.remote.allow-plain-http", "true");

            assertThat(api("http://jira.test:" + plain.port(), settings).thing())
                    .isEqualTo(new Thing("7"));

            assertThat(open.requests())
                    .containsExactly("GET http://jira.test:" + plain.port() + "/thing with Authorization");
        }
    }

    @Test
    void shouldSignInAtTheProxyOfAPlainSiteToo() throws IOException {
        try (SecureSite plain = SecureSite.plain()) {
            Map<String, String> settings = new HashMap<>(signedIn(SIGN_IN));
            settings.put("ferry.remote.allow-plain-http", "true");
            assertThat(api("http://jira.test:" + plain.port(), settings).thing())
                    .isEqualTo(new Thing("7"));
            assertThat(plain.requests()).containsExactly("GET /thing Bearer site-marker");

            settings.put("ferry.network.proxy.credential", "");
            RemoteFailure failure =
                    catchThrowableOfType(RemoteFailure.class, api("http://jira.test:" + plain.port(), settings)::thing);
            assertThat(failure.title()).contains("asks for a sign-in (407)");
        }
    }

    @Test
    void shouldKeepAwayFromTheProxyWhatIsExcepted() throws IOException {
        Map<String, String> settings = new HashMap<>(signedIn(SIGN_IN));
        settings.put("ferry.network.no-proxy", "jira.test");

        RemoteFailure failure =
                catchThrowableOfType(RemoteFailure.class, api("https://jira.test:" + site.port(), settings)::thing);

        assertThat(failure.title()).startsWith("There is no host jira.test");
        assertThat(failure.whatToDo()).contains("ferry.network.proxy.url");
        assertThat(proxy.requests()).isEmpty();
    }

    @Test
    void shouldTellTheSameOfAnAsynchronousRequest() throws IOException {
        access("https://jira.test:" + site.port(), Map.of("ferry.network.proxy.url", proxy.url()));
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://jira.test:" + site.port()))
                .build();

        CompletionException thrown = catchThrowableOfType(
                CompletionException.class,
                () -> wired().get(HttpClient.class)
                        .sendAsync(request, HttpResponse.BodyHandlers.discarding())
                        .join());

        assertThat(thrown.getCause())
                .isInstanceOfSatisfying(
                        ProxyFailure.class, e -> assertThat(e.kind()).isEqualTo(ProxyFailure.Kind.SIGN_IN));
    }

    private Map<String, String> signedIn(String credential) throws IOException {
        Path file = Files.writeString(folder.resolve("proxy.txt"), credential);
        return Map.of("ferry.network.proxy.url", proxy.url(), "ferry.network.proxy.credential", "file:" + file);
    }

    private ThingApi api(String url, Map<String, String> settings) throws IOException {
        Access access = access(url, settings);
        return wired().get(RemoteClients.class).client(ThingApi.class, access);
    }

    private Access access(String url, Map<String, String> settings) throws IOException {
        if (wired != null) {
            wired.close();
        }
        Map<String, String> all = new HashMap<>(settings);
        all.put("ferry.network.certificate-authorities", SecureSite.pem(folder, "root.pem", SecureSite.ROOT));
        wired = Wired.in(folder, all);
        return Access.to(new Site(URI.create(url), wired().credential("site-marker", SITES)), "test");
    }

    private Wired wired() {
        return Objects.requireNonNull(wired);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
