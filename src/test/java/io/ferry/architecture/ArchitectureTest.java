package io.ferry.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The house stands as planned, and each rule would notice if it did not. */
class ArchitectureTest {
    private static final JavaClasses FERRY = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.ferry");

    @ParameterizedTest
    @EnumSource
    void shouldHold(ArchitectureRule rule) {
        assertThat(FERRY).isNotEmpty();
        rule.under("io.ferry").check(FERRY);
    }

    @ParameterizedTest
    @EnumSource
    void shouldNoticeItsFixture(ArchitectureRule rule) {
        // given a small house that breaks this rule
        JavaClasses fixture = new ClassFileImporter().importPackages(rule.fixture());
        assertThat(fixture).isNotEmpty();

        // when, then
        assertThatThrownBy(() -> rule.under(rule.fixture()).check(fixture)).isInstanceOf(AssertionError.class);
    }
}
