package io.ferry.process.common;

import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;

import io.camunda.client.api.response.ActivatedJob;
import io.ferry.process.engine.JobRetries;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A job as Camunda gives it, for tests. */
public final class AJob {
    private final String type;
    private final Map<String, @Nullable Object> variables = new HashMap<>();
    private final Map<String, String> headers = new HashMap<>();
    private String process = "back-up-bigpicture";
    private String element = "Task_Any";
    private long elementInstance = 77;
    private int retries = JobRetries.IN_MODELS;

    private AJob(String type) {
        this.type = type;
        variables.put(Steps.MIGRATION_ID, "m-1");
    }

    /** A job of this type, of the migration {@code m-1}. */
    public static AJob of(String type) {
        return new AJob(type);
    }

    public AJob inProcess(String id) {
        process = id;
        return this;
    }

    public AJob at(String elementId) {
        element = elementId;
        return this;
    }

    /** Two jobs with the same key belong to the same visit of the task. */
    public AJob ofVisit(long elementInstanceKey) {
        elementInstance = elementInstanceKey;
        return this;
    }

    public AJob with(String variable, @Nullable Object value) {
        variables.put(variable, value);
        return this;
    }

    public AJob withHeader(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public AJob withRetries(int left) {
        retries = left;
        return this;
    }

    public ActivatedJob get() {
        ActivatedJob job = mock(ActivatedJob.class);
        lenient().when(job.getKey()).thenReturn(4711L);
        lenient().when(job.getType()).thenReturn(type);
        lenient().when(job.getBpmnProcessId()).thenReturn(process);
        lenient().when(job.getElementId()).thenReturn(element);
        lenient().when(job.getElementInstanceKey()).thenReturn(elementInstance);
        lenient().when(job.getProcessInstanceKey()).thenReturn(42L);
        lenient().when(job.getRetries()).thenReturn(retries);
        lenient().when(job.getVariablesAsMap()).thenReturn(variables);
        lenient().when(job.getCustomHeaders()).thenReturn(headers);
        return job;
    }
}
