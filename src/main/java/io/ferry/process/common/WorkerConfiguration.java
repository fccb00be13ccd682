package io.ferry.process.common;

import io.camunda.client.CamundaClient;
import io.camunda.client.annotation.customizer.JobWorkerValueCustomizer;
import io.camunda.client.annotation.value.JobWorkerValue;
import io.camunda.client.api.worker.BackoffSupplier;
import io.camunda.client.api.worker.JobHandler;
import io.camunda.client.api.worker.JobWorker;
import io.camunda.client.bean.MethodInfo;
import io.camunda.client.jobhandling.CommandExceptionHandlingStrategy;
import io.camunda.client.jobhandling.JobExceptionHandlingStrategy;
import io.camunda.client.jobhandling.JobExceptionHandlingStrategy.ExceptionHandlingContext;
import io.camunda.client.jobhandling.JobWorkerManager;
import io.camunda.client.jobhandling.parameter.ParameterResolverStrategy;
import io.camunda.client.jobhandling.result.ResultProcessor;
import io.camunda.client.jobhandling.result.ResultProcessorContext;
import io.camunda.client.jobhandling.result.ResultProcessorStrategy;
import io.camunda.client.metrics.MetricsRecorder;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** How Camunda's client calls Ferry's workers: with records, from which the names of variables follow. */
@Configuration(proxyBeanMethods = false)
class WorkerConfiguration {
    /**
     * Camunda's client takes the variables to fetch from a worker's parameters as well, but not where one of them is the
     * job: then it fetches all.
     */
    @Bean
    JobWorkerValueCustomizer fetchedVariables() {
        return worker -> worker.setFetchVariables(
                TypedVariables.fetchedFor(worker.getMethodInfo().getMethod()));
    }

    /** The starter's own would give Camunda a result as it is, without clearing an earlier problem. */
    @Bean
    ResultProcessorStrategy resultProcessors() {
        return new ResultProcessorStrategy() {
            @Override
            public ResultProcessor createProcessor(MethodInfo worker) {
                return new ResultProcessor() {
                    @Override
                    public @Nullable Object process(ResultProcessorContext context) {
                        return TypedVariables.setBy(context.getResult());
                    }
                };
            }
        };
    }

    /** The starter's own fails a job whose variables cannot be read with a stack trace that holds their values. */
    @Bean
    @Primary
    JobWorkerManager workers(
            CommandExceptionHandlingStrategy commandFailures,
            MetricsRecorder metrics,
            ParameterResolverStrategy parameters,
            ResultProcessorStrategy results,
            BackoffSupplier backoff,
            JobExceptionHandlingStrategy answers) {
        return new JobWorkerManager(commandFailures, metrics, parameters, results, backoff, answers) {
            @Override
            public JobWorker openWorker(CamundaClient client, JobWorkerValue worker, JobHandler handler) {
                return super.openWorker(client, worker, answering(handler, worker, answers));
            }
        };
    }

    /** What a worker throws, the handler answers itself; what comes out of it is a parameter that cannot be read. */
    static JobHandler answering(JobHandler handler, JobWorkerValue worker, JobExceptionHandlingStrategy answers) {
        return (client, job) -> {
            try {
                handler.handle(client, job);
            } catch (Exception notRead) {
                answers.handleException(
                        VariablesRefused.because(notRead), new ExceptionHandlingContext(client, job, worker));
            }
        };
    }
}
