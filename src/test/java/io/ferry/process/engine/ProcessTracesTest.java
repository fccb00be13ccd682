package io.ferry.process.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.camunda.client.api.response.ActivatedJob;
import io.ferry.migration.MigrationId;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcessTracesTest {
    private static final MigrationId ID = new MigrationId("m-1");

    private final SdkTracerProvider spans = SdkTracerProvider.builder()
            .setSampler(Sampler.parentBased(Sampler.alwaysOn()))
            .build();
    private final Tracer tracer = new OtelTracer(spans.get("test"), new OtelCurrentTraceContext(), event -> {});

    @AfterEach
    void close() {
        spans.close();
    }

    @Test
    void shouldLeadFromAProcessToItsJobs() {
        ProcessTraces traces = traces(1);
        Map<String, Object> variables = new HashMap<>(Map.of("migrationId", ID.value()));
        TraceContext process;
        try (var traced = traces.process("migrate", variables)) {
            process = current();
        }

        assertThat(variables)
                .containsEntry(ProcessTraces.TRACEPARENT, "00-" + process.traceId() + "-" + process.spanId() + "-01");
        assertThat(ofJob(traces, ID, variables).traceId()).isEqualTo(process.traceId());
        assertThat(ofJob(traces, ID, variables).parentId()).isEqualTo(process.spanId());
    }

    @Test
    void shouldPutJobsOfAMigrationInOneTraceWhereTheProcessHasNone() {
        TraceContext job = ofJob(traces(1), ID, Map.of());

        assertThat(ofJob(traces(1), ID, Map.of()).traceId()).isEqualTo(job.traceId());
        assertThat(ofJob(traces(1), new MigrationId("m-2"), Map.of()).traceId()).isNotEqualTo(job.traceId());
        assertThat(job.sampled()).isTrue();
        assertThat(ofJob(traces(0), ID, Map.of()).sampled()).isFalse();
    }

    @Test
    void shouldKeepNoTraceThatIsNone() {
        for (Object wrong : new Object[] {"ann@example.com", 17, "00-x-y-01"}) {
            assertThat(ofJob(traces(1), ID, Map.of(ProcessTraces.TRACEPARENT, wrong))
                            .traceId())
                    .matches("[0-9a-f]{32}");
        }
    }

    @Test
    void shouldSetNoVariableWhileTracingIsOff() {
        Map<String, Object> variables = new HashMap<>(Map.of("migrationId", ID.value()));
        try (var traced = ProcessTraces.off().process("migrate", variables)) {
            assertThat(variables).containsOnlyKeys("migrationId");
        }
    }

    private ProcessTraces traces(double sampled) {
        return new ProcessTraces(
                tracer,
                new OtelPropagator(
                        ContextPropagators.create(W3CTraceContextPropagator.getInstance()), spans.get("test")),
                sampled);
    }

    private TraceContext ofJob(ProcessTraces traces, MigrationId id, Map<String, Object> variables) {
        ActivatedJob job = mock();
        when(job.getType()).thenReturn("create-dump");
        when(job.getBpmnProcessId()).thenReturn("back-up-bigpicture");
        when(job.getElementId()).thenReturn("Task_CreateDump");
        try (var traced = traces.job(job, id, variables.get(ProcessTraces.TRACEPARENT))) {
            return current();
        }
    }

    private TraceContext current() {
        return Objects.requireNonNull(tracer.currentSpan()).context();
    }
}
