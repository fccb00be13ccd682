package io.ferry.process;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.camunda.client.api.command.DeployResourceCommandStep1;
import io.camunda.client.api.command.DeployResourceCommandStep1.DeployResourceCommandStep2;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.instance.Process;
import io.camunda.zeebe.protocol.record.Record;
import io.camunda.zeebe.protocol.record.RecordType;
import io.camunda.zeebe.protocol.record.ValueType;
import io.camunda.zeebe.protocol.record.intent.IncidentIntent;
import io.camunda.zeebe.protocol.record.intent.JobIntent;
import io.camunda.zeebe.protocol.record.intent.UserTaskIntent;
import io.camunda.zeebe.protocol.record.value.IncidentRecordValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Camunda's Tasklist offers every process to be started and can hide none. Whoever starts a part of a migration there gets an
 * incident that says what to do; nobody is asked for anything, and no worker begins.
 */
class StartedDirectlyTest {
    private static final String ROUTE = "migrate";

    private static TestEngine engine;

    @BeforeAll
    static void start() {
        engine = TestEngine.start();
        DeployResourceCommandStep1 command = engine.client().newDeployResourceCommand();
        @Nullable DeployResourceCommandStep2 all = null;
        for (Path file : ProcessBench.files(".bpmn", ".form", ".dmn")) {
            all = (all == null ? command : all).addResourceFile(file.toString());
        }
        Objects.requireNonNull(all).send().join();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    static Stream<String> parts() {
        return ProcessBench.files(".bpmn").stream()
                .map(file -> file.getFileName().toString().replace(".bpmn", ""))
                .filter(process -> !process.equals(ROUTE));
    }

    @ParameterizedTest
    @MethodSource("parts")
    void shouldDoNothingButSayWhatToDo(String process) {
        long key = started(process);

        assertThat(records(key, ValueType.INCIDENT))
                .filteredOn(record -> record.getIntent() == IncidentIntent.CREATED)
                .singleElement()
                .extracting(record -> ((IncidentRecordValue) record.getValue()).getErrorMessage())
                .asString()
                .contains(
                        "Ferry starts this process as a part of a migration",
                        "Cancel this instance, and start " + name(ROUTE));
        assertThat(records(key, ValueType.JOB)).noneMatch(record -> record.getIntent() == JobIntent.CREATED);
        assertThat(records(key, ValueType.USER_TASK)).noneMatch(record -> record.getIntent() == UserTaskIntent.CREATED);

        engine.client().newCancelInstanceCommand(key).send().join();
    }

    /** The name is what a tile in Tasklist shows. */
    @Test
    void shouldTellByItsNameWhatAPersonStarts() throws Exception {
        Map<String, String> names = ProcessBench.files(".bpmn").stream()
                .map(file -> file.getFileName().toString().replace(".bpmn", ""))
                .collect(toMap(process -> process, StartedDirectlyTest::name));

        assertThat(names.remove(ROUTE)).doesNotContain("(");
        assertThat(names.values()).hasSize(13).allMatch(name -> name.endsWith(" (started by Ferry)"));
        String forms = new JsonMapper()
                .readTree(ProcessBench.MODELS.resolve("start-migration.form").toFile())
                .path("id")
                .asText();
        assertThat(ProcessBench.files(".bpmn"))
                .filteredOn(file -> ProcessBench.read(file).contains("formId=\"" + forms + "\""))
                .extracting(file -> file.getFileName().toString())
                .containsExactly(ROUTE + ".bpmn");
    }

    private static String name(String process) {
        return Bpmn.readModelFromFile(
                        ProcessBench.MODELS.resolve(process + ".bpmn").toFile())
                .getModelElementsByType(Process.class)
                .iterator()
                .next()
                .getName();
    }

    private static long started(String process) {
        long key = engine.client()
                .newCreateInstanceCommand()
                .bpmnProcessId(process)
                .latestVersion()
                .send()
                .join()
                .getProcessInstanceKey();
        engine.settle();
        return key;
    }

    /** Events of everything that came of an instance: one at a time is started. */
    private static List<Record<?>> records(long instance, ValueType type) {
        return StreamSupport.stream(engine.records().spliterator(), false)
                .<Record<?>>map(record -> record)
                .filter(record -> record.getValueType() == type && record.getRecordType() == RecordType.EVENT)
                .filter(record -> record.getKey() >= instance)
                .toList();
    }
}
