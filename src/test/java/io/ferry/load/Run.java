package io.ferry.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ferry.crash.Http;
import io.ferry.demo.UnattendedPeople;
import io.ferry.migration.Operation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One run of many processes on a fresh engine: one by itself first, then all others side by side, which are measured. */
final class Run {
    /** As a script starts them: a few requests at the same time. */
    private static final int STARTED_AT_ONCE = 4;

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /** People look for new tasks so often; as often in both kinds of runs. */
    private static final Duration BETWEEN_LOOKS_OF_PEOPLE = Duration.ofMillis(250);

    private final Programs programs;
    private final Duration limit;
    private final AtomicReference<@Nullable Exception> peopleFailed = new AtomicReference<>();

    /**
     * What was measured.
     *
     * @param wall from the first request to the end of the last process
     * @param each how long a process took, the median
     * @param cpu of each program, meanwhile
     * @param peak of each program, resident memory in MB, from its start on
     * @param elements how many elements of the models were entered
     * @param answers how many tasks people answered
     */
    record Measured(
            Duration wall,
            Duration each,
            Map<String, Duration> cpu,
            Map<String, Long> peak,
            long elements,
            int answers) {
        Measured {
            cpu = Map.copyOf(cpu);
            peak = Map.copyOf(peak);
        }
    }

    /** What a run with Ferry came to: the figures, and the first migration as a script for empty workers. */
    record WithFerry(Measured measured, Usage.Heap heap, Script script) {}

    /** Starts a process. */
    private interface Starter {
        /**
         * Starts one.
         *
         * @param number from 0, the one that goes first
         * @return the migration's id
         */
        String start(int number) throws IOException, InterruptedException;
    }

    /** @param limit after which whoever is not done is given up */
    Run(Programs programs, Duration limit) {
        this.programs = programs;
        this.limit = limit;
    }

    /**
     * Migrations by Ferry.
     *
     * @throws IllegalStateException if one did not end as MIGRATED, or something else went wrong; says what
     */
    WithFerry withFerry(int migrations, int heapMegabytes) throws IOException, InterruptedException {
        programs.resetSites();
        programs.startEngine();
        programs.startFerry(heapMegabytes);
        AtomicReference<@Nullable Script> script = new AtomicReference<>();
        Http ferry = programs.ferry();
        List<String> ids = new ArrayList<>();
        try (UnattendedPeople people = programs.peopleOfFerry()) {
            Measured measured = measure(
                    migrations,
                    people,
                    number -> ferry.send("POST", "/api/migrations", request(number))
                            .path("id")
                            .asText(),
                    () -> script.set(programs.recorded()),
                    ids);
            programs.keepRecordsOfAll();
            for (String id : ids) {
                String outcome = ferry.get("/api/migrations/" + id)
                        .path("migration")
                        .path("outcome")
                        .asText();
                if (!outcome.equals("MIGRATED")) {
                    throw new IllegalStateException("The migration " + id + " ended as " + outcome);
                }
            }
            Script recorded = script.get();
            if (recorded == null) {
                throw new IllegalStateException("Nothing was recorded");
            }
            return new WithFerry(measured, programs.heap(), recorded);
        } finally {
            programs.stopAllButSites();
        }
    }

    /** The same processes with workers that do nothing but answer what the script says. */
    Measured withEmptyWorkers(int migrations, Script script) throws IOException, InterruptedException {
        programs.startEngine();
        programs.startEmptyWorkers(script);
        Http camunda = programs.camunda();
        try (UnattendedPeople people = programs.peopleAlone()) {
            return measure(
                    migrations,
                    people,
                    number -> {
                        // As long as Ferry's ids are.
                        String id = String.format(
                                "m-%0" + Math.max(1, script.migration().length() - 2) + "d", number);
                        ObjectNode body = Http.JSON.createObjectNode().put("processDefinitionId", "migrate");
                        body.set("variables", Http.JSON.readTree(script.of(id, script.start())));
                        camunda.send("POST", "/v2/process-instances", body);
                        return id;
                    },
                    () -> {},
                    new ArrayList<>());
        } finally {
            programs.stopAllButSites();
        }
    }

    /** Done between the one that goes first and the others. */
    private interface Between {
        void act() throws IOException, InterruptedException;
    }

