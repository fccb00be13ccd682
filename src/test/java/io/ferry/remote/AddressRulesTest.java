package io.ferry.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller must not make Ferry call: its own machine, and what a cloud tells its machines. */
class AddressRulesTest {
    private final AddressRules rules = new AddressRules(Set.of(), InetAddress::getAllByName);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8080",
                "http://127.3.2.1",
                "http://localhost",
                "http://LOCALHOST:26500",
                "http://[::1]",
                "http://[::ffff:127.0.0.1]",
                "http://[::ffff:7f00:1]",
                "http://[::127.0.0.1]",
                "http://[64:ff9b::7f00:1]",
                "http://[64:ff9b::169.254.169.254]",
                "http://[2002:7f00:1::]",
                "http://0.0.0.0",
                "http://0.1.2.3",
                "http://[::]",
                "http://169.254.169.254/latest/meta-data",
                "http://169.254.1.2",
                "http://[fe80::1]",
                "http://[fe80::1%251]",
                "http://[fd00:ec2::254]",
                "http://[fd20:ce::254]",
                "http://100.100.100.200",
                "http://168.63.129.16",
                "http://224.0.0.1",
                "http://[ff02::1]",
                "http://255.255.255.255",
                "http://2130706433",
                "http://0x7f000001",
                "http://0x7f.1",
                "http://127.1",
                "http://0177.0.0.1",
                "http://010.0.0.1",
                "http://localhost.",
                "http://jira.example.com.",
                "http://user@jira.example.com",
                "http://jira.example.com:80@127.0.0.1"
            })
    void shouldRefuse(String address) {
        assertThat(rules.refusal(URI.create(address))).isPresent();
        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> rules.require(URI.create(address)))
                .withMessageContaining("ferry.remote.allowed-addresses");
    }

    @ParameterizedTest
    @MethodSource
    void shouldRefuseEachAddressOfThisMachine(InetAddress own) {
        String host = own.getHostAddress().replaceFirst("%.*", "");
        assertThat(rules.refusal(URI.create("http://" + (host.indexOf(':') < 0 ? host : "[" + host + "]"))))
                .isPresent();
    }

    static Stream<InetAddress> shouldRefuseEachAddressOfThisMachine() throws SocketException {
        return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://10.254.253.252",
                "https://172.31.254.253:8443",
                "https://192.168.254.253",
                "https://203.0.113.7",
                "https://[fd12:3456::1]",
                "https://[2001:db8::1]",
                "https://[64:ff9b::cb00:7107]",
                "https://no-such-host.invalid"
            })
    void shouldCallCompaniesNetworksAndWhatItDoesNotKnow(String address) {
        assertThat(rules.refusal(URI.create(address))).isEmpty();
    }

    @Test
    void shouldCallWhatAnAdministratorAllows() {
        var allowing = new AddressRules(Set.of("127.0.0.1", "0:0:0:0:0:0:0:1"), InetAddress::getAllByName);

        assertThat(allowing.refusal(URI.create("http://127.0.0.1:8181"))).isEmpty();
        assertThat(allowing.refusal(URI.create("http://[::1]:8181"))).isEmpty();
        assertThat(allowing.refusal(URI.create("http://127.0.0.2:8181"))).isPresent();
        assertThat(allowing.refusal(URI.create("http://169.254.169.254"))).isPresent();
    }

    @Test
    void shouldRefuseANameThatLeadsToThisMachineAmongOthers() {
        var rules = new AddressRules(Set.of(), host ->
                new InetAddress[] {InetAddress.getByName("203.0.113.7"), InetAddress.getByName("127.0.0.1")});

        assertThat(rules.refusal(URI.create("https://jira.example.com")))
                .hasValueSatisfying(why -> assertThat(why).contains("127.0.0.1", "this machine"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.0/8", "127.1", "", "*"})
    void shouldTakeOnlyAddressesAsAllowed(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AddressRules(Set.of(text), InetAddress::getAllByName))
                .withMessageContaining("ferry.remote.allowed-addresses");
    }
}
