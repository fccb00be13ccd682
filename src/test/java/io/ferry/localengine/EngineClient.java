package io.ferry.localengine;

import io.camunda.client.CamundaClient;
import io.camunda.client.CredentialsProvider;
import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.api.search.enums.UserTaskState;
import io.camunda.client.api.search.response.UserTask;
import java.net.URI;
import java.time.Duration;
import org.awaitility.Awaitility;

/** What tests of the local engine ask of it through Camunda's Java client. The engine goes on by itself after each command. */
final class EngineClient {
    private EngineClient() {}

    /** A client that signs in as demo. */
    static CamundaClient of(LocalEngine engine, boolean preferRest) {
        return CamundaClient.newClientBuilder()
                .grpcAddress(URI.create("http://127.0.0.1:" + engine.grpcPort()))
                .restAddress(URI.create("http://127.0.0.1:" + engine.webPort()))
                .preferRestOverGrpc(preferRest)
                .credentialsProvider(CredentialsProvider.newBasicAuthCredentialsProviderBuilder()
                        .username("demo")
                        .password("demo")
                        .build())
                .build();
    }

    /** The task at which the instance waits, as soon as it does. */
    static UserTask waitingTask(CamundaClient client, long instance) {
        return Awaitility.await()
                .until(
                        () -> client.newUserTaskSearchRequest()
                                .filter(filter ->
                                        filter.processInstanceKey(instance).state(UserTaskState.CREATED))
                                .send()
                                .join()
                                .items(),
                        found -> !found.isEmpty())
                .getFirst();
    }

    /** The next job of this type, as soon as there is one. */
    static ActivatedJob activated(CamundaClient client, String type) {
        return Awaitility.await()
                .until(
                        () -> client.newActivateJobsCommand()
                                .jobType(type)
                                .maxJobsToActivate(1)
                                .timeout(Duration.ofMinutes(1))
                                .send()
                                .join()
                                .getJobs(),
                        found -> !found.isEmpty())
                .getFirst();
    }
}
