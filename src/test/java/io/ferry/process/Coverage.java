package io.ferry.process;

import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.instance.BoundaryEvent;
import io.camunda.zeebe.model.bpmn.instance.FlowElement;
import io.camunda.zeebe.model.bpmn.instance.Process;
import io.camunda.zeebe.model.bpmn.instance.SequenceFlow;
import io.camunda.zeebe.protocol.record.Record;
import io.camunda.zeebe.protocol.record.ValueType;
import io.camunda.zeebe.protocol.record.intent.ProcessInstanceIntent;
import io.camunda.zeebe.protocol.record.value.ProcessInstanceRecordValue;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every path that a token can take through a model: its sequence flows and its boundary events.
 *
 * @param process the process id
 * @param paths the ids of flows and boundary events
 */
record Coverage(String process, Set<String> paths) {
    Coverage {
        paths = Set.copyOf(paths);
    }

    static Coverage of(Path file) {
        var model = Bpmn.readModelFromFile(file.toFile());
        String process =
                model.getModelElementsByType(Process.class).iterator().next().getId();
        return new Coverage(
                process,
                Stream.concat(
                                model.getModelElementsByType(SequenceFlow.class).stream(),
                                model.getModelElementsByType(BoundaryEvent.class).stream())
                        .map(FlowElement::getId)
                        .collect(Collectors.toSet()));
    }

    /** What no instance has taken, by these records of the engine. */
    Set<String> notTaken(Iterable<Record<?>> records) {
        Set<String> taken = new HashSet<>();
        for (Record<?> each : records) {
            if (each.getValueType() == ValueType.PROCESS_INSTANCE
                    && each.getValue() instanceof ProcessInstanceRecordValue value
                    && value.getBpmnProcessId().equals(process)
                    && (each.getIntent() == ProcessInstanceIntent.SEQUENCE_FLOW_TAKEN
                            || each.getIntent() == ProcessInstanceIntent.ELEMENT_COMPLETED)) {
                taken.add(value.getElementId());
            }
        }
        Set<String> missing = new TreeSet<>(paths);
        missing.removeAll(taken);
        return missing;
    }
}
