package io.ferry.process.engine;

import io.camunda.client.api.response.ActivatedJob;
import io.ferry.base.Sha256;
import io.ferry.base.TraceAttribute;
import io.ferry.migration.MigrationId;
import io.ferry.process.model.ProcessVariables;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Spans of processes and jobs. The variable {@value #TRACEPARENT} leads from the request that started a process to every job
 * of it, at whatever node and whenever; the jobs of a process that has none are in a trace that follows from the
 * migration's id. Costs nothing while tracing is off.
 */
@Component
public class ProcessTraces {
    /** The variable, with a value as W3C's header of the same name has it. */
    public static final String TRACEPARENT = "traceparent";

    private final Tracer tracer;
    private final Propagator propagator;
    private final double sampled;

    /** @param sampled which part of the traces is kept, from 0 to 1 */
    @Autowired
    ProcessTraces(
            ObjectProvider<Tracer> tracer,
            ObjectProvider<Propagator> propagator,
            @Value("${management.tracing.sampling.probability:1}") double sampled) {
        this(tracer.getIfAvailable(() -> Tracer.NOOP), propagator.getIfAvailable(() -> Propagator.NOOP), sampled);
    }

    ProcessTraces(Tracer tracer, Propagator propagator, double sampled) {
        this.tracer = tracer;
        this.propagator = propagator;
        this.sampled = sampled;
    }

    /** Those that trace nothing. */
    public static ProcessTraces off() {
        return new ProcessTraces(Tracer.NOOP, Propagator.NOOP, 0);
    }

    /** A span that is this thread's until it is closed. */
    public static final class Traced implements AutoCloseable {
        private final Span span;
        private final Tracer.SpanInScope scope;

        private Traced(Tracer tracer, Span span) {
            this.span = span;
            this.scope = tracer.withSpan(span);
        }

        /** Says one more thing of the work. */
        Traced tag(TraceAttribute attribute, String value) {
            span.tag(attribute.key(), value);
            return this;
        }

        /** Says that the work failed. */
        public void failed(Throwable thrown) {
            tag(TraceAttribute.ERROR, thrown.getClass().getSimpleName());
            span.error(thrown);
        }

        @Override
        public void close() {
            scope.close();
            span.end();
        }
    }

    /**
     * Begins the span of a process that is started now.
     *
     * @param variables what it starts with; gets {@value #TRACEPARENT} if there is a trace
     */
    Traced process(String processId, Map<String, Object> variables) {
        Traced traced = begin(tracer.spanBuilder().kind(Span.Kind.PRODUCER).name("process " + processId))
                .tag(TraceAttribute.PROCESS, processId)
                .tag(TraceAttribute.MIGRATION, String.valueOf(variables.get(ProcessVariables.MIGRATION_ID)));
        Map<String, String> ahead = new HashMap<>();
        propagator.inject(traced.span.context(), ahead, Map::put);
        String here = ahead.get(TRACEPARENT);
        if (here != null) {
            variables.put(TRACEPARENT, here);
        }
        return traced;
    }

    /**
     * Begins the span of one try of a job.
     *
     * @param before the job's variable {@value #TRACEPARENT}, whatever somebody has put there; null if it has none
     */
    public Traced job(ActivatedJob job, MigrationId migration, @Nullable Object before) {
        if (tracer == Tracer.NOOP) {
            return begin(Span.Builder.NOOP);
        }
        String parent = before instanceof String text ? text : traceOf(migration);
        return begin(propagator
                        .extract(Map.of(TRACEPARENT, parent), Map::get)
                        .kind(Span.Kind.CONSUMER)
                        .name(job.getType()))
                .tag(TraceAttribute.MIGRATION, migration.value())
                .tag(TraceAttribute.PROCESS, job.getBpmnProcessId())
                .tag(TraceAttribute.PROCESS_INSTANCE, String.valueOf(job.getProcessInstanceKey()))
                .tag(TraceAttribute.ELEMENT, job.getElementId())
                .tag(TraceAttribute.JOB, String.valueOf(job.getKey()))
                .tag(TraceAttribute.RETRIES, String.valueOf(job.getRetries()));
    }

    private Traced begin(Span.Builder span) {
        return new Traced(tracer, span.start());
    }

    /** The same wherever and whenever it is asked; kept or not by the same share as others. */
    private String traceOf(MigrationId migration) {
        String hash = HexFormat.of().formatHex(Sha256.of(migration.value()));
        boolean kept = Long.parseLong(hash.substring(48, 63), 16) < sampled * 0x1p60;
        return "00-" + hash.substring(0, 32) + "-" + hash.substring(32, 48) + (kept ? "-01" : "-00");
    }
}
