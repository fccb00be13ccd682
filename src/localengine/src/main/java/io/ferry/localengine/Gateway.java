package io.ferry.localengine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.camunda.zeebe.gateway.protocol.GatewayGrpc;
import io.camunda.zeebe.gateway.protocol.GatewayGrpc.GatewayBlockingStub;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.ActivateJobsRequest;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.ActivatedJob;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.CancelProcessInstanceRequest;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.CompleteJobRequest;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.CreateProcessInstanceRequest;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.CreateProcessInstanceResponse;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.DeployResourceRequest;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.DeployResourceResponse;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.Deployment;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.FailJobRequest;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.PublishMessageRequest;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.Resource;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.ResolveIncidentRequest;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.SetVariablesRequest;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.ThrowErrorRequest;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.TopologyRequest;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.TopologyResponse;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.UpdateJobRetriesRequest;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.UpdateJobTimeoutRequest;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Commands of Camunda's v2 interface that the engine's gRPC gateway knows: the one is put into the words of the other. */
final class Gateway implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TENANT = "<default>";
    private static final int LARGEST_MESSAGE = 16 << 20;
    private static final int PATIENCE_SECONDS = 60;

    private final ManagedChannel channel;

    Gateway(int grpcPort) {
        this.channel = NettyChannelBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), grpcPort))
                .usePlaintext()
                .maxInboundMessageSize(LARGEST_MESSAGE)
                .build();
    }

    ObjectNode topology() {
        TopologyResponse topology = stub().topology(TopologyRequest.getDefaultInstance());
        ObjectNode answer = JSON.createObjectNode()
                .put("clusterSize", topology.getClusterSize())
                .put("partitionsCount", topology.getPartitionsCount())
                .put("replicationFactor", topology.getReplicationFactor())
                .put("gatewayVersion", topology.getGatewayVersion())
                .put("lastCompletedChangeId", "1");
        ArrayNode brokers = answer.putArray("brokers");
        topology.getBrokersList().forEach(broker -> {
            ArrayNode partitions = brokers.addObject()
                    .put("nodeId", broker.getNodeId())
                    .put("host", broker.getHost())
                    .put("port", broker.getPort())
                    .put("version", broker.getVersion())
                    .putArray("partitions");
            broker.getPartitionsList().forEach(partition -> partitions
                    .addObject()
                    .put("partitionId", partition.getPartitionId())
                    .put("role", partition.getRole().name().toLowerCase(Locale.ROOT))
                    .put("health", partition.getHealth().name().toLowerCase(Locale.ROOT)));
        });
        return answer;
    }

    ObjectNode deploy(Map<String, byte[]> resources) {
        DeployResourceRequest.Builder request = DeployResourceRequest.newBuilder();
        resources.forEach((name, content) -> request.addResources(
                Resource.newBuilder().setName(name).setContent(ByteString.copyFrom(content))));
        DeployResourceResponse deployed = stub().deployResource(request.build());
        ObjectNode answer = JSON.createObjectNode()
                .put("deploymentKey", String.valueOf(deployed.getKey()))
                .put("tenantId", TENANT);
        ArrayNode deployments = answer.putArray("deployments");
        deployed.getDeploymentsList().forEach(deployment -> describe(deployment, deployments.addObject()));
        return answer;
    }

    private static void describe(Deployment deployment, ObjectNode answer) {
        for (String kind : new String[] {
            "processDefinition", "decisionDefinition", "decisionRequirements", "form", "resource"
        }) {
            answer.putNull(kind);
        }
        switch (deployment.getMetadataCase()) {
            case PROCESS -> {
                var process = deployment.getProcess();
                answer.putObject("processDefinition")
                        .put("processDefinitionId", process.getBpmnProcessId())
                        .put("processDefinitionVersion", process.getVersion())
                        .put("processDefinitionKey", String.valueOf(process.getProcessDefinitionKey()))
                        .put("resourceName", process.getResourceName())
                        .put("tenantId", TENANT);
            }
            case FORM -> {
                var form = deployment.getForm();
                answer.putObject("form")
                        .put("formId", form.getFormId())
                        .put("version", form.getVersion())
                        .put("formKey", String.valueOf(form.getFormKey()))
                        .put("resourceName", form.getResourceName())
                        .put("tenantId", TENANT);
            }
            case DECISION -> {
                var decision = deployment.getDecision();
                answer.putObject("decisionDefinition")
                        .put("decisionDefinitionId", decision.getDmnDecisionId())
                        .put("name", decision.getDmnDecisionName())
                        .put("version", decision.getVersion())
                        .put("decisionDefinitionKey", String.valueOf(decision.getDecisionKey()))
                        .put("decisionRequirementsId", decision.getDmnDecisionRequirementsId())
                        .put("decisionRequirementsKey", String.valueOf(decision.getDecisionRequirementsKey()))
                        .put("tenantId", TENANT);
            }
            case DECISIONREQUIREMENTS -> {
                var requirements = deployment.getDecisionRequirements();
                answer.putObject("decisionRequirements")
                        .put("decisionRequirementsId", requirements.getDmnDecisionRequirementsId())
                        .put("decisionRequirementsName", requirements.getDmnDecisionRequirementsName())
                        .put("version", requirements.getVersion())
                        .put("decisionRequirementsKey", String.valueOf(requirements.getDecisionRequirementsKey()))
                        .put("resourceName", requirements.getResourceName())
                        .put("tenantId", TENANT);
            }
            default -> {
                // Camunda may come to deploy more than Ferry has.
            }
        }
    }

    ObjectNode createInstance(JsonNode body) {
        if (body.path("awaitCompletion").asBoolean() || body.path("startInstructions").size() > 0) {
            throw Problem.notOffered("awaitCompletion and startInstructions");
        }
        CreateProcessInstanceRequest.Builder request = CreateProcessInstanceRequest.newBuilder()
                .setVersion(body.path("processDefinitionVersion").asInt(-1))
                .setVariables(variables(body));
        if (body.hasNonNull("processDefinitionKey")) {
            request.setProcessDefinitionKey(body.path("processDefinitionKey").asLong());
        } else if (body.hasNonNull("processDefinitionId")) {
            request.setBpmnProcessId(body.path("processDefinitionId").asText());
        } else {
            throw Problem.badRequest("At least one of [processDefinitionId, processDefinitionKey] is required");
        }
        CreateProcessInstanceResponse created = stub().createProcessInstance(request.build());
        ObjectNode answer = JSON.createObjectNode()
                .put("processDefinitionId", created.getBpmnProcessId())
                .put("processDefinitionVersion", created.getVersion())
                .put("processDefinitionKey", String.valueOf(created.getProcessDefinitionKey()))
                .put("processInstanceKey", String.valueOf(created.getProcessInstanceKey()))
                .put("tenantId", TENANT);
        answer.putObject("variables");
        answer.putArray("tags");
        return answer;
    }

    void cancelInstance(long key) {
        stub().cancelProcessInstance(CancelProcessInstanceRequest.newBuilder()
                .setProcessInstanceKey(key)
                .build());
    }

    void setVariables(long scope, JsonNode body) {
        stub().setVariables(SetVariablesRequest.newBuilder()
                .setElementInstanceKey(scope)
                .setLocal(body.path("local").asBoolean())
                .setVariables(variables(body))
                .build());
    }

    void resolveIncident(long key) {
        stub().resolveIncident(
                ResolveIncidentRequest.newBuilder().setIncidentKey(key).build());
    }

    ObjectNode publishMessage(JsonNode body) {
        long key = stub().publishMessage(PublishMessageRequest.newBuilder()
                        .setName(body.path("name").asText())
                        .setCorrelationKey(body.path("correlationKey").asText(""))
                        .setMessageId(body.path("messageId").asText(""))
                        .setTimeToLive(body.path("timeToLive").asLong(0))
                        .setVariables(variables(body))
                        .build())
                .getKey();
        return JSON.createObjectNode().put("messageKey", String.valueOf(key)).put("tenantId", TENANT);
    }

    ObjectNode activateJobs(JsonNode body) {
        ActivateJobsRequest.Builder request = ActivateJobsRequest.newBuilder()
                .setType(body.path("type").asText())
                .setWorker(body.path("worker").asText("default"))
                .setTimeout(body.path("timeout").asLong())
                .setMaxJobsToActivate(body.path("maxJobsToActivate").asInt());
        body.path("fetchVariable").forEach(name -> request.addFetchVariable(name.asText()));
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode jobs = answer.putArray("jobs");
        stub().activateJobs(request.build())
                .forEachRemaining(batch -> batch.getJobsList().forEach(job -> jobs.add(describe(job))));
        return answer;
    }

    private static ObjectNode describe(ActivatedJob job) {
        ObjectNode answer = JSON.createObjectNode()
                .put("jobKey", String.valueOf(job.getKey()))
                .put("type", job.getType())
                .put("processDefinitionId", job.getBpmnProcessId())
                .put("processDefinitionVersion", job.getProcessDefinitionVersion())
                .put("processDefinitionKey", String.valueOf(job.getProcessDefinitionKey()))
                .put("processInstanceKey", String.valueOf(job.getProcessInstanceKey()))
                .put("elementId", job.getElementId())
                .put("elementInstanceKey", String.valueOf(job.getElementInstanceKey()))
                .put("worker", job.getWorker())
                .put("retries", job.getRetries())
                .put("deadline", job.getDeadline())
                .put("tenantId", TENANT)
                .put("kind", job.getKind().name())
                .put("listenerEventType", job.getListenerEventType().name());
        answer.set("customHeaders", read(job.getCustomHeaders()));
        answer.set("variables", read(job.getVariables()));
        answer.putArray("tags");
        return answer;
    }

    void completeJob(long key, JsonNode body) {
        stub().completeJob(CompleteJobRequest.newBuilder()
                .setJobKey(key)
                .setVariables(variables(body))
                .build());
    }

    void failJob(long key, JsonNode body) {
        stub().failJob(FailJobRequest.newBuilder()
                .setJobKey(key)
                .setRetries(body.path("retries").asInt())
                .setErrorMessage(body.path("errorMessage").asText(""))
                .setRetryBackOff(body.path("retryBackOff").asLong())
                .setVariables(variables(body))
                .build());
    }

    void throwError(long key, JsonNode body) {
        stub().throwError(ThrowErrorRequest.newBuilder()
                .setJobKey(key)
                .setErrorCode(body.path("errorCode").asText())
                .setErrorMessage(body.path("errorMessage").asText(""))
                .setVariables(variables(body))
                .build());
    }

    void updateJob(long key, JsonNode body) {
        JsonNode changes = body.path("changeset");
        if (changes.hasNonNull("retries")) {
            stub().updateJobRetries(UpdateJobRetriesRequest.newBuilder()
                    .setJobKey(key)
                    .setRetries(changes.path("retries").asInt())
                    .build());
        }
        if (changes.hasNonNull("timeout")) {
            stub().updateJobTimeout(UpdateJobTimeoutRequest.newBuilder()
                    .setJobKey(key)
                    .setTimeout(changes.path("timeout").asLong())
                    .build());
        }
    }

    private GatewayBlockingStub stub() {
        return GatewayGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static String variables(JsonNode body) {
        return body.path("variables").isObject() ? body.path("variables").toString() : "{}";
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The engine sent something that is no JSON", e);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
