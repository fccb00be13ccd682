package io.ferry.users;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ListedPersonTest {
    @ParameterizedTest
    @MethodSource("io.ferry.base.AddressForms#all")
    void shouldListNobodyByAddress(String address) {
        var listed = new ListedPerson(address, PersonState.MATCHED, "a-1", null, address, null, "Asked " + address);

        assertThat(listed.userKey()).isEqualTo("(address)");
        assertThat(listed.by()).isEqualTo("(address)");
        assertThat(listed.reason()).isEqualTo("Asked (address)");
    }
}
