package io.ferry.remote;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.ferry.base.FileContent;
import feign.Headers;
import feign.RequestLine;
import io.ferry.fixtures.StubServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plays whoever may start a migration, or answers in the place of a site, and wants a credential of Ferry's. */
class BorrowedCredentialsTest {

    interface ThingApi {
        @RequestLine("GET /thing")
        Object thing();

        @RequestLine("GET /thing")
        Object thingAt(URI elsewhere);

        @RequestLine("POST /session")
        @Headers("Content-Type: application/json")
        Object signInAt(URI elsewhere, String password);
    }

    record Stored(String id) {}

    @RegisterExtension
    static final WireMockExtension SITE = StubServer.onAFreePort();

    @RegisterExtension
    static final WireMockExtension ATTACKER = StubServer.onAFreePort();

    @TempDir
    Path folder;

    private Wired wired;
    private Site site;
    private ThingApi api;

    @BeforeEach
    void declareForTheSiteOnly() {
        ATTACKER.stubFor(any(anyUrl()).willReturn(okJson("{}")));
        wire(Wired.in(folder));
    }

    private void wire(Wired with) {
        wired = with;
        site = new Site(
                URI.create(SITE.baseUrl()),
                wired.credential("somebody:secret-marker", List.of("localhost:" + SITE.getPort())));
        api = client(Access.to(site, "test"));
    }

    private ThingApi client(Access access) {
        return wired.get(RemoteClients.class).client(ThingApi.class, access);
    }

    @AfterEach
    void close() {
        wired.close();
    }

    @Test
    void shouldNotSendACredentialToTheHostOfACaller() {
        Site callers = new Site(URI.create(ATTACKER.baseUrl()), site.credential());

        RemoteFailure refused = catchThrowableOfType(
                RemoteFailure.class, () -> client(Access.to(callers, "test")).thing());

        assertThat(refused.kind()).isEqualTo(RemoteFailure.Kind.LASTING);
        assertThat(refused.title()).contains("" + site.credential(), "localhost:" + ATTACKER.getPort());
        assertThat(refused.whatToDo()).contains("ferry.credentials." + site.credential() + ".hosts");
        assertThat(refused.getMessage()).doesNotContain("marker");
        nothingCame();
    }

    @Test
    void shouldLookAtTheAddressOfTheRequestAndNotOfTheSite() {
        assertThatExceptionOfType(RemoteFailure.class).isThrownBy(() -> api.thingAt(URI.create(ATTACKER.baseUrl())));
        nothingCame();
    }

    @Test
    void shouldNotSendASessionOrItsPasswordElsewhere() {
        CookieJar session = new CookieJar();
        session.take(List.of("JSESSIONID=session-marker"));
        ThingApi pages = client(Access.to(site, "test").inSession(session));

        assertThatExceptionOfType(RemoteFailure.class).isThrownBy(() -> pages.thingAt(URI.create(ATTACKER.baseUrl())));
        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> pages.signInAt(URI.create(ATTACKER.baseUrl()), "{\"password\":\"secret-marker\"}"));
        nothingCame();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void shouldNotFollowARedirection(int status) {
        SITE.stubFor(any(anyUrl()).willReturn(status(status).withHeader("Location", ATTACKER.baseUrl() + "/thing")));

        assertThatExceptionOfType(RemoteFailure.class).isThrownBy(api::thing);
        assertThatExceptionOfType(RemoteFailure.class).isThrownBy(() -> download(URI.create(SITE.baseUrl() + "/file")));
        nothingCame();
    }

    @Test
    void shouldNotFetchOrPutFilesElsewhere() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "content");
        URI elsewhere = URI.create(ATTACKER.baseUrl() + "/file");
        Transfers transfers = wired.get(Transfers.class);

        assertThatExceptionOfType(RemoteFailure.class).isThrownBy(() -> download(elsewhere));
        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> transfers.length(elsewhere, Access.to(site, "test")));
        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> transfers.upload(elsewhere, Access.to(site, "test"), FileContent.of(file), Stored.class));
        nothingCame();
    }

    @Test
    void shouldBringAKeyOfTheSettingsToTheAddressBesideItOnly() throws IOException {
        Path key = Files.writeString(folder.resolve("key"), "secret-marker");
        Site organisation = new Site(
                URI.create(SITE.baseUrl()),
                new SiteCredential.OfSettings(
                        CredentialReference.of("file:" + key), URI.create(SITE.baseUrl() + "/anything")));
        SITE.stubFor(any(anyUrl()).willReturn(okJson("{}")));

        assertThat(client(Access.to(organisation, "test")).thing()).isNotNull();
        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> client(Access.to(organisation.at(URI.create(ATTACKER.baseUrl())), "test"))
                        .thing());
        nothingCame();
    }

    /** The refusal of a file that is there is that of one that is not, but for the name. */
    @ParameterizedTest
    @ValueSource(strings = {"env:PATH", "env:NO_SUCH_VARIABLE", "file:/etc/passwd", "file:/no/such/file"})
    void shouldNotTakeAReferenceOfTheCallersChoice(String reference) {
        Site callers = new Site(URI.create(ATTACKER.baseUrl()), new SiteCredential.Named(reference));

        assertThatExceptionOfType(CredentialMissingException.class)
                .isThrownBy(() -> client(Access.to(callers, "test")).thing())
                .withMessage("The credential " + reference
                        + " is named in a way that Ferry no longer takes: an administrator must declare a credential under"
                        + " ferry.credentials.NAME (source and hosts), and it must be named by correcting the site.");
        nothingCame();
    }

    @Test
    void shouldNotCallThisMachineUnlessAnAdministratorAllowsIt() {
        wired.close();
        wire(Wired.in(folder, Map.of("ferry.remote.allowed-addresses", "")));

        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(api::thing)
                .withMessageContaining("this machine")
                .withMessageContaining("ferry.remote.allowed-addresses");
        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> download(URI.create(SITE.baseUrl() + "/file")))
                .withMessageContaining("this machine");
        SITE.verify(0, anyRequestedFor(anyUrl()));
    }

    /** A name server that first names a harmless address, and this machine once the settings have been looked at. */
    @Test
    void shouldLookAtTheAddressBehindANameAtEachSend() throws IOException {
        AtomicReference<InetAddress> meaning = new AtomicReference<>(InetAddress.getByName("203.0.113.7"));
        wired.close();
        wire(Wired.in(
                folder,
                Map.of("ferry.remote.attempts", "1"),
                context -> context.registerBean(
                        "addressRules",
                        AddressRules.class,
                        () -> new AddressRules(Set.of(), host -> new InetAddress[] {meaning.get()}))));
        URI rebound = URI.create("https://rebound.invalid");
        ThingApi there = client(Access.to(
                new Site(rebound, wired.credential("somebody:secret-marker", List.of("rebound.invalid"))), "test"));
        assertThat(wired.get(AddressRules.class).refusal(rebound)).isEmpty();
        assertThat(catchThrowableOfType(RemoteFailure.class, there::thing).isPassing())
                .isTrue();

        meaning.set(InetAddress.getByName("169.254.169.254"));

        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(there::thing)
                .withMessageContaining("169.254.169.254");
    }

    private void download(URI from) {
        wired.get(Transfers.class).download(from, Access.to(site, "test"), Destination.of(new ByteArrayOutputStream()));
    }

    private static void nothingCame() {
        ATTACKER.verify(0, anyRequestedFor(anyUrl()));
    }
}
