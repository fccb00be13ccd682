package io.ferry.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.ferry.architecture.fixtures.oneclassknowsthetestengine.KnowsZeebeProcessTest;
import io.ferry.process.TestEngine;
import org.junit.jupiter.api.Test;

/** Zeebe Process Test ends with Camunda 8.10: one class of Ferry's tests knows it, and has to be written anew then. */
class TestEngineTest {
    private static final ArchRule ONE_CLASS_KNOWS_IT = noClasses()
            .that()
            .resideOutsideOfPackage("io.ferry.localengine..")
            .and()
            .doNotBelongToAnyOf(TestEngine.class)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.camunda.zeebe.process.test..");

    @Test
    void shouldBeTheOnlyClassOfTheTestsThatKnowsZeebeProcessTest() {
        ONE_CLASS_KNOWS_IT.check(new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("/architecture/fixtures/"))
                .importPackages("io.ferry"));
    }

    @Test
    void shouldNoticeATestWithAnEngineOfItsOwn() {
        assertThatThrownBy(() ->
                        ONE_CLASS_KNOWS_IT.check(new ClassFileImporter().importClasses(KnowsZeebeProcessTest.class)))
                .isInstanceOf(AssertionError.class);
    }
}