    private Measured measure(int count, UnattendedPeople people, Starter starter, Between between, List<String> ids)
            throws IOException, InterruptedException {
        Thread answering = Thread.ofPlatform().name("people").start(() -> answer(people));
        try {
            ids.add(starter.start(0));
            waitFor(1);
            between.act();
            long elementsBefore = elements();
            int answersBefore = people.answered();
            Map<String, Usage> before = programs.usage();
            Instant begin = Instant.now();
            startAll(count, starter, ids);
            waitFor(count + 1);
            Map<String, Usage> after = programs.usage();
            List<Duration> each = new ArrayList<>();
            Instant end = begin;
            for (JsonNode instance : search("process-instances", "{\"processDefinitionId\":\"migrate\"}", 10_000)
                    .path("items")) {
                Instant started = Instant.parse(instance.path("startDate").asText());
                Instant ended = Instant.parse(instance.path("endDate").asText());
                if (!started.isBefore(begin)) {
                    each.add(Duration.between(started, ended));
                    end = ended.isAfter(end) ? ended : end;
                }
            }
            if (each.size() != count) {
                throw new IllegalStateException(each.size() + " processes were started instead of " + count);
            }
            each.sort(null);
            Map<String, Duration> cpu = new TreeMap<>();
            Map<String, Long> peak = new TreeMap<>();
            after.forEach((program, used) -> {
                Usage earlier = before.get(program);
                cpu.put(program, earlier == null ? used.cpu() : used.cpu().minus(earlier.cpu()));
                peak.put(program, used.peakMegabytes());
            });
            return new Measured(
                    Duration.between(begin, end),
                    each.get(each.size() / 2),
                    cpu,
                    peak,
                    elements() - elementsBefore,
                    people.answered() - answersBefore);
        } finally {
            answering.interrupt();
            answering.join();
        }
    }

    private static void startAll(int count, Starter starter, List<String> ids)
            throws IOException, InterruptedException {
        ExecutorService requests = Executors.newFixedThreadPool(STARTED_AT_ONCE);
        try {
            List<Future<String>> started = new ArrayList<>();
            for (int number = 1; number <= count; number++) {
                int its = number;
                started.add(requests.submit(() -> starter.start(its)));
            }
            for (Future<String> one : started) {
                ids.add(one.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("Not all could be started: " + e.getCause(), e.getCause());
        } finally {
            requests.shutdownNow();
        }
    }

    private void answer(UnattendedPeople people) {
        try {
            while (true) {
                people.answerAll();
                TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_OF_PEOPLE.toMillis());
            }
        } catch (IOException | RuntimeException failed) {
            peopleFailed.set(failed);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void waitFor(int ended) throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (number("process-instances", "{\"processDefinitionId\":\"migrate\",\"state\":\"COMPLETED\"}") < ended) {
            programs.requireAll();
            Exception failed = peopleFailed.get();
            if (failed != null) {
                throw new IllegalStateException("People could not go on: " + failed, failed);
            }
            JsonNode incident = search("incidents", "{\"state\":\"ACTIVE\"}", 1)
                    .path("items")
                    .path(0);
            if (!incident.isMissingNode()) {
                throw new IllegalStateException(
                        "Incident at " + incident.path("elementId").asText() + ": "
                                + incident.path("errorMessage").asText());
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Not all ended within " + limit.toMinutes() + " minutes");
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
        }
    }

    private long elements() throws IOException, InterruptedException {
        return number("element-instances", "{}");
    }

    private long number(String what, String filter) throws IOException, InterruptedException {
        return search(what, filter, 1).path("page").path("totalItems").asLong();
    }

    private JsonNode search(String what, String filter, int most) throws IOException, InterruptedException {
        ObjectNode body = Http.JSON.createObjectNode();
        body.set("filter", Http.JSON.readTree(filter));
        body.putObject("page").put("limit", most);
        return programs.camunda().send("POST", "/v2/" + what + "/search", body);
    }

    private JsonNode request(int number) {
        PretendSites.Pair site = programs.site(number);
        ObjectNode request = Http.JSON.createObjectNode();
        request.put("name", "Migration " + number).put("app", "BIGPICTURE").put("pollPause", "PT1S");
        request.putObject("source")
                .put("url", site.source())
                .put("credential", Programs.credential("SANDBOX_DC_CREDENTIAL"))
                .put("bigPictureCredential", Programs.credential("SANDBOX_BIGPICTURE_DC_TOKEN"))
                .put("endpoints", "sandbox")
                .put("exportFolder", site.exportFolder());
        request.putObject("target")
                .put("url", site.target())
                .put("credential", Programs.credential("SANDBOX_CLOUD_CREDENTIAL"))
                .put("bigPictureCredential", Programs.appCredential(number))
                .put("endpoints", "sandbox");
        ObjectNode modes = request.putObject("modes");
        for (Operation operation : Operation.values()) {
            modes.put(operation.key(), "AUTOMATIC");
        }
        return request;
    }
}
