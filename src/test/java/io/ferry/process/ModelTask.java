package io.ferry.process;

import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.BpmnModelInstance;
import io.camunda.zeebe.model.bpmn.instance.ServiceTask;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeHeader;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeTaskDefinition;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeTaskHeaders;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** A service task of a model. */
record ModelTask(String process, String element, String type, String name, Map<String, String> headers) {
    /** The first task of this type in the model of the process. */
    static ModelTask of(String process, String type) {
        BpmnModelInstance model =
                Bpmn.readModelFromFile(Path.of("bpmn", process + ".bpmn").toFile());
        return model.getModelElementsByType(ServiceTask.class).stream()
                .filter(task -> definition(task).getType().equals(type))
                .map(task -> new ModelTask(process, task.getId(), type, task.getName(), headers(task)))
                .findFirst()
                .orElseThrow();
    }

    private static ZeebeTaskDefinition definition(ServiceTask task) {
        return task.getSingleExtensionElement(ZeebeTaskDefinition.class);
    }

    static Map<String, String> headers(ServiceTask task) {
        ZeebeTaskHeaders headers = task.getSingleExtensionElement(ZeebeTaskHeaders.class);
        return headers == null
                ? Map.of()
                : headers.getHeaders().stream().collect(Collectors.toMap(ZeebeHeader::getKey, ZeebeHeader::getValue));
    }
}
