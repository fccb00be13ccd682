package io.ferry.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.ferry.fixtures.StubServer;
import io.ferry.remote.CompanyProxy;
import io.ferry.remote.SecureSite;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckConnectionCommandTest {
    @RegisterExtension
    WireMockExtension plain = StubServer.onAFreePort();

    @TempDir
    Path folder;

    private String root = "";

    /**
     * What the command said.
     *
     * @param code its exit status
     * @param text with runs of spaces and line breaks as one space
     * @param lines as printed
     */
    private record Said(int code, String text, List<String> lines) {}

    @BeforeEach
    void authority() throws Exception {
        root = SecureSite.pem(folder, "root.pem", SecureSite.ROOT);
    }

    @Test
    void shouldGoThroughTheProxyAndShowTheChain() throws Exception {
        try (CompanyProxy proxy = CompanyProxy.withSignIn("ferry:marker");
                SecureSite site = SecureSite.of(SecureSite.certificate("jira.test").build())) {
            Path credential = Files.writeString(folder.resolve("proxy.txt"), "ferry:marker");

            Said said = check(
                    "https://jira.test:" + site.port(),
                    "ferry.network.proxy.url=" + proxy.url(),
                    "ferry.network.proxy.credential=file:" + credential,
                    "ferry.network.certificate-authorities=" + root);

            assertThat(said.code()).isZero();
            assertThat(said.text())
                    .contains("✓ Proxy " + proxy.url().substring("http://".length())
                            + ": ferry.network.proxy.url names it; Ferry signs in with what is behind file:")
                    .contains("✓ Name 127.0.0.1 is an address; the name jira.test is looked up by the proxy.")
                    .contains("✓ TCP the proxy at port")
                    .contains("✓ Tunnel the proxy leads to the site.")
                    .contains("✓ TLS TLS 1.3, trusted by Ferry")
                    .contains("1. CN=jira.test (for jira.test), signed by CN=Company Root, valid from 20")
                    .contains("Ferry trusts 1 authority of ferry.network here beside those of Java.")
                    .contains("✓ Answer status 200, title \"Company?[31m Jira\".")
                    .endsWith("Ferry gets there. ")
                    .doesNotContain("marker", "\u001b");
            assertThat(said.lines()).allMatch(line -> line.length() <= 96 || !line.strip().contains(" "));
            assertThat(site.requests()).containsExactly("GET / null");
        }
    }

    @Test
    void shouldSayThatTheProxyAsksForASignIn() throws Exception {
        try (CompanyProxy proxy = CompanyProxy.withSignIn("ferry:marker")) {
            Said said = check("https://jira.test", "ferry.network.proxy.url=" + proxy.url());

            assertThat(said.code()).isOne();
            assertThat(said.text())
                    .contains("✗ Tunnel The proxy")
                    .contains("asks for a sign-in (407)")
                    .contains("→ Set ferry.network.proxy.credential")
                    .contains("· TLS not tried · Answer not tried")
                    .endsWith("Ferry does not get there. ");
        }
    }

    @Test
    void shouldSayThatTheProxyForbidsTheSiteOrDoesNotGetThere() throws Exception {
        try (CompanyProxy proxy = CompanyProxy.open()) {
            assertThat(check("https://forbidden.test", "ferry.network.proxy.url=" + proxy.url()).text())
                    .contains("✗ Tunnel The proxy")
                    .contains("does not let Ferry to forbidden.test (403)");
            assertThat(check("https://jira.example.invalid", "ferry.network.proxy.url=" + proxy.url())
                            .text())
                    .contains("does not get to jira.example.invalid (502)");
        }
    }

    @Test
    void shouldSayThatThereIsNoSuchHost() {
        Said said = check("https://jira.example.invalid");

        assertThat(said.code()).isOne();
        assertThat(said.text())
                .contains("✓ Proxy none: neither ferry.network.proxy.url nor the environment (HTTPS_PROXY) names one.")
                .contains("✗ Name there is no host jira.example.invalid. → Check the spelling")
                .contains("· TCP not tried");
        assertThat(check("https://jira.test", "ferry.network.proxy.url=http://proxy.invalid:1")
                        .text())
                .contains("✗ Name there is no host proxy.invalid. → Check the spelling in ferry.network.proxy.url");
    }

    @Test
    void shouldSayThatNothingTakesTheConnection() throws Exception {
        int free = freePort();

        assertThat(check("https://localhost:" + free).text())
                .contains("✓ Proxy none: it is this computer.")
                .contains("✗ TCP port " + free + " takes no connection (refused or unreachable).")
                .contains("→ Check that the site runs")
                .contains("· TLS not tried");
        assertThat(check("https://jira.test", "ferry.network.proxy.url=http://127.0.0.1:" + free)
                        .text())
                .contains("✗ TCP the proxy at port " + free + " takes no connection");
    }

    @Test
    void shouldShowTheChainThatIsNotTrusted() throws Exception {
        try (SecureSite site =
                SecureSite.of(SecureSite.certificate("localhost").build())) {
            Said said = check("https://localhost:" + site.port());

            assertThat(said.code()).isOne();
            assertThat(said.text())
                    .contains("✗ TLS its certificate comes from an authority that Ferry's Java does not know")
                    .contains("1. CN=localhost (for localhost), signed by CN=Company Root, valid from")
                    .contains("→ If this is your company's authority")
                    .contains("ferry.network.certificate-authorities")
                    .contains("· Answer not tried");
            assertThat(site.requests()).isEmpty();
        }
    }

    @Test
    void shouldSayWhatElseIsWrongWithCertificates() throws Exception {
        String trusted = "ferry.network.certificate-authorities=" + root;
        try (SecureSite ended = SecureSite.of(SecureSite.valid(SecureSite.certificate("localhost"), -9, -3)
                        .build());
                SecureSite other = SecureSite.of(SecureSite.certificate("jira.test").build());
                SecureSite demanding =
                        SecureSite.demanding(SecureSite.certificate("localhost").build(), SecureSite.ROOT)) {
            assertThat(check("https://localhost:" + ended.port(), trusted).text())
                    .contains("✗ TLS the certificate of CN=localhost ended on");
            assertThat(check("https://localhost:" + other.port(), trusted).text())
                    .contains("✗ TLS its certificate is made for another name: jira.test");
            assertThat(check("https://localhost:" + demanding.port(), trusted).text())
                    .contains("✗ TLS it")
                    .contains("client certificate")
                    .contains("1. CN=localhost");
            Said shown = check(
                    "https://localhost:" + demanding.port(),
                    trusted,
                    "ferry.network.client-certificate.file="
                            + SecureSite.pkcs12(
                                    folder, "own.p12", SecureSite.certificate("ferry").build(), "word"),
                    "ferry.network.client-certificate.password=file:"
                            + Files.writeString(folder.resolve("word"), "word"));
            assertThat(shown.code()).isZero();
            assertThat(shown.text()).contains("Where a certificate is demanded, Ferry shows CN=ferry, valid to 20");
        }
    }

    @Test
    void shouldSayWhatTheAnswerMeans() throws Exception {
        try (SecureSite site = SecureSite.plain()) {
            Said broken = check("http://localhost:" + site.port() + "/broken");
            assertThat(broken.code()).isOne();
            assertThat(broken.text()).contains("✗ Answer status 503. → The site, or a proxy before it, has an error");

            assertThat(check("http://localhost:" + site.port() + "/refused").text()).contains("✓ Answer status 401.");
        }
        assertThat(check("https://localhost:" + plain.getPort()).text())
                .contains("✗ TLS what answers at this port speaks no TLS. → Check the port");
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThat(check("https://localhost:" + silent.getLocalPort(), "ferry.remote.connect-timeout=1s").text())
                    .contains("✓ TCP")
                    .contains("✗ TLS no answer within 1 s. → Check the port");
        }
    }

    @Test
    void shouldSayThatCredentialsDoNotTravelUnencrypted() throws Exception {
        try (SecureSite site = SecureSite.plain();
                CompanyProxy proxy = CompanyProxy.open()) {
            Said said = check("http://jira.test:" + site.port(), "ferry.network.proxy.url=" + proxy.url());

            assertThat(said.code()).isOne();
            assertThat(said.text()).contains("✗ Answer status 200").contains("Ferry sends no credentials unencrypted");
        }
    }

    @Test
    void shouldRefuseWhatItCannotUseWithoutRepeatingIt() {
        assertThat(refused("https://jira.test", "--ferry.network.proxy.url=http://ferry:marker@proxy"))
                .contains("ferry.network.proxy.url: holds a name or password")
                .doesNotContain("marker");
        assertThat(refused("https://ferry:marker@jira.test"))
                .contains("leave name and password out")
                .doesNotContain("marker");
        assertThat(refused("jira.test")).contains("such as https://jira.example.com");
        assertThat(refused("https://a b")).contains("no address");
        assertThat(refused("https://jira.test", "--ferry.network.certificate-authorities=/not/there.pem"))
                .contains("/not/there.pem cannot be read");
    }

    @Test
    void shouldSayThatTheServerDoesNotCallThisMachine() throws Exception {
        try (SecureSite site = SecureSite.plain()) {
            Said said = check("http://localhost:" + site.port(), "ferry.remote.allowed-addresses=");

            assertThat(said.code()).isOne();
            assertThat(said.text())
                    .contains("✗ Allowed Ferry's server does not call localhost: it leads to 127.0.0.1, which is this machine.")
                    .contains("ferry.remote.allowed-addresses")
                    .contains("✓ Answer status 200");
        }
    }

    private static String refused(String... arguments) {
        StringBuilder said = new StringBuilder();
        CommandLine command = new CommandLine(new CheckConnectionCommand())
                .setExecutionExceptionHandler((thrown, line, parsed) -> {
                    said.append(thrown.getMessage());
                    return thrown instanceof CommandFailure ? 1 : 99;
                });
        List<String> all = new ArrayList<>(List.of("--"));
        all.addAll(List.of(arguments));
        assertThat(command.execute(all.toArray(String[]::new))).isOne();
        return said.toString();
    }

    private static Said check(String url, String... settings) {
        StringWriter out = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of(url, "--"));
        if (List.of(settings).stream().noneMatch(setting -> setting.startsWith("ferry.remote.allowed-addresses"))) {
            arguments.add("--ferry.remote.allowed-addresses=127.0.0.1,::1");
        }
        for (String setting : settings) {
            arguments.add("--" + setting);
        }
        int code = new CommandLine(new CheckConnectionCommand())
                .setOut(new PrintWriter(out))
                .execute(arguments.toArray(String[]::new));
        return new Said(
                code,
                out.toString().replaceAll("\\s+", " "),
                out.toString().lines().toList());
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
