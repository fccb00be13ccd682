package io.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReportDocumentTest {
    @ParameterizedTest
    @MethodSource("io.ferry.base.AddressForms#all")
    void shouldShowAddressesOnlyWhenAskedFor(String address) {
        assertThat(ReportDocument.shown("Ann, " + address, false)).isEqualTo("Ann, (address)");
        assertThat(ReportDocument.shown("Ann, " + address, true)).isEqualTo("Ann, " + address);
    }
}
