package io.ferry.process.engine;

import io.camunda.client.api.search.enums.IncidentState;
import io.camunda.client.api.search.enums.ProcessInstanceState;
import io.camunda.client.api.search.filter.ProcessInstanceFilter;
import io.camunda.client.api.search.response.ProcessInstance;
import io.ferry.remote.RemoteFailure;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What is stuck. */
@Component
public class Incidents {
    private final CamundaSearch camunda;
    private final CamundaLinks links;

    Incidents(CamundaSearch camunda, CamundaLinks links) {
        this.camunda = camunda;
        this.links = links;
    }

    /**
     * The active incidents of process instances and of the phases that they call. A new one shows a second or two late.
     *
     * @throws RemoteFailure that passes, if Camunda does not answer
     */
    public List<Incident> of(Collection<Long> processInstanceKeys) {
        return instances(processInstanceKeys)
                .filter(instance -> Boolean.TRUE.equals(instance.getHasIncident()))
                .flatMap(instance -> camunda
                        .all(client -> client.newIncidentSearchRequest()
                                .filter(incident -> incident.processInstanceKey(instance.getProcessInstanceKey())
                                        .state(IncidentState.ACTIVE))
                                .sort(incident -> incident.creationTime().asc()))
                        .stream())
                .map(this::toIncident)
                .toList();
    }

    /**
     * How many incidents are active in each of Ferry's processes, by the process's id; also those where there is none. A new
     * one shows a second or two late.
     *
     * @throws RemoteFailure that passes, if Camunda does not answer
     */
    public Map<String, Long> active() {
        return StartedInCamunda.PROCESSES.stream()
                .collect(Collectors.toMap(
                        process -> process,
                        process -> camunda.number(client -> client.newIncidentSearchRequest()
                                .filter(incident ->
                                        incident.processDefinitionId(process).state(IncidentState.ACTIVE)))));
    }

    /** The ids of Ferry's processes, in which incidents may be. */
    public static List<String> processes() {
        return StartedInCamunda.PROCESSES;
    }

    /**
     * Which of the process instances, and of the phases that they call, have not ended.
     *
     * @throws RemoteFailure that passes, if Camunda does not answer
     */
    public List<Long> underWay(Collection<Long> processInstanceKeys) {
        return instances(processInstanceKeys)
                .filter(instance -> instance.getState() == ProcessInstanceState.ACTIVE)
                .map(ProcessInstance::getProcessInstanceKey)
                .toList();
    }

    private Stream<ProcessInstance> instances(Collection<Long> processInstanceKeys) {
        // Phases call no further processes: one level is all there is.
        return processInstanceKeys.stream()
                .flatMap(key -> Stream.<Consumer<ProcessInstanceFilter>>of(
                        instance -> instance.processInstanceKey(key),
                        instance -> instance.parentProcessInstanceKey(key)))
                .flatMap(filter -> camunda
                        .all(client -> client.newProcessInstanceSearchRequest()
                                .filter(filter)
                                .sort(instance -> instance.processInstanceKey().asc()))
                        .stream());
    }

    /** Operate's address in people's browsers. */
    public String home() {
        return links.operate();
    }

    /** Where a process instance is looked at in Operate. */
    public String linkTo(long processInstanceKey) {
        return links.instance(processInstanceKey);
    }

    private Incident toIncident(io.camunda.client.api.search.response.Incident incident) {
        return new Incident(
                incident.getIncidentKey(),
                incident.getJobKey(),
                String.valueOf(incident.getErrorType()),
                incident.getErrorMessage() == null ? "" : incident.getErrorMessage(),
                incident.getCreationTime().toInstant(),
                links.instance(incident.getProcessInstanceKey()));
    }
}
