package io.ferry.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import feign.Headers;
import feign.RequestLine;
import io.ferry.fixtures.StubServer;
import io.ferry.remote.RemoteFailure.Kind;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of sites and of Ferry, as they are in companies. */
class TlsTest {
    interface ThingApi {
        @RequestLine("GET /thing")
        Thing thing();

        @RequestLine("POST /thing")
        @Headers("Content-Type: application/json")
        Thing make(Thing thing);
    }

    record Thing(@Nullable String id) {}

    @RegisterExtension
    WireMockExtension plain = StubServer.onAFreePort();

    @TempDir
    Path folder;

    private @Nullable Wired wired;

    @AfterEach
    void stop() {
        if (wired != null) {
            wired.close();
        }
    }

    @Test
    void shouldNameTheAuthorityThatIsNotTrustedAndTrustItOnceItIsSet() throws Exception {
        try (SecureSite site = SecureSite.of(SecureSite.certificate("localhost").build())) {
            RemoteFailure failure = changing(site, Map.of());

            assertThat(failure.kind()).isEqualTo(Kind.LASTING);
            assertThat(failure.title())
                    .contains("localhost:" + site.port())
                    .contains("an authority that Ferry's Java does not know")
                    .contains("CN=Company Root");
            assertThat(failure.whatToDo())
                    .contains("ferry.network.certificate-authorities")
                    .contains("certificate of CN=Company Root")
                    .contains("the intermediate certificate is missing");

            assertThat(api(site, trusting()).thing()).isEqualTo(new Thing("7"));
        }
    }

    @Test
    void shouldSayThatACertificateIsSignedByItself() throws Exception {
        HeldCertificate alone = new HeldCertificate.Builder()
                .commonName("jira")
                .addSubjectAlternativeName("localhost")
                .build();
        try (SecureSite site = SecureSite.of(alone)) {
            assertThat(changing(site, trusting()).title()).contains("its certificate is signed by itself (CN=jira)");
            assertThat(api(
                                    site,
                                    Map.of(
                                            "ferry.network.certificate-authorities",
                                            SecureSite.pem(folder, "alone.pem", alone)))
                            .thing())
                    .isEqualTo(new Thing("7"));
        }
    }

    @Test
    void shouldTrustAnAuthorityAtTheHostsOfAGroupOnly() throws Exception {
        try (SecureSite site =
                SecureSite.of(SecureSite.certificate("localhost", "127.0.0.1").build())) {
            Map<String, String> settings = Map.of(
                    "ferry.network.hosts.jira.names",
                    "localhost",
                    "ferry.network.hosts.jira.certificate-authorities",
                    SecureSite.pem(folder, "root.pem", SecureSite.ROOT));

            assertThat(api(site, settings).thing()).isEqualTo(new Thing("7"));
            RemoteFailure elsewhere =
                    catchThrowableOfType(RemoteFailure.class, api("https://127.0.0.1:" + site.port(), settings)::thing);
            assertThat(elsewhere.title()).contains("does not know");
        }
    }

    @Test
    void shouldSayWhenACertificateEnded() throws Exception {
        try (SecureSite site = SecureSite.of(
                SecureSite.valid(SecureSite.certificate("localhost"), -20, -10).build())) {
            RemoteFailure failure = changing(site, trusting());

            assertThat(failure.title()).contains("the certificate of CN=localhost ended on 20");
            assertThat(failure.whatToDo()).contains("Have it renewed").contains("clock");
        }
    }

    @Test
    void shouldSayFromWhenACertificateIsValid() throws Exception {
        try (SecureSite site = SecureSite.of(
                SecureSite.valid(SecureSite.certificate("localhost"), 10, 20).build())) {
            assertThat(changing(site, trusting()).title()).contains("CN=localhost is valid from 20");
        }
    }

    @Test
    void shouldSayForWhichNamesACertificateIs() throws Exception {
        try (SecureSite site =
                SecureSite.of(SecureSite.certificate("jira.test", "wiki.test").build())) {
            RemoteFailure failure = changing(site, trusting());

            assertThat(failure.title()).contains("made for another name: jira.test, wiki.test");
            assertThat(failure.whatToDo()).contains("Set the site's address to a name that the certificate has");
        }
    }

