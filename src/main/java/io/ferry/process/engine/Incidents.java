package io.ferry.process.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.ferry.remote.CredentialResolver;
import io.ferry.remote.RemoteFailure;
import java.util.ArrayList;
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
        List<Incident> incidents = new ArrayList<>();
        for (long key : processInstanceKeys) {
            // Phases call no further processes: one level is all there is.
            Stream<Long> stuck = Stream.concat(
                            items("/v1/process-instances/search", Map.of("key", key)),
                            items("/v1/process-instances/search", Map.of("parentKey", key)))
                    .filter(instance -> instance.path("incident").asBoolean())
                    .map(instance -> instance.path("key").asLong());
            stuck.flatMap(instance ->
                            items("/v1/incidents/search", Map.of("processInstanceKey", instance, "state", "ACTIVE")))
                    .map(this::toIncident)
                    .forEach(incidents::add);
        }
        return incidents;
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
                incident.path("type").asText(),
                incident.path("message").asText(),
                WaitingTasks.moment(incident.path("creationTime").asText()),
                properties.instanceLink(incident.path("processInstanceKey").asLong()));
    }
}
