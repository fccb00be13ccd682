package io.ferry.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Which way Ferry goes to a host, and what it refuses to start with. */
class NetworkTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "example.com, https://example.com, true",
        "example.com, https://jira.example.com, true",
        "example.com, https://anexample.com, false",
        ".example.com, https://jira.example.com, true",
        ".example.com, https://example.com, false",
        "*.example.com, https://jira.EXAMPLE.com., true",
        "*, https://anything.org, true",
        "example.com:8443, https://example.com:8443, true",
        "example.com:443, https://example.com, true",
        "example.com:8443, https://example.com, false",
        "10.0.0.0/8, https://10.1.2.3, true",
        "10.0.0.0/8, https://11.1.2.3, false",
        "10.1.2.3, https://10.1.2.3:8080, true",
        "10.1.2.3:80, http://10.1.2.3, true",
        "10.0.0.0/8, https://ten.example.com, false",
        "fd00::/8, https://[fd12::1], true",
        "fd00::/8, https://10.1.2.3, false",
        "fd00::1, https://[fd00::1]:8443, true",
        "[fd00::1]:8443, https://[fd00::1]:8443, true",
        "[fd00::1]:8443, https://[fd00::1], false",
        "face.de, https://face.de, true",
        "10.0.0.0/8, https://1.2.3.4.5, false",
    })
    void shouldKnowWhatIsReachedWithoutTheProxy(String noProxy, URI address, boolean direct) {
        Network network = network(Map.of("proxy.url", "http://proxy.example.net:3128", "no-proxy", noProxy), Map.of());

        assertThat(network.to(address).proxy() == null).isEqualTo(direct);
    }

    @Test
    void shouldGoThroughTheProxyOfTheSettingsWhateverTheEnvironmentSays() {
        Network network = network(
                Map.of("proxy.url", "http://proxy.example.net"),
                Map.of("HTTPS_PROXY", "http://other:1", "NO_PROXY", "*"));

        Network.Way way = network.to(URI.create("https://jira.example.com"));

        assertThat(way.proxy()).hasToString("proxy.example.net:80");
        assertThat(way.why()).isEqualTo("ferry.network.proxy.url names it");
    }

    @Test
    void shouldHonourTheEnvironmentWhereNothingIsSet() {
        Network network = network(
                Map.of("no-proxy", "dc.example.com"),
                Map.of(
                        "https_proxy",
                        "secure:3128",
                        "HTTP_PROXY",
                        "http://plain:8080/",
                        "NO_PROXY",
                        "intern.example.com, a.b"));

        assertThat(network.to(URI.create("https://jira.example.com")).proxy()).hasToString("secure:3128");
        assertThat(network.to(URI.create("http://jira.example.com")).proxy()).hasToString("plain:8080");
        assertThat(network.to(URI.create("https://x.intern.example.com")).proxy())
                .isNull();
        assertThat(network.to(URI.create("https://dc.example.com")).why()).contains("\"dc.example.com\"");
        assertThat(network.to(URI.create("https://127.0.0.1:8181")).why()).isEqualTo("it is this computer");
        assertThat(network.to(URI.create("http://localhost:8181")).proxy()).isNull();
    }

    @Test
    void shouldLetAPersonRefuseTheProxyOfTheEnvironment() {
        Network network = network(Map.of("proxy.url", "direct"), Map.of("HTTPS_PROXY", "http://other:1"));

        assertThat(network.to(URI.create("https://jira.example.com")).proxy()).isNull();
        assertThat(network.to(URI.create("https://jira.example.com")).why()).contains("\"direct\"");
        assertThat(network.description()).isEmpty();
    }

    @Test
    void shouldTakeTheGroupThatNamesTheHostMostExactly() {
        Network network = network(
                Map.of(
                        "proxy.url", "http://all:1",
                        "hosts.wide.names", "*.example.com",
                        "hosts.wide.proxy.url", "http://wide:1",
                        "hosts.jira.names", "jira.example.com",
                        "hosts.jira.proxy.url", "direct"),
                Map.of());

        assertThat(network.to(URI.create("https://jira.example.com")).proxy()).isNull();
        assertThat(network.to(URI.create("https://x.jira.example.com")).proxy()).hasToString("wide:1");
        assertThat(network.to(URI.create("https://wiki.example.com")).proxy()).hasToString("wide:1");
        assertThat(network.to(URI.create("https://example.org")).proxy()).hasToString("all:1");
    }

    @Test
    void shouldSignInByTheEnvironmentsAddressWithoutEverShowingIt() {
        Network network = network(Map.of(), Map.of("HTTPS_PROXY", "http://ferry:p%40ss+marker@proxy.example.net:3128"));

        ForwardProxy proxy = Objects.requireNonNull(
                network.to(URI.create("https://jira.example.com")).proxy());

        // ferry:p@ss+marker
        assertThat(proxy.authorization()).contains("Basic ZmVycnk6cEBzcyttYXJrZXI=");
        assertThat(proxy.credentialAt()).contains("env:HTTPS_PROXY");
        assertThat(proxy + proxy.namedBy() + network.description() + network.to(URI.create("https://x.org")))
                .doesNotContain("marker");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://ferry:marker@proxy:3128",
                "https://ferry:marker@proxy:3128",
                "socks5://ferry:marker@proxy:3128",
                "http://ferry:mar ker@proxy",
                "http:/marker",
                "marker"
            })
    void shouldRefuseAProxyThatItCannotUseWithoutRepeatingIt(String url) {
        assertThatExceptionOfType(NetworkRefused.class)
                .isThrownBy(() -> network(Map.of("proxy.url", url), Map.of()))
                .withMessageStartingWith("ferry.network.proxy.url: ")
                .withMessageNotContaining("mar");
    }

    @Test
    void shouldRefuseWhatTheEnvironmentNamesAndFerryCannotUse() {
        assertThatExceptionOfType(NetworkRefused.class)
                .isThrownBy(() -> network(Map.of(), Map.of("https_proxy", "socks5://marker@proxy:1")))
                .withMessageContaining("the environment variable HTTPS_PROXY")
                .withMessageContaining("ferry.network.proxy.url=direct")
                .withMessageNotContaining("marker");
    }

    @Test
    void shouldRefuseASecretInPlaceOfAReferenceWithoutRepeatingIt() {
        assertThatExceptionOfType(NetworkRefused.class)
                .isThrownBy(() ->
                        network(Map.of("proxy.url", "http://proxy:1", "proxy.credential", "ferry:marker"), Map.of()))
                .withMessageContaining("ferry.network.proxy.credential")
                .withMessageContaining("env:NAME")
                .withMessageNotContaining("marker");
    }

    @Test
    void shouldRefuseWhatIsNotWhole() {
        assertThatExceptionOfType(NetworkRefused.class)
                .isThrownBy(() -> network(Map.of("proxy.credential", "env:X"), Map.of()))
                .withMessageContaining("ferry.network.proxy.url: is missing");
        assertThatExceptionOfType(NetworkRefused.class)
                .isThrownBy(() -> network(Map.of("hosts.jira.proxy.url", "direct"), Map.of()))
                .withMessageContaining("ferry.network.hosts.jira.names: is missing");
        assertThatExceptionOfType(NetworkRefused.class)
                .isThrownBy(() -> network(Map.of("proxy.url", "http://p", "no-proxy", "10.0.0.0/99"), Map.of()))
                .withMessageContaining("ferry.network.no-proxy");
    }

    @Test
    void shouldRefuseFilesThatHoldNothingUsable() throws Exception {
        String empty = Files.writeString(folder.resolve("empty.pem"), "nothing").toString();
        String certificate = SecureSite.pem(folder, "only.pem", SecureSite.ROOT);

        assertThatExceptionOfType(NetworkRefused.class)
                .isThrownBy(() -> network(Map.of("certificate-authorities", "/not/there.pem"), Map.of()))
                .withMessageContaining("ferry.network.certificate-authorities: /not/there.pem cannot be read");
        assertThatExceptionOfType(NetworkRefused.class)
                .isThrownBy(() -> network(Map.of("certificate-authorities", empty), Map.of()))
                .withMessageContaining("openssl x509");
        assertThatExceptionOfType(NetworkRefused.class)
                .isThrownBy(() -> network(Map.of("client-certificate.file", certificate), Map.of()))
                .withMessageContaining("key");
        assertThatExceptionOfType(NetworkRefused.class)
                .isThrownBy(() -> network(
                        Map.of(
                                "client-certificate.file",
                                SecureSite.pkcs12(
                                        folder,
                                        "own.p12",
                                        SecureSite.certificate("ferry").build(),
                                        "good"),
                                "client-certificate.password",
                                "env:PASSWORD"),
                        Map.of("PASSWORD", "marker")))
                .withMessageContaining("ferry.network.client-certificate.file")
                .withMessageContaining("is the password right")
                .withMessageNotContaining("marker");
    }

    @Test
    void shouldTrustAuthoritiesOfPemAndTruststoreBesideThoseOfJava() throws Exception {
        Network network = network(
                Map.of(
                        "certificate-authorities[0]",
                        SecureSite.pem(folder, "root.pem", SecureSite.ROOT),
                        "certificate-authorities[1]",
                        SecureSite.pkcs12(folder, "other.p12", SecureSite.authority("Other"), "word"),
                        "certificate-authorities-password",
                        "env:PASSWORD"),
                Map.of("PASSWORD", "word"));

        assertThat(network.to(URI.create("https://jira.example.com")).tls().furtherAuthorities())
                .isEqualTo(2);
    }

    private static Network network(Map<String, String> settings, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>();
        settings.forEach((name, value) -> all.put("ferry.network." + name, value));
        NetworkProperties properties = new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate("ferry.network", NetworkProperties.class);
        return new Network(
                properties, new CredentialResolver(name -> null, variable(environment)), variable(environment));
    }

    private static java.util.function.Function<String, @Nullable String> variable(Map<String, String> environment) {
        return environment::get;
    }

    @Test
    void shouldNotSeeAnythingOfAnEmptyVariable() {
        assertThat(network(Map.of("certificate-authorities", "", "no-proxy", ""), Map.of("HTTPS_PROXY", " "))
                        .to(URI.create("https://jira.example.com"))
                        .why())
                .contains("neither ferry.network.proxy.url nor the environment (HTTPS_PROXY)");
    }
}
