package io.ferry.tracing;

import io.ferry.base.TraceAttribute;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lets of each span only what is meant to leave: its name, times and ids, whether it failed, and the attributes that are
 * known to hold nobody's data. Messages and stacks of exceptions, paths, and what callers wrote into {@code tracestate} stay
 * here. Requests to the management port, which come every few seconds, are no spans worth keeping.
 */
final class AllowedSpans implements SpanExporter {
    private static final AttributeKey<String> URI = AttributeKey.stringKey("uri");

    /** Of requests, as Spring names them: {@code uri} is the template of a path, {@code exception} a class's name. */
    private static final Set<String> OF_REQUESTS = Set.of(URI.getKey(), "method", "status", "outcome", "exception");

    private static final Set<String> ALLOWED = Stream.concat(
                    OF_REQUESTS.stream(), Arrays.stream(TraceAttribute.values()).map(TraceAttribute::key))
            .collect(Collectors.toUnmodifiableSet());

    private final SpanExporter sender;

    AllowedSpans(SpanExporter sender) {
        this.sender = sender;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        List<SpanData> allowed = spans.stream()
                .filter(span -> !isOfManagement(span))
                .<SpanData>map(Allowed::new)
                .toList();
        return allowed.isEmpty() ? CompletableResultCode.ofSuccess() : sender.export(allowed);
    }

    private static boolean isOfManagement(SpanData span) {
        String uri = span.getAttributes().get(URI);
        return uri != null && uri.startsWith("/actuator");
    }

    @Override
    public CompletableResultCode flush() {
        return sender.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return sender.shutdown();
    }

    private static final class Allowed extends DelegatingSpanData {
        private final Attributes attributes;

        Allowed(SpanData span) {
            super(span);
            this.attributes = span.getAttributes().toBuilder()
                    .removeIf(key -> !ALLOWED.contains(key.getKey()))
                    .build();
        }

        @Override
        public Attributes getAttributes() {
            return attributes;
        }

        @Override
        public int getTotalAttributeCount() {
            return attributes.size();
        }

        @Override
        public List<EventData> getEvents() {
            return List.of();
        }

        @Override
        public int getTotalRecordedEvents() {
            return 0;
        }

        @Override
        public List<LinkData> getLinks() {
            return List.of();
        }

        @Override
        public int getTotalRecordedLinks() {
            return 0;
        }

        @Override
        public StatusData getStatus() {
            return StatusData.create(super.getStatus().getStatusCode(), "");
        }

        @Override
        public SpanContext getSpanContext() {
            return withoutState(super.getSpanContext());
        }

        @Override
        public SpanContext getParentSpanContext() {
            return withoutState(super.getParentSpanContext());
        }

        private static SpanContext withoutState(SpanContext context) {
            return SpanContext.create(
                    context.getTraceId(), context.getSpanId(), context.getTraceFlags(), TraceState.getDefault());
        }
    }
}
