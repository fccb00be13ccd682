package io.ferry.process.common;

import io.camunda.client.api.command.FinalCommandStep;
import io.camunda.client.exception.BpmnError;
import io.camunda.client.exception.CamundaError;
import io.camunda.client.exception.JobError;
import io.camunda.client.jobhandling.CommandExceptionHandlingStrategy;
import io.camunda.client.jobhandling.CommandWrapper;
import io.camunda.client.jobhandling.JobExceptionHandlingStrategy;
import io.camunda.client.metrics.MetricsRecorder;
import io.ferry.process.engine.JobRetries;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Sends Camunda the answer to a failed job. It takes the place of the starter's own strategy, which makes an incident's
 * message of the whole stack trace: hard to read for an operator, and nobody knows what stands in its causes.
 */
@Component
class AnswersToFailures implements JobExceptionHandlingStrategy {
    private final Failures failures;
    private final CommandExceptionHandlingStrategy commandFailures;
    private final MetricsRecorder metrics;

    AnswersToFailures(Failures failures, CommandExceptionHandlingStrategy commandFailures, MetricsRecorder metrics) {
        this.failures = failures;
        this.commandFailures = commandFailures;
        this.metrics = metrics;
    }

    @Override
    public void handleException(Exception thrown, ExceptionHandlingContext context) {
        CamundaError answer = failures.answer(thrown, context.job());
        boolean toAPerson = answer instanceof BpmnError;
        new CommandWrapper(
                        command(answer, context),
                        context.job(),
                        commandFailures,
                        metrics,
                        context.jobWorkerValue().getMaxRetries())
                .executeAsyncWithMetrics(
                        MetricsRecorder.METRIC_NAME_JOB,
                        toAPerson ? MetricsRecorder.ACTION_BPMN_ERROR : MetricsRecorder.ACTION_FAILED,
                        context.job().getType());
    }

    private static FinalCommandStep<?> command(CamundaError answer, ExceptionHandlingContext context) {
        long key = context.job().getKey();
        return switch (answer) {
            case BpmnError error -> {
                var step = context.jobClient()
                        .newThrowErrorCommand(key)
                        .errorCode(error.getErrorCode())
                        .errorMessage(error.getErrorMessage());
                yield error.getVariables() == null ? step : step.variables(error.getVariables());
            }
            case JobError error -> {
                var step = context.jobClient()
                        .newFailCommand(key)
                        .retries(
                                error.getRetries() == null
                                        ? JobRetries.of(context.job()).next()
                                        : error.getRetries())
                        .retryBackoff(error.getRetryBackoff() == null ? Duration.ZERO : error.getRetryBackoff())
                        .errorMessage(error.getErrorMessage());
                yield error.getVariables() == null ? step : step.variables(error.getVariables());
            }
            default -> throw new IllegalStateException("No answer of this kind: " + answer.getClass());
        };
    }
}
