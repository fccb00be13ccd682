package io.camunda.zeebe.process.test.engine;

import io.camunda.zeebe.process.test.api.ZeebeTestEngine;
import io.camunda.zeebe.scheduler.ActorThreadGroup;
import io.camunda.zeebe.scheduler.RoundsOfTimers;
import io.camunda.zeebe.stream.impl.StreamProcessorContext;
import java.time.Duration;

/** When the timers of processes are triggered. */
public final class EngineTimers {
    private EngineTimers() {}

    /**
     * Lets timers be triggered soon after they are due. As a cluster does, the engine looks for them once a second unless told
     * otherwise.
     *
     * @param engine has not been started yet
     * @param interval between two looks
     */
    public static void look(ZeebeTestEngine engine, Duration interval) {
        Object processor = EngineParts.of(engine, "streamProcessor");
        ((StreamProcessorContext) EngineParts.of(processor, "streamProcessorContext"))
                .setScheduledTaskCheckInterval(interval);
        Object executor = EngineParts.of(EngineParts.of(engine, "scheduler"), "actorTaskExecutor");
        RoundsOfTimers.in((ActorThreadGroup) EngineParts.of(executor, "cpuBoundThreads"));
    }
}
