package io.ferry.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.camunda.client.annotation.JobWorker;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.BpmnModelInstance;
import io.camunda.zeebe.model.bpmn.instance.Process;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeExecutionListener;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeTaskDefinition;
import io.ferry.process.engine.JobRetries;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** Who sees a task in Operate finds its worker by the task's name, and no worker waits for a task that does not exist. */
class EveryTaskHasItsWorkerTest {
    private static final String ROOM = "io.ferry.process";

    @Test
    void shouldHaveOneWorkerForEachTaskNamedAndPlacedAfterIt() {
        assertThat(classesByType()).isEqualTo(classesForTasks());
    }

    @Test
    void shouldBeTriedAsOftenAsFerryCounts() {
        assertThat(ProcessBench.files(".bpmn")).allSatisfy(file -> {
            BpmnModelInstance model = Bpmn.readModelFromFile(file.toFile());
            assertThat(model.getModelElementsByType(ZeebeTaskDefinition.class))
                    .extracting(ZeebeTaskDefinition::getRetries)
                    .containsOnly(String.valueOf(JobRetries.IN_MODELS));
            assertThat(model.getModelElementsByType(ZeebeExecutionListener.class).stream()
                            .map(ZeebeExecutionListener::getRetries))
                    .allMatch(String.valueOf(JobRetries.IN_MODELS)::equals);
        });
    }

    @Test
    void shouldHaveWorkersForTheModelsOfTheReleaseBefore() throws IOException {
        Set<String> types = new TreeSet<>();
        try (ZipInputStream zip = new ZipInputStream(Objects.requireNonNull(
                EveryTaskHasItsWorkerTest.class.getResourceAsStream("/models-of-the-release-before.zip")))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith(".bpmn")) {
                    types.addAll(types(Bpmn.readModelFromStream(new ByteArrayInputStream(zip.readAllBytes())))
                            .toList());
                }
            }
        }

        assertThat(types).isNotEmpty();
        assertThat(classesByType().keySet())
                .as("what begins with the models of the release before ends with them")
                .containsAll(types);
    }

    private static Map<String, String> classesForTasks() {
        Map<String, String> classes = new TreeMap<>();
        typesAndTheirProcesses().forEach((type, processes) -> classes.put(type, expectedClass(type, processes)));
        return classes;
    }

    private static String expectedClass(String type, Set<String> processes) {
        boolean common = processes.size() > 1 || type.equals("record-outcome") || type.startsWith("phase-");
        String room = common ? "common" : processes.iterator().next().replace("-", "");
        return ROOM + "." + room + "." + Names.pascal(type) + "Worker";
    }

    private static Map<String, Set<String>> typesAndTheirProcesses() {
        Map<String, Set<String>> found = new TreeMap<>();
        for (Path file : ProcessBench.files(".bpmn")) {
            BpmnModelInstance model = Bpmn.readModelFromFile(file.toFile());
            String process = model.getModelElementsByType(Process.class)
                    .iterator()
                    .next()
                    .getId();
            types(model)
                    .forEach(type ->
                            found.computeIfAbsent(type, key -> new TreeSet<>()).add(process));
        }
        return found;
    }

    private static Stream<String> types(BpmnModelInstance model) {
        return Stream.concat(
                model.getModelElementsByType(ZeebeTaskDefinition.class).stream().map(ZeebeTaskDefinition::getType),
                model.getModelElementsByType(ZeebeExecutionListener.class).stream()
                        .map(ZeebeExecutionListener::getType));
    }

    /** The class of each job worker in the room, by its type; several classes of one type stand side by side. */
    private static Map<String, String> classesByType() {
        Map<String, String> found = new TreeMap<>();
        WorkerMethods.all()
                .forEach(worker -> found.merge(
                        worker.getAnnotation(JobWorker.class).type(),
                        worker.getDeclaringClass().getName(),
                        (one, other) -> one + " and " + other));
        return found;
    }
}
