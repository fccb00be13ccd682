package io.ferry.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.ferry.demo.UserTaskClient.WaitingTask;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The people of many migrations: each answers as the person of the unattended demonstration, several at the same time. */
public final class UnattendedPeople implements AutoCloseable {
    private static final int AT_ONCE = 8;
    private static final int MOST_TASKS = 1000;

    private final UserTaskClient tasks;
    private final @Nullable FerryClient ferry;
    private final Map<String, UnattendedPerson> people = new ConcurrentHashMap<>();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final ExecutorService hands = Executors.newFixedThreadPool(AT_ONCE);

    private UnattendedPeople(EnginePorts engine, @Nullable FerryClient ferry) {
        this.tasks = new UserTaskClient(Cluster.local(engine));
        this.ferry = ferry;
    }

    /**
     * People who decide about open people in Ferry's interface.
     *
     * @param engine the local engine's ports
     * @param address Ferry's interface
     * @param key the file with Ferry's key for scripts
     */
    public static UnattendedPeople withFerry(EnginePorts engine, URI address, Path key) {
        return new UnattendedPeople(engine, new FerryClient(address, key));
    }

    /** People of processes whose jobs somebody else than Ferry does: nobody has to be mapped. */
    public static UnattendedPeople withoutFerry(EnginePorts engine) {
        return new UnattendedPeople(engine, null);
    }

    /**
     * Answers whatever waits now and has not been answered.
     *
     * @throws IOException if Camunda or Ferry does not answer, or refuses
     * @throws IllegalStateException if a task waits that needs a real person's eyes; says which
     */
    public void answerAll() throws IOException, InterruptedException {
        List<Callable<Void>> answers = new ArrayList<>();
        for (WaitingTask task : tasks.waiting(MOST_TASKS)) {
            if (!answered.contains(task.key())) {
                answers.add(() -> {
                    answer(task);
                    return null;
                });
            }
        }
        for (Future<Void> answer : hands.invokeAll(answers)) {
            try {
                answer.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException refused) {
                    throw refused;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** How many tasks were answered. */
    public int answered() {
        return answered.size();
    }

    private void answer(WaitingTask task) throws IOException, InterruptedException {
        Map<String, JsonNode> seen = tasks.variables(task.key());
        JsonNode migration = seen.get("migrationId");
        if (migration == null) {
            // A search may find a task a moment before it finds what its form shows.
            return;
        }
        UnattendedPerson person = people.computeIfAbsent(migration.asText(), this::person);
        UnattendedPerson.Look look;
        synchronized (person) {
            look = person.answer(task, seen);
        }
        switch (look) {
            case UnattendedPerson.Look.Nothing later -> {}
            case UnattendedPerson.Look.Answered given -> answered.add(task.key());
            case UnattendedPerson.Look.GaveUp gaveUp ->
                throw new IllegalStateException(migration.asText() + ", " + gaveUp.task() + ": " + gaveUp.why());
        }
    }

    private UnattendedPerson person(String migration) {
        FerryClient asked = ferry;
        return new UnattendedPerson(tasks, migration, asked == null ? reason -> {} : new OpenPeople(asked, migration));
    }

    @Override
    public void close() {
        hands.shutdownNow();
    }
}
