package io.ferry.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    @TempDir
    Path folder;

    private final CredentialResolver resolver = new CredentialResolver(
            name -> null, Map.of("BASIC", "name:pass:word-marker", "TOKEN", " tok-marker\n", "EMPTY", " ")::get);

    @Test
    void shouldFindNameAndPasswordOrToken() {
        assertThat(resolver.resolve(CredentialReference.of("env:BASIC")))
                .isEqualTo(new Credential.Basic("name", Secret.of("pass:word-marker")));
        assertThat(resolver.resolve(CredentialReference.of("env:TOKEN")))
                .isEqualTo(new Credential.Token(Secret.of("tok-marker")));
    }

    @Test
    void shouldShowNoSecret() throws IOException {
        for (String reference : new String[] {"env:BASIC", "env:TOKEN"}) {
            Credential credential = resolver.resolve(CredentialReference.of(reference));
            assertThat(credential.toString()).doesNotContain("marker").doesNotContain("name:");
            assertThat(new ObjectMapper().writeValueAsString(credential)).doesNotContain("marker");
        }
    }

    @Test
    void shouldReadAFileAnewEachTime() throws IOException {
        // given
        Path file = Files.writeString(folder.resolve("credential"), "first");
        CredentialReference reference = CredentialReference.of("file:" + file);
        Credential before = resolver.resolve(reference);

        // when
        Files.writeString(file, "second");

        // then
        assertThat(before).isEqualTo(new Credential.Token(Secret.of("first")));
        assertThat(resolver.resolve(reference)).isEqualTo(new Credential.Token(Secret.of("second")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"env:MISSING", "env:EMPTY", "file:/no/such/file", "file:/tmp"})
    void shouldNameTheReferenceThatLeadsNowhere(String reference) {
        assertThatExceptionOfType(CredentialMissingException.class)
                .isThrownBy(() -> resolver.resolve(CredentialReference.of(reference)))
                .withMessageContaining(reference);
    }

    @Test
    void shouldRefuseWhatCannotBeSent() throws IOException {
        Path file = Files.writeString(folder.resolve("two-lines"), "one-marker\ntwo-marker");
        assertThatExceptionOfType(CredentialMissingException.class)
                .isThrownBy(() -> resolver.resolve(CredentialReference.of("file:" + file)))
                .withMessageNotContaining("marker");
    }

    @ParameterizedTest
    @ValueSource(strings = {"marker-the-secret-itself", "env:", "env:a b", "file:relative", "vault:x", ""})
    void shouldRefuseWhatIsNoReferenceWithoutRepeatingIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CredentialReference.of(text))
                .withMessageNotContaining("marker");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://jira.example.com",
                "https://user:pw@jira.example.com",
                "https://jira.example.com/?a=b",
                "https://jira.example.com/#x",
                "jira.example.com",
                "https:///path"
            })
    void shouldRefuseAddressesThatFerryWouldNotCall(String url) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Site(URI.create(url), new SiteCredential.None()));
    }

    @ParameterizedTest
    @CsvSource({
        "https://jira.example.com/jira//, https://jira.example.com/jira, false",
        "http://localhost:8080, http://localhost:8080, true",
        "http://127.0.0.1:1/, http://127.0.0.1:1, true",
        "http://127.0.0.1.example.com, http://127.0.0.1.example.com, false",
    })
    void shouldKeepAnAddressInOneForm(String given, String kept, boolean loopback) {
        Site site = new Site(URI.create(given), new SiteCredential.None());
        assertThat(site.baseUrl()).hasToString(kept);
        assertThat(site.isLoopback()).isEqualTo(loopback);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "see https://x.example.com/a?token=1&b=2 now | see https://x.example.com/a?… now",
                "Authorization: Bearer abcdef.ghij | Authorization: Bearer ********",
                "Basic YWRtaW46YWRtaW4= sent | Basic ******** sent",
                "user jörg.o'neil+x@mail.example.co.uk exists | user (address) exists",
                "?email=a%40b.example.com | ?email=(address)",
            })
    void shouldMask(String text, String masked) {
        assertThat(Masking.mask(text)).isEqualTo(masked);
    }

    @Test
    void shouldNotLeadAnEndpointToAnotherHost() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EndpointSet("x", Map.of("dumps", "//evil.example.com/dumps")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EndpointSet("x", Map.of("dumps", "https://evil.example.com/dumps")));
        assertThat(new EndpointSet("x", Map.of("dump", "/d/{id}/f"))
                        .address(URI.create("https://a.example.com/b"), "dump", Map.of("id", "../x y")))
                .hasToString("https://a.example.com/b/d/..%2Fx%20y/f");
        assertThatExceptionOfType(AutomationUnavailableException.class)
                .isThrownBy(() -> EndpointSet.NONE.address(URI.create("https://a.example.com"), "dump", Map.of()));
    }
}
