package io.ferry.process;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.camunda.client.annotation.JobWorker;
import io.camunda.client.annotation.Variable;
import io.camunda.client.annotation.VariablesAsType;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.spring.properties.CamundaClientProperties;
import io.ferry.process.common.Steps;
import io.ferry.process.common.TypedVariables;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.io.ClassPathResource;

/** A worker binds variables as records, calls one service, and returns a record. */
class WorkersTest {
    private static final JavaClasses ROOM = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.ferry.process");

    @Test
    void shouldReadRecordsAndSetARecordOrNothing() {
        assertThat(WorkerMethods.all()).isNotEmpty().allSatisfy(worker -> {
            assertThat(worker.getParameters()).allMatch(WorkersTest::isTyped);
            assertThat(worker.getReturnType())
                    .matches(type -> type == void.class || type.isRecord(), "a record or nothing");
        });
    }

    private static boolean isTyped(Parameter parameter) {
        return parameter.isAnnotationPresent(VariablesAsType.class)
                ? parameter.getType().isRecord()
                : parameter.isAnnotationPresent(Variable.class) || parameter.getType() == ActivatedJob.class;
    }

    @Test
    void shouldFetchWhatTheirParametersNameAndNeverEverything() {
        assertThat(WorkerMethods.all()).allSatisfy(worker -> {
            JobWorker annotation = worker.getAnnotation(JobWorker.class);
            assertThat(annotation.fetchVariables()).isEmpty();
            assertThat(annotation.fetchAllVariables()).isFalse();
            // An empty list would mean all of them.
            assertThat(TypedVariables.fetchedFor(worker)).contains("migrationId");
        });
    }

    /** The starter takes no notice of a setting for a type that no worker has. */
    @Test
    void shouldHaveSettingsOfTheirOwnOnlyForTypesThatTheyHave() {
        // given
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new ClassPathResource("application.yaml"));
        CamundaClientProperties camunda = new Binder(new MapConfigurationPropertySource(yaml.getObject()))
                .bind("camunda.client", CamundaClientProperties.class)
                .get();

        // then
        assertThat(camunda.getWorker().getOverride().keySet())
                .isNotEmpty()
                .isSubsetOf(WorkerMethods.all().stream()
                        .map(worker -> worker.getAnnotation(JobWorker.class).type())
                        .toList());
        assertThat(camunda.getWorker().getOverride().values())
                .allSatisfy(own -> assertThat(own.getMaxJobsActive()).isLessThan(camunda.getExecutionThreads()));
    }

    @Test
    void shouldFetchNothingThatNobodyReads() {
        assertThat(WorkerMethods.all().stream()
                        .flatMap(worker -> Arrays.stream(worker.getParameterTypes()))
                        .filter(Class::isRecord)
                        .distinct()
                        .flatMap(read -> Arrays.stream(read.getRecordComponents()))
                        .filter(component -> !isRead(component))
                        .map(component -> component.getDeclaringRecord().getSimpleName() + "." + component.getName()))
                .isEmpty();
    }

    /** By whoever calls its accessor, by another method of the record, or together with all the others. */
    private static boolean isRead(RecordComponent component) {
        String type = component.getDeclaringRecord().getName();
        return ROOM.get(type).getAccessesFromSelf().stream()
                        .anyMatch(
                                access -> isOf(component, access) && !isMadeByTheCompiler(access, component.getName()))
                || ROOM.get(type).getAccessesToSelf().stream()
                        .filter(access -> !access.getOriginOwner().getName().equals(type))
                        .anyMatch(access -> access.getName().equals(component.getName()))
                || ROOM.get(type).getAccessesFromSelf().stream()
                        .anyMatch(access -> access.getName().equals("componentsOf"));
    }

    private static boolean isOf(RecordComponent component, JavaAccess<?> access) {
        return access.getTargetOwner()
                        .getName()
                        .equals(component.getDeclaringRecord().getName())
                && access.getName().equals(component.getName());
    }

    private static boolean isMadeByTheCompiler(JavaAccess<?> access, String component) {
        return Set.of("<init>", "equals", "hashCode", "toString", component)
                .contains(access.getOrigin().getName());
    }

    @Test
    void shouldCallOneService() {
        assertThat(WorkerMethods.all().stream().map(Method::getDeclaringClass))
                .allSatisfy(worker -> assertThat(services(worker)).hasSize(1));
    }

    private static List<Class<?>> services(Class<?> worker) {
        return Stream.of(worker.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .<Class<?>>map(Field::getType)
                .filter(type -> type != Steps.class)
                .collect(Collectors.toList());
    }

    @Test
    void shouldReadVariablesOfJobsInNoOtherWay() {
        noClasses()
                .that()
                .areNotAssignableTo(Steps.class)
                .should()
                .accessTargetWhere(describe(
                        "a job's variables",
                        access -> access.getTargetOwner().isAssignableTo(ActivatedJob.class)
                                && access.getName().startsWith("getVariable")))
                .because("the names of variables stand once, in the records that workers read and set")
                .check(ROOM);
    }
}