    @Test
    void shouldShowNothingOfWhatACertificateSmugglesIn() throws Exception {
        HeldCertificate sly = new HeldCertificate.Builder()
                .commonName("x\u001b[2J\nINFO all is well \u202e boss@example.com")
                .addSubjectAlternativeName("localhost")
                .build();
        try (SecureSite site = SecureSite.of(sly)) {
            assertThat(changing(site, trusting()).title())
                    .contains("signed by itself")
                    .doesNotContain("\u001b", "\n", "\u202e", "boss@example.com");
        }
    }

    @Test
    void shouldShowItsCertificateWhereOneIsDemanded() throws Exception {
        HeldCertificate ferry = SecureSite.certificate("ferry").build();
        HeldCertificate stranger =
                new HeldCertificate.Builder().commonName("stranger").build();
        try (SecureSite site =
                SecureSite.demanding(SecureSite.certificate("localhost").build(), SecureSite.ROOT)) {
            Map<String, String> withStore = with(
                    "ferry.network.hosts.jira.names",
                    "localhost",
                    "ferry.network.hosts.jira.client-certificate.file",
                    SecureSite.pkcs12(folder, "ferry.p12", ferry, "word"),
                    "ferry.network.hosts.jira.client-certificate.password",
                    "file:" + Files.writeString(folder.resolve("word"), "word\n"));
            Map<String, String> withPem = with(
                    "ferry.network.client-certificate.file",
                    SecureSite.pem(folder, "ferry.pem", ferry),
                    "ferry.network.client-certificate.key",
                    Files.writeString(folder.resolve("ferry.key"), ferry.privateKeyPkcs8Pem())
                            .toString());
            Map<String, String> withBoth = with(
                    "ferry.network.client-certificate.file",
                    Files.writeString(
                                    folder.resolve("both.pem"),
                                    ferry.certificatePem()
                                            + SecureSite.ROOT.certificatePem()
                                            + ferry.privateKeyPkcs8Pem())
                            .toString());
            Map<String, String> withAnother = with(
                    "ferry.network.client-certificate.file",
                    SecureSite.pkcs12(folder, "stranger.p12", stranger, "word"),
                    "ferry.network.client-certificate.password",
                    "file:" + folder.resolve("word"));

            assertThat(api(site, withStore).thing()).isEqualTo(new Thing("7"));
            assertThat(api(site, withPem).thing()).isEqualTo(new Thing("7"));
            assertThat(api(site, withBoth).make(new Thing("8"))).isEqualTo(new Thing("7"));
            RemoteFailure none = catchThrowableOfType(RemoteFailure.class, api(site, trusting())::thing);
            RemoteFailure another = catchThrowableOfType(RemoteFailure.class, api(site, withAnother)::thing);

            assertThat(none.title() + none.whatToDo())
                    .contains("client certificate", "ferry.network.hosts.NAME.client-certificate.file");
            assertThat(another.title() + another.whatToDo())
                    .contains("demands a certificate from Ferry", "client-certificate");
        }
    }

    @Test
    void shouldSayThatThereIsNoTlsAtThePort() {
        RemoteFailure failure =
                catchThrowableOfType(RemoteFailure.class, api("https://localhost:" + plain.getPort(), Map.of())::thing);

        assertThat(failure.title()).contains("speaks no TLS");
    }

    private RemoteFailure changing(SecureSite site, Map<String, String> settings) {
        // The request was surely not sent: the failure says so by its type.
        ThingApi api = api(site, settings);
        return catchThrowableOfType(RemoteFailure.class, () -> api.make(new Thing("8")));
    }

    private Map<String, String> trusting() throws Exception {
        return with();
    }

    private Map<String, String> with(String... settings) throws Exception {
        Map<String, String> all = new HashMap<>(
                Map.of("ferry.network.certificate-authorities", SecureSite.pem(folder, "root.pem", SecureSite.ROOT)));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return all;
    }

    private ThingApi api(SecureSite site, Map<String, String> settings) {
        return api("https://localhost:" + site.port(), settings);
    }

    private ThingApi api(String url, Map<String, String> settings) {
        if (wired != null) {
            wired.close();
        }
        Wired with = Wired.in(folder, settings);
        wired = with;
        return with.get(RemoteClients.class)
                .client(ThingApi.class, Access.to(new Site(URI.create(url), with.credential("token")), "test"));
    }
}
