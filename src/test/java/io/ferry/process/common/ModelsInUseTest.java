package io.ferry.process.common;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.camunda.client.api.response.ActivatedJob;
import io.ferry.migration.ModelsOnRecord;
import io.ferry.migration.ModelsOnRecord.Model;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class ModelsInUseTest {
    private final ModelsOnRecord record = mock();
    private final ModelsInUse models = new ModelsInUse(record);

    @Test
    void shouldWriteEachModelDownOnce() {
        models.note(WorkerBench.ID, job("verify", 2, 203));
        models.note(WorkerBench.ID, job("verify", 2, 203));
        models.note(WorkerBench.ID, job("finish", 1, 204));

        verify(record, times(1)).used(WorkerBench.ID, new Model("verify", 2, 203));
        verify(record, times(1)).used(WorkerBench.ID, new Model("finish", 1, 204));
    }

    @Test
    void shouldTryAgainAtTheNextJobIfTheRecordDidNotTakeIt() {
        doThrow(new DataAccessResourceFailureException("away"))
                .doNothing()
                .when(record)
                .used(any(), any());

        Assertions.assertThatThrownBy(() -> models.note(WorkerBench.ID, job("verify", 2, 203)))
                .isInstanceOf(DataAccessResourceFailureException.class);
        models.note(WorkerBench.ID, job("verify", 2, 203));

        verify(record, times(2)).used(WorkerBench.ID, new Model("verify", 2, 203));
    }

    private static ActivatedJob job(String process, int version, long definition) {
        ActivatedJob job = mock();
        when(job.getBpmnProcessId()).thenReturn(process);
        when(job.getProcessDefinitionVersion()).thenReturn(version);
        when(job.getProcessDefinitionKey()).thenReturn(definition);
        return job;
    }
}
