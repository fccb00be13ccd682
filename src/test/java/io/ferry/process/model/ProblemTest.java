package io.ferry.process.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemTest {
    @ParameterizedTest
    @MethodSource("io.ferry.base.AddressForms#all")
    void shouldCarryNoAddressIntoTheProcess(String address) {
        var problem = new Problem("FAILED", "Refused " + address, "The site says " + address, "Ask the site.");

        assertThat(problem.title()).isEqualTo("Refused (address)");
        assertThat(problem.detail()).isEqualTo("The site says (address)");
    }
}
