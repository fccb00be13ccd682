package io.ferry.process;

import io.camunda.client.CamundaClient;
import io.camunda.zeebe.process.test.api.ZeebeTestEngine;
import io.camunda.zeebe.process.test.engine.EngineFactory;
import io.camunda.zeebe.process.test.engine.SharedLog;
import io.camunda.zeebe.process.test.engine.UserTaskCommands;
import io.camunda.zeebe.protocol.record.Record;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Camunda's engine in the memory of a test: its clock, its records, and the tasks of people.
 *
 * <p>Ferry's tests know Zeebe Process Test through this class alone, because that library ends with Camunda 8.10. Whatever
 * takes its place has to offer what stands here.
 */
public final class TestEngine implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CamundaClient client;

    /** Both are let go of at the end: the static field of a test class lives as long as the JVM, and the engine holds all its records. */
    private @Nullable ZeebeTestEngine engine;

    private @Nullable UserTaskCommands userTasks;

    private TestEngine(ZeebeTestEngine engine) {
        this.engine = engine;
        this.userTasks = UserTaskCommands.of(engine);
        this.client = CamundaClient.newClientBuilder()
                .grpcAddress(URI.create("http://" + engine.getGatewayAddress()))
                .preferRestOverGrpc(false)
                .defaultRequestTimeout(Duration.ofMinutes(1))
                .build();
    }

    /** A new engine at a free port, which knows no models yet. */
    public static TestEngine start() {
        ZeebeTestEngine engine = EngineFactory.create();
        SharedLog.of(engine);
        engine.start();
        return new TestEngine(engine);
    }

    /** Speaks to the engine by gRPC, and ends with it. */
    public CamundaClient client() {
        return client;
    }

    /**
     * Waits until the engine has nothing left to do by itself.
     *
     * @throws AssertionError if it does not come to rest within 10 s
     */
    public void settle() {
        try {
            engine().waitForIdleState(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            throw new AssertionError("The engine does not come to rest", e);
        }
    }

    /** Moves the engine's clock on. What becomes due is begun, and done when the engine has come to rest. */
    public void passTime(Duration time) {
        engine().increaseTime(time);
    }

    /** Everything that has happened since the engine was started, in order. */
    public Iterable<Record<?>> records() {
        return engine().getRecordStreamSource().getRecords();
    }

    /**
     * A person takes a task and completes it.
     *
     * @param userTaskKey of a task that nobody has been given
     * @param person becomes its assignee
     * @param variables what the person entered
     */
    public void complete(long userTaskKey, String person, Map<String, ?> variables) {
        UserTaskCommands commands = open(userTasks);
        commands.assign(userTaskKey, person, false);
        commands.complete(userTaskKey, variables);
    }

    @Override
    public void close() {
        client.close();
        engine().stop();
        engine = null;
        userTasks = null;
    }

    private ZeebeTestEngine engine() {
        return open(engine);
    }

    private static <T> T open(@Nullable T part) {
        return Objects.requireNonNull(part, "The engine is closed.");
    }
}
