package io.ferry.process;

import static io.ferry.process.AMigration.aMigration;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.BpmnModelInstance;
import io.camunda.zeebe.model.bpmn.builder.CallActivityBuilder;
import io.camunda.zeebe.model.bpmn.instance.ServiceTask;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeBindingType;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeTaskDefinition;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeTaskHeaders;
import io.ferry.migration.Decision;
import io.ferry.migration.Question;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * Where a model is tried on Camunda's engine, in memory: the test plays every worker and every person.
 *
 * <p>When all tests of a class have run, every sequence flow and every boundary event of its model must have been taken
 * at least once, or the class fails and names the missing ones.
 */
final class ProcessBench implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    /** Where the models stand, seen from the project's root. */
    static final Path MODELS = Path.of("bpmn");

    private static final String MIGRATE = "migrate";
    private static final String RUN_A_PHASE = "run-a-phase";
    private static final Set<String> RECORDING = Set.of("record-decision", "record-confirmation");

    private final String model;
    private final boolean wholeRoute;
    private @Nullable TestEngine engine;
    private @Nullable Run run;
    private int testsRun;

    private ProcessBench(String model, boolean wholeRoute) {
        this.model = model;
        this.wholeRoute = wholeRoute;
    }

    /**
     * A bench for one model. A phase is called from a small process that catches what the main process catches; the main
     * process, and the one that runs a phase alone, call phases of one single step each, of the type {@code phase-…}.
     *
     * @param model the process id, which is the file's name as well
     */
    static ProcessBench of(String model) {
        return new ProcessBench(model, false);
    }

    /** A bench for the main process together with its real phases; it asks for no coverage. */
    static ProcessBench ofTheWholeRoute() {
        return new ProcessBench(MIGRATE, true);
    }

    /** Starts the model with the variables of the given migration. */
    Run start(AMigration migration) {
        return start(migration.variables());
    }

    /** Starts the model with exactly these variables. */
    Run start(Map<String, Object> variables) {
        String process = isPhase() ? "caller" : model;
        run = Run.started(engine(), process, model, variables);
        return run;
    }

    /**
     * Whatever a person answers, its recording can refuse: the person comes back to the same task, and sees why. Tried for
     * each task of the model that records an answer, begun right there.
     */
    void shouldGiveBackEveryAnswerThatIsNotValid() {
        BpmnModelInstance bpmn =
                Bpmn.readModelFromFile(MODELS.resolve(model + ".bpmn").toFile());
        List<ServiceTask> recording = bpmn.getModelElementsByType(ServiceTask.class).stream()
                .filter(task -> RECORDING.contains(typeOf(task)))
                .toList();
        assertThat(recording).as("tasks of %s that record answers", model).isNotEmpty();
        for (ServiceTask task : recording) {
            String asked = task.getSingleExtensionElement(ZeebeTaskHeaders.class).getHeaders().stream()
                    .filter(header -> header.getKey().equals("subject"))
                    .flatMap(header -> Question.withKey(header.getValue()).stream())
                    .map(Question::form)
                    .findFirst()
                    .orElseThrow();
            Run given = Run.startedBefore(
                    engine(), model, task.getId(), aMigration().variables());
            given.throwError(typeOf(task), "CONFIRMATION_NOT_VALID").shouldShowTheProblemIn(asked);
            given.giveUp();
        }
    }

    /**
     * A confirmation counts only with the words that are typed for it, letter by letter. A script can send others: then the
     * answer is recorded as no confirmation, which gives it back to the same task. Tried for each task of the model that asks
     * for words, begun right there.
     */
    void shouldGiveBackEveryConfirmationWithAWrongWord(Map<String, Object> besides) {
        BpmnModelInstance bpmn =
                Bpmn.readModelFromFile(MODELS.resolve(model + ".bpmn").toFile());
        List<Question> withWords = Arrays.stream(Question.values())
                .filter(question -> !question.words().isEmpty())
                .filter(question -> bpmn.getModelElementById(question.userTask()) != null)
                .toList();
        assertThat(withWords).as("questions of %s with words to type", model).isNotEmpty();
        for (Question question : withWords) {
            for (String field : question.words().keySet()) {
                for (String wrong : List.of(question.words().get(field).toLowerCase(Locale.ROOT), "", " ")) {
                    Map<String, Object> answer = new HashMap<>(besides);
                    answer.putAll(question.words());
                    answer.put(field, wrong);
                    answer.put("decision", Decision.CONFIRM.key());
                    Run given = Run.startedBefore(
                            engine(),
                            model,
                            question.userTask(),
                            aMigration()
                                    .with("mapping", Map.of("approved", false))
                                    .variables());
                    given.decide(question.form(), answer);
                    assertThat(given.headersOf("record-decision")).containsEntry("subject", question.key());
                    given.throwError("record-decision", "CONFIRMATION_NOT_VALID")
                            .shouldShowTheProblemIn(question.form());
                    given.giveUp();
                }
            }
        }
    }

    private static String typeOf(ServiceTask task) {
        return task.getSingleExtensionElement(ZeebeTaskDefinition.class).getType();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        engine = TestEngine.start();
        deploy();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        testsRun++;
        if (run != null) {
            run.giveUp();
            run = null;
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        try (TestEngine ending = engine()) {
            if (!wholeRoute && context.getTestClass().map(this::allTestsRan).orElse(false)) {
                assertThat(Coverage.of(MODELS.resolve(model + ".bpmn")).notTaken(ending.records()))
                        .as("paths of %s.bpmn that no test has taken", model)
                        .isEmpty();
            }
        }
    }

    private TestEngine engine() {
        return Objects.requireNonNull(engine, "started before the first test of a class");
    }

    private boolean allTestsRan(Class<?> testClass) {
        return testsRun
                >= Arrays.stream(testClass.getDeclaredMethods())
                        .filter(m ->
                                m.isAnnotationPresent(Test.class) || m.isAnnotationPresent(ParameterizedTest.class))
                        .count();
    }

    private boolean isPhase() {
        return !model.equals(MIGRATE) && !model.equals(RUN_A_PHASE);
    }

    private void deploy() {
        var command = engine().client().newDeployResourceCommand();
        var deployment = isPhase()
                ? command.addProcessModel(caller(), "caller.bpmn").addResourceStringUtf8(bpmn(model), model + ".bpmn")
                : command.addResourceStringUtf8(bpmn(model), model + ".bpmn");
        if (!isPhase()) {
            for (String phase : phases()) {
                deployment = wholeRoute
                        ? deployment.addResourceStringUtf8(bpmn(phase), phase + ".bpmn")
                        : deployment.addProcessModel(stub(phase), phase + ".bpmn");
            }
        }
        for (Path file : files(".form", ".dmn")) {
            deployment = deployment.addResourceStringUtf8(
                    read(file), file.getFileName().toString());
        }
        deployment.send().join();
    }

    /** Every phase, by process id. */
    static List<String> phases() {
        return files(".bpmn").stream()
                .map(file -> file.getFileName().toString().replace(".bpmn", ""))
                .filter(id -> !id.equals(MIGRATE) && !id.equals(RUN_A_PHASE))
                .toList();
    }

    static List<Path> files(String... endings) {
        try (Stream<Path> all = Files.list(MODELS)) {
            return all.filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String bpmn(String id) {
        return read(MODELS.resolve(id + ".bpmn"));
    }

    static String read(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls the phase as the main process does, and ends differently for each way that the phase can end. */
    private BpmnModelInstance caller() {
        CallActivityBuilder call = Bpmn.createExecutableProcess("caller")
                .startEvent()
                .callActivity("Call")
                .zeebeProcessId(model)
                .zeebeBindingType(ZeebeBindingType.deployment)
                .zeebePropagateAllChildVariables(true);
        call.boundaryEvent("Stopped").error("MIGRATION_STOPPED").endEvent(Run.STOPPED);
        call.boundaryEvent("RollBackWanted").error("ROLL_BACK_WANTED").endEvent(Run.ROLL_BACK_WANTED);
        return call.endEvent(Run.ENDED).done();
    }

    /** A phase of one step, whose end the test chooses. */
    private static BpmnModelInstance stub(String phase) {
        return Bpmn.createExecutableProcess(phase)
                .startEvent()
                .serviceTask("Task_" + phase)
                .zeebeJobType("phase-" + phase)
                .endEvent()
                .done();
    }
}
