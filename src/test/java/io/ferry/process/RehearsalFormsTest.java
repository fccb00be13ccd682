package io.ferry.process;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.BpmnModelInstance;
import io.camunda.zeebe.model.bpmn.instance.CallActivity;
import io.camunda.zeebe.model.bpmn.instance.FlowNode;
import io.camunda.zeebe.model.bpmn.instance.SequenceFlow;
import io.camunda.zeebe.model.bpmn.instance.UserTask;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeCalledElement;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeFormDefinition;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.junit.jupiter.api.Test;

/**
 * Whoever works on a task reads first to which migration it belongs, then, where it is a rehearsal, that it is one and whether
 * people go on working in the source.
 */
class RehearsalFormsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String LINE = "Field_Rehearsal";

    /** It asks for what the others show. */
    private static final String START = "start-migration";

    @Test
    void shouldSayInTheFirstLineToWhichMigrationATaskBelongs() {
        JsonNode heading = component("confirm-the-freeze", 0);
        assertThat(heading.path("id").asText()).isEqualTo("Field_Heading");
        assertThat(heading.has("conditional")).isFalse();
        assertThat(heading.path("text").asText()).startsWith("### {{").contains("taskContextDisplayName");

        assertThat(ProcessBench.files(".form").stream().map(RehearsalFormsTest::id))
                .hasSizeGreaterThan(30)
                .filteredOn(form -> !form.equals(START))
                .allSatisfy(form -> assertThat(component(form, 0)).isEqualTo(heading));
        assertThat(component(START, 0)).isNotEqualTo(heading);
    }

    @Test
    void shouldThenSayThatItIsARehearsal() {
        Set<String> forms = formsOfARehearsal();
        assertThat(forms).contains("confirm-the-freeze", "make-the-dump-by-hand", "unfreeze-the-source");

        JsonNode line = component("confirm-the-freeze", 1);
        assertThat(line.path("id").asText()).isEqualTo(LINE);
        assertThat(line.path("conditional").path("hide").asText()).isEqualTo("=not(rehearsal = true)");
        assertThat(line.path("text").asText()).startsWith("**Rehearsal:**").contains("dressRehearsal", "{{targetUrl}}");
        assertThat(forms).allSatisfy(form -> assertThat(component(form, 1)).isEqualTo(line));
    }

    @Test
    void shouldNotSayThatNothingIsChangedWhereAPhaseThatIsStartedAloneChangesTheTarget() {
        Set<String> others =
                ProcessBench.files(".form").stream().map(RehearsalFormsTest::id).collect(toCollection(TreeSet::new));
        others.removeAll(formsOfARehearsal());

        assertThat(others)
                .isNotEmpty()
                .allSatisfy(form -> assertThat(read(form).path("components"))
                        .noneMatch(component -> component.path("id").asText().equals(LINE)));
    }

    private static Set<String> formsOfARehearsal() {
        return Stream.concat(phasesOfARehearsal(), Stream.of("clean-up"))
                .flatMap(model -> model(model).getModelElementsByType(UserTask.class).stream())
                .map(task -> extension(task, ZeebeFormDefinition.class).getFormId())
                .collect(toCollection(TreeSet::new));
    }

    /** The phases that the main process calls from its start to the end of a rehearsal. */
    private static Stream<String> phasesOfARehearsal() {
        BpmnModelInstance migrate = model("migrate");
        Set<FlowNode> reached = new TreeSet<>((one, other) -> one.getId().compareTo(other.getId()));
        follow(migrate.getModelElementById("Event_SettingsRegistered"), reached);
        return reached.stream()
                .filter(CallActivity.class::isInstance)
                .map(call -> extension(call, ZeebeCalledElement.class).getProcessId());
    }

    private static void follow(FlowNode node, Set<FlowNode> reached) {
        if (reached.add(node)) {
            Collection<SequenceFlow> all = node.getOutgoing();
            List<SequenceFlow> rehearsed = all.stream()
                    .filter(flow -> flow.getConditionExpression() != null
                            && flow.getConditionExpression().getTextContent().equals("=rehearsal = true"))
                    .toList();
            (rehearsed.isEmpty() ? all : rehearsed).forEach(flow -> follow(flow.getTarget(), reached));
        }
    }

    private static <T extends ModelElementInstance> T extension(FlowNode node, Class<T> type) {
        return node.getExtensionElements().getElementsQuery().filterByType(type).singleResult();
    }

    private static BpmnModelInstance model(String id) {
        return Bpmn.readModelFromFile(ProcessBench.MODELS.resolve(id + ".bpmn").toFile());
    }

    private static JsonNode component(String form, int index) {
        return read(form).path("components").path(index);
    }

    private static JsonNode read(String form) {
        try {
            return JSON.readTree(ProcessBench.read(ProcessBench.MODELS.resolve(form + ".form")));
        } catch (JsonProcessingException e) {
            throw new AssertionError(form, e);
        }
    }

    private static String id(Path form) {
        return form.getFileName().toString().replace(".form", "");
    }
}
