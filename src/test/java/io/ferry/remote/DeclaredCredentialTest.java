package io.ferry.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeclaredCredentialTest {
    private static final CredentialSource SOURCE = CredentialSource.of("env:JIRA");

    @ParameterizedTest
    @CsvSource({
        "jira.example.com, https://jira.example.com/jira, true",
        "jira.example.com, https://JIRA.example.com:443, true",
        "JIRA.Example.com, https://jira.example.com, true",
        "jira.example.com, http://jira.example.com, true",
        "jira.example.com, https://jira.example.com:8443, false",
        "jira.example.com:8443, https://jira.example.com:8443, true",
        "jira.example.com:8443, https://jira.example.com, false",
        "jira.example.com:443, https://jira.example.com, true",
        "jira.example.com:*, http://jira.example.com:81, true",
        "jira.example.com, https://jira.example.com., false",
        "jira.example.com, https://jira.example.com.evil.example, false",
        "jira.example.com, https://eviljira.example.com, false",
        "jira.example.com, https://evil.example/jira.example.com, false",
        "jira.example.com, https://jira.example.com@evil.example, false",
        "*.example.com, https://jira.example.com, true",
        "*.example.com, https://a.b.example.com, true",
        "*.example.com, https://example.com, false",
        "*.example.com, https://evilexample.com, false",
        "*.example.com, https://jira.example.com:8443, false",
        "*.example.com:8443, https://jira.example.com:8443, true",
        "127.0.0.1:*, http://127.0.0.1:4711, true",
        "127.0.0.1:*, http://127.0.0.2:4711, false",
        "[::1]:8080, http://[::1]:8080, true",
        "[::1], http://[::1]:8080, false"
    })
    void shouldBeForItsHostsOnly(String host, String to, boolean allowed) {
        assertThat(new DeclaredCredential(SOURCE, List.of(host)).isFor(URI.create(to)))
                .isEqualTo(allowed);
    }

    @Test
    void shouldBeForNobodyWhereNoHostIsNamed() {
        assertThat(new DeclaredCredential(SOURCE, List.of("")).isFor(URI.create("https://jira.example.com")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "*.com",
                "https://jira.example.com",
                "jira.example.com/jira",
                "user@jira.example.com",
                "jira.*.com",
                "jira.example.com.",
                "jira..example.com",
                "jira.example.com:x",
                "a b"
            })
    void shouldRefuseWhatIsNoHost(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DeclaredCredential(SOURCE, List.of(host)))
                .withMessageContaining(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Source", "source_jira", "2nd", "a.b", "env:X"})
    void shouldRefuseANameThatNoMigrationCouldName(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DeclaredCredentials(
                        Map.of(name, new DeclaredCredential(SOURCE, List.of("jira.example.com"))), null))
                .withMessageContaining("ferry.credentials");
    }
}
