package io.ferry.process.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.ferry.remote.CredentialResolver;
import io.ferry.remote.RemoteFailure;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.stereotype.Component;

/** What is stuck: read from Operate's V1 interface, which 8.6 and 8.8 both have. */
@Component
public class Incidents {
    private static final int MOST = 100;

    private final CamundaProperties properties;
    private final CamundaWeb operate;

    Incidents(CamundaProperties properties, CredentialResolver credentials) {
        this.properties = properties;
        this.operate = new CamundaWeb("Operate", properties.operateUrl(), properties, credentials);
    }

    /**
     * The active incidents of process instances and of the phases that they call. A new one shows a second or two late.
     *
     * @throws RemoteFailure that passes, if Operate does not answer
     */
    public List<Incident> of(Collection<Long> processInstanceKeys) {
        return instances(processInstanceKeys)
                .filter(instance -> instance.path("incident").asBoolean())
                .map(instance -> instance.path("key").asLong())
                .flatMap(key -> items("/v1/incidents/search", Map.of("processInstanceKey", key, "state", "ACTIVE")))
                .map(this::toIncident)
                .toList();
    }

    /**
     * Which of the process instances, and of the phases that they call, have not ended.
     *
     * @throws RemoteFailure that passes, if Operate does not answer
     */
    public List<Long> underWay(Collection<Long> processInstanceKeys) {
        return instances(processInstanceKeys)
                .filter(instance -> instance.path("state").asText().equals("ACTIVE"))
                .map(instance -> instance.path("key").asLong())
                .toList();
    }

    private Stream<JsonNode> instances(Collection<Long> processInstanceKeys) {
        // Phases call no further processes: one level is all there is.
        return processInstanceKeys.stream()
                .flatMap(key -> Stream.of(Map.<String, Object>of("key", key), Map.<String, Object>of("parentKey", key)))
                .flatMap(filter -> items("/v1/process-instances/search", filter));
    }

    /** Operate's address in people's browsers. */
    public String home() {
        return properties.operateLink();
    }

    /** Where a process instance is looked at in Operate. */
    public String linkTo(long processInstanceKey) {
        return properties.instanceLink(processInstanceKey);
    }

    private Stream<JsonNode> items(String path, Map<String, Object> filter) {
        JsonNode page = operate.post(path, Map.of("filter", filter, "size", MOST));
        return StreamSupport.stream(page.path("items").spliterator(), false);
    }

    private Incident toIncident(JsonNode incident) {
        return new Incident(
                incident.path("key").asLong(),
                incident.path("jobKey").canConvertToLong()
                        ? (Long) incident.path("jobKey").asLong()
                        : null,
                incident.path("type").asText(),
                incident.path("message").asText(),
                WaitingTasks.moment(incident.path("creationTime").asText()),
                properties.instanceLink(incident.path("processInstanceKey").asLong()));
    }
}
