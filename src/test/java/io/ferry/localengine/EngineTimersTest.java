package io.ferry.localengine;

import static org.assertj.core.api.Assertions.assertThat;

import io.camunda.client.CamundaClient;
import io.camunda.zeebe.process.test.api.ZeebeTestEngine;
import io.camunda.zeebe.process.test.engine.EngineFactory;
import io.camunda.zeebe.process.test.engine.EngineLog;
import io.camunda.zeebe.process.test.engine.EngineTimers;
import io.camunda.zeebe.protocol.record.Record;
import io.camunda.zeebe.protocol.record.ValueType;
import io.camunda.zeebe.protocol.record.intent.TimerIntent;
import io.camunda.zeebe.protocol.record.value.TimerRecordValue;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class EngineTimersTest {
    private static final int TIMERS = 5;
    private static final long SOON_MILLIS = 150;

    private static final String WAIT = """
            <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="test">
              <bpmn:process id="wait" isExecutable="true">
                <bpmn:startEvent id="Start"/>
                <bpmn:sequenceFlow id="toPause" sourceRef="Start" targetRef="Pause"/>
                <bpmn:intermediateCatchEvent id="Pause">
                  <bpmn:timerEventDefinition><bpmn:timeDuration>PT0.1S</bpmn:timeDuration></bpmn:timerEventDefinition>
                </bpmn:intermediateCatchEvent>
                <bpmn:sequenceFlow id="toEnd" sourceRef="Pause" targetRef="End"/>
                <bpmn:endEvent id="End"/>
              </bpmn:process>
            </bpmn:definitions>
            """;

    /** A busy machine may be late now and then; an engine that looks for timers once a second never has five of five in time. */
    @Test
    void shouldTriggerTimersSoonAfterTheyAreDue() {
        ZeebeTestEngine engine = EngineFactory.create();
        EngineTimers.look(engine, Duration.ofMillis(50));
        engine.start();
        try (CamundaClient client = CamundaClient.newClientBuilder()
                        .grpcAddress(URI.create("http://" + engine.getGatewayAddress()))
                        .preferRestOverGrpc(false)
                        .build();
                EngineLog log = EngineLog.fromTheBeginning(engine, Set.of(ValueType.TIMER))) {
            client.newDeployResourceCommand()
                    .addResourceStringUtf8(WAIT, "wait.bpmn")
                    .send()
                    .join();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(lateness(client, log))
                            .allMatch(late -> late < SOON_MILLIS, "sooner than in " + SOON_MILLIS + " ms"));
        } finally {
            engine.stop();
        }
    }

    /** How late the timers of some instances are, one after the other, in milliseconds. */
    private static List<Long> lateness(CamundaClient client, EngineLog log) {
        List<Long> found = new ArrayList<>();
        for (int n = 0; n < TIMERS; n++) {
            client.newCreateInstanceCommand()
                    .bpmnProcessId("wait")
                    .latestVersion()
                    .send()
                    .join();
            found.add(Awaitility.await()
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> nextTriggered(log), Optional::isPresent)
                    .orElseThrow());
        }
        return found;
    }

    private static Optional<Long> nextTriggered(EngineLog log) {
        for (Optional<Record<?>> next = log.next(); next.isPresent(); next = log.next()) {
            Record<?> record = next.get();
            if (record.getIntent() == TimerIntent.TRIGGERED && record.getValue() instanceof TimerRecordValue timer) {
                return Optional.of(record.getTimestamp() - timer.getDueDate());
            }
        }
        return Optional.empty();
    }
}
