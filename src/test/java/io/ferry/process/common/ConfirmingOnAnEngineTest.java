package io.ferry.process.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.base.Json;
import io.ferry.migration.ARecord;
import io.ferry.migration.Actor;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Migrations;
import io.ferry.migration.PageConfirmations;
import io.ferry.migration.Question;
import io.ferry.migration.RestoredDatabase;
import io.ferry.migration.Timeline;
import io.ferry.process.common.FerryConfirmations.Entered;
import io.ferry.process.common.FerryConfirmations.Result;
import io.ferry.process.common.FerryConfirmations.Waiting;
import io.ferry.process.engine.LocalCluster;
import io.ferry.process.engine.WaitingTasks;
import io.ferry.remote.RemoteFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The roll-back's own model on an engine: people confirm on Ferry's page, and somebody tries to get past it. */
class ConfirmingOnAnEngineTest {
    private static final Map<String, Object> SAFETY_DUMP =
            Map.of("description", "Ferry, before the restore", "madeAt", "2026-01-31T10:00:00Z", "later", List.of());

    private final ARecord record = new ARecord();

    @Test
    void shouldTakeOnlyWhatTwoPeopleConfirmedOnFerrysPage() throws Exception {
        try (LocalCluster camunda = LocalCluster.start()) {
            // given
            CamundaClient client = camunda.client();
            WaitingTasks tasks = camunda.waitingTasks();
            Timeline timeline = ARecord.get(Timeline.class);
            PageConfirmations pages = ARecord.get(PageConfirmations.class);
            Approvals approvals = new Approvals(
                    new ApprovalProperties(
                            List.of(),
                            Map.of(),
                            Set.of(Question.ROLL_BACK),
                            null,
                            false,
                            ApprovalProperties.Channel.FERRY),
                    record.confirmations(),
                    timeline);
            Answers answers = new Answers(
                    record.confirmations(),
                    ARecord.get(Migrations.class),
                    mock(),
                    timeline,
                    new Deciders(tasks),
                    record.facts(),
                    approvals,
                    pages);
            FerryConfirmations onFerry = new FerryConfirmations(
                    tasks,
                    camunda.processEngine(),
                    approvals,
                    pages,
                    new RecordedFacts(record.facts(), ARecord.get(RestoredDatabase.class)),
                    timeline);
            deploy(client);
            client.newCreateInstanceCommand()
                    .bpmnProcessId("roll-back")
                    .latestVersion()
                    .variables(Map.of("migrationId", record.id().value()))
                    .send()
                    .join();
            client.newCompleteCommand(job(client, "look-up-safety-dump"))
                    .variables(Map.of("safetyDump", SAFETY_DUMP))
                    .send()
                    .join();

            // when somebody completes the task past the page
            Waiting first = waiting(onFerry, 0);
            client.newAssignUserTaskCommand(first.task()).assignee("ann").send().join();
            client.newCompleteUserTaskCommand(first.task())
                    .variables(Map.of("decision", "ROLL_BACK", "reason", "Nothing works any more"))
                    .send()
                    .join();

            // then it comes back
            assertThat(first.shown()).containsEntry("safetyDump", SAFETY_DUMP);
            givenBack(client, answers, "This is confirmed on Ferry's page, not in Tasklist.");
            assertThat(record.confirmations().all(record.id())).isEmpty();

            // when one person confirms on the page, then it is on record, and waits for another one
            Waiting second = waiting(onFerry, first.task());
            assertThat(confirm(onFerry, second, person("ann"))).isEqualTo(new Result.Confirmed());
            givenBack(client, answers, "A second person must confirm this.");

            // when the other one does
            Waiting third = waiting(onFerry, second.task());
            assertThat(confirm(onFerry, third, person("ben"))).isEqualTo(new Result.Confirmed());
            confirmed(answers, job(client, "record-confirmation"));

            // then
            assertThat(record.confirmations().all(record.id()))
                    .extracting(Confirmation::by)
                    .containsExactly(person("ann"), person("ben"));
            assertThat(record.confirmations()
                            .latest(record.id(), Question.ROLL_BACK)
                            .orElseThrow()
                            .shownSha256())
                    .isEqualTo(third.sha256());
        }
    }

    private Result confirm(FerryConfirmations onFerry, Waiting waiting, Actor by) {
        return onFerry.confirm(
                record.migration(),
                Question.ROLL_BACK,
                new Entered(waiting.task(), waiting.sha256(), "ROLL BACK", null, false, "Nothing works any more"),
                by);
    }

    private static Actor person(String name) {
        return new Actor(name, Actor.Channel.OIDC_SESSION, "https://idp.example", "sub-" + name);
    }

    private Waiting waiting(FerryConfirmations onFerry, long notThis) {
        return await().until(
                        () -> onFerry.waiting(record.id(), Question.ROLL_BACK)
                                .filter(waiting -> waiting.task() != notThis),
                        Optional::isPresent)
                .orElseThrow();
    }

    private void givenBack(CamundaClient client, Answers answers, String title) {
        ActivatedJob job = job(client, "record-confirmation");
        StepRefused refused = catchThrowableOfType(StepRefused.class, () -> confirmed(answers, job));
        assertThat(refused.problem().title()).isEqualTo(title);
        client.newThrowErrorCommand(job)
                .errorCode(refused.code().name())
                .variables(Map.of("problem", refused.problem()))
                .send()
                .join();
        record.pass(Duration.ofSeconds(1));
    }

    /** Asks again while searches are late, as a worker does. */
    private void confirmed(Answers answers, ActivatedJob job) {
        Answers.Answer answer = Json.MAPPER.convertValue(
                Map.of("decision", "ROLL_BACK", "reason", "Nothing works any more"), Answers.Answer.class);
        Shown shown = Json.MAPPER.convertValue(job.getVariablesAsMap(), Shown.class);
        Step step = new Step(record.migration(), job);
        await().ignoreException(RemoteFailure.class).until(() -> answers.confirmed(step, answer, shown) != null);
    }

    private static ActivatedJob job(CamundaClient client, String type) {
        return await().until(
                        () -> client
                                .newActivateJobsCommand()
                                .jobType(type)
                                .maxJobsToActivate(1)
                                .timeout(Duration.ofMinutes(5))
                                .requestTimeout(Duration.ofMillis(500))
                                .send()
                                .join()
                                .getJobs()
                                .stream()
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static void deploy(CamundaClient client) throws IOException {
        var deployment = client.newDeployResourceCommand().addResourceFile("bpmn/roll-back.bpmn");
        try (Stream<Path> files = Files.list(Path.of("bpmn"))) {
            for (Path form :
                    files.filter(file -> file.toString().endsWith(".form")).toList()) {
                deployment = deployment.addResourceFile(form.toString());
            }
        }
        deployment.send().join();
    }
}
