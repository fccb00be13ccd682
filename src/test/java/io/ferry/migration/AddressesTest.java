package io.ferry.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AddressesTest {
    @ParameterizedTest
    @MethodSource("io.ferry.base.AddressForms#all")
    void shouldPutNoAddressOnRecord(String address) {
        assertThat(Addresses.hidden("Asked " + address + " twice")).isEqualTo("Asked (address) twice");
        assertThat(Addresses.hidden("Asked " + address, 100)).isEqualTo("Asked (address)");
        assertThat(Addresses.person(address))
                .startsWith("ann")
                .doesNotContain("@")
                .doesNotContain("%40");
        assertThat(Json.readMap(Addresses.hiddenJson(Map.of("who", List.of(Map.of("by", address))))))
                .isEqualTo(Map.of("who", List.of(Map.of("by", "(address)"))));
    }
}
