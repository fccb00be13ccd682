package io.ferry.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose word counts about where a request came from. */
class TrustedProxiesTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.5, 10.0.0.5, 10.0.0.50",
        "::1, 0:0:0:0:0:0:0:1, 0:0:0:0:0:0:0:11",
        "10.244.0.0/16, 10.244.255.7, 10.245.0.1",
        "10.244.0.0/16, 10.244.0.0, 110.244.0.0",
        "10.8.0.0/14, 10.11.255.255, 10.12.0.0",
        "10.8.0.0/14, 10.8.0.0, 10.7.255.255",
        "10.0.0.0/8, 10.255.255.255, 11.0.0.0",
        "192.168.7.64/26, 192.168.7.127, 192.168.7.128",
        "192.168.7.64/26, 192.168.7.64, 192.168.7.63",
        "192.168.7.65/32, 192.168.7.65, 192.168.7.66",
        "10.244.3.3/16, 10.244.0.1, 10.243.0.1"
    })
    void shouldTellAProxyFromItsNeighbour(String proxy, String believed, String notBelieved) {
        String pattern = TrustedProxies.pattern(List.of("172.20.0.9", proxy));

        assertThat(believed).matches(pattern);
        assertThat(notBelieved).doesNotMatch(pattern);
        assertThat("172.20.0.9").matches(pattern);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0/0",
                "10.0.0.0/7",
                "10.0.0.0/33",
                "10.0.0.0/",
                "proxy.example.com",
                "fd00::/8",
                "",
                "10.*"
            })
    void shouldRefuseWhatCouldMeanAnybody(String proxy) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedProxies.pattern(List.of(proxy)))
                .withMessageContaining("10.244.0.0/16");
    }

    @Test
    void shouldBelieveNobodyBetweenTheNumbers() {
        assertThat("10.24400.1").doesNotMatch(TrustedProxies.pattern(List.of("10.244.0.0/16")));
    }
}
