package io.ferry.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The people of all migrations, who answer tasks through Camunda's v2 interface as Tasklist does. They answer truthfully:
 * where Ferry does not know what became of a change, they look at the site, which is here the sandbox's own account of
 * itself. A stuck job they try again, as with the button Retry in Operate. They do nothing else. What they saw when they
 * confirmed something is kept for the judgement.
 */
final class Person {
    private static final Map<String, String> READ_FIRST = Map.of(
            "decide-about-failed-checks", "readiness",
            "decide-about-the-backup", "backupVerdict",
            "decide-about-missing-jira-data", "jiraComparison",
            "judge-the-result", "verification",
            "select-the-integrations", "integrations");

    /** The name under which a confirmation of the restore keeps who was whom at that moment. */
    static final String MAPPING_CONFIRMED = "mappingConfirmed";

    /** The name under which a confirmation of the restore keeps what the app in the cloud held at that moment. */
    static final String APP_BEFORE = "appBefore";

    private static final String ME = "demo";
    private static final Pattern LOST_FILE =
            Pattern.compile("the file with SHA-256 ([0-9a-f]{64}) is not in Ferry's store: upload it");

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration AFTER_A_REFUSAL = Duration.ofSeconds(3);

    private final Stack stack;
    private final Http camunda;
    private final Figures figures;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final Map<String, Ending> endings = new HashMap<>();
    private final Map<String, Long> notBefore = new HashMap<>();
    private final Set<String> accepted = new HashSet<>();
    private final Map<String, Integer> asked = new HashMap<>();
    private final Map<String, Given> given = new LinkedHashMap<>();
    private int helped;

    /**
     * An answer.
     *
     * @param question the task's name in kebab-case
     * @param variables what stood on the form
     */
    record Given(String migration, String question, String decision, Map<String, JsonNode> variables) {
        Given {
            variables = Map.copyOf(variables);
        }

        JsonNode seen(String variable) {
            return variables.getOrDefault(variable, Http.JSON.missingNode());
        }
    }

    Person(Stack stack, Figures figures) {
        this.stack = stack;
        this.figures = figures;
        this.camunda = stack.camunda();
    }

    synchronized void caresFor(String migration, Lane lane, Ending ending) {
        lanes.put(migration, lane);
        endings.put(migration, ending);
    }

    /** What was answered, the oldest first; a task that was answered again is still one. */
    synchronized List<Given> given(String migration) {
        return given.values().stream()
                .filter(answer -> answer.migration().equals(migration))
                .toList();
    }

    /** How often somebody was needed for more than a migration of itself asks of people. */
    synchronized int helped() {
        return helped;
    }

    /** Answers what waits now. Whatever does not answer just now is looked at again later. */
    synchronized void look() throws InterruptedException {
        try {
            for (JsonNode task : search("/v2/user-tasks/search", "{\"filter\":{\"state\":\"CREATED\"}}")) {
                String id = task.path("userTaskKey").asText();
                if (isToBeAnswered(id)) {
                    answerUnlessRefused(task, id);
                }
            }
        } catch (IOException notNow) {
            // The engine stands still, or what is asked for the answer is dead.
        }
    }

    private JsonNode search(String path, String query) throws IOException, InterruptedException {
        ObjectNode body = (ObjectNode) Http.JSON.readTree(query);
        body.putObject("page").put("limit", 1000);
        return camunda.send("POST", path, body).path("items");
    }

    /** A task that still stands in the list a good while after its answer is answered again, as a person would. */
    private boolean isToBeAnswered(String task) {
        Long time = notBefore.get(task);
        return time == null || System.nanoTime() - time > 0;
    }

    private void leave(String task, Duration pause) {
        notBefore.put(task, System.nanoTime() + pause.toNanos());
    }

    /** One task that cannot be answered, because the engine has its answer already, does not keep people from the others. */
    private void answerUnlessRefused(JsonNode task, String id) throws IOException, InterruptedException {
        try {
            Map<String, JsonNode> seen = variablesOf(id);
            String migration = shown(seen, "migrationId").asText();
            Lane lane = lanes.get(migration);
            if (lane != null) {
                answer(task, id, seen, migration, lane);
            }
        } catch (Http.Refused refused) {
            figures.count("answers refused", "with " + refused.status());
            leave(id, AFTER_A_REFUSAL);
        }
    }

    private Map<String, JsonNode> variablesOf(String task) throws IOException, InterruptedException {
        Map<String, JsonNode> seen = new HashMap<>();
        for (JsonNode variable : search("/v2/user-tasks/" + task + "/variables/search", "{}")) {
            JsonNode whole = variable.path("isTruncated").asBoolean()
                    ? camunda.get(
                            "/v2/variables/" + variable.path("variableKey").asText())
                    : variable;
            seen.put(
                    variable.path("name").asText(),
                    Http.JSON.readTree(whole.path("value").asText()));
        }
        return seen;
    }

    private void answer(JsonNode task, String id, Map<String, JsonNode> seen, String migration, Lane lane)
            throws IOException, InterruptedException {
        String question = task.path("elementId")
                .asText()
                .replaceFirst("^Task_", "")
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
        String readFirst = READ_FIRST.get(question);
        if (readFirst != null && !seen.containsKey(readFirst)) {
            return;
        }
        if (isAskedForAFile(seen, migration, lane, id)) {
            return;
        }
        Map<String, Object> answer = decide(question, seen, migration, lane, id);
        if (answer == null) {
            return;
        }
        if (!task.path("assignee").asText().equals(ME)) {
            camunda.send(
                    "POST",
                    "/v2/user-tasks/" + id + "/assignment",
                    Http.JSON.createObjectNode().put("assignee", ME));
        }
        // From here on the engine may have it, whatever becomes of the reply.
        boolean again =
                given.putIfAbsent(id, new Given(migration, question, String.valueOf(answer.get("decision")), seen))
                        != null;
        ObjectNode completion = Http.JSON.createObjectNode();
        completion.set("variables", Http.JSON.valueToTree(answer));
        camunda.send("POST", "/v2/user-tasks/" + id + "/completion", completion);
        leave(id, PATIENCE);
        boolean lost = !accepted.add(id);
        if (again) {
            figures.say("    person, " + migration + ": " + question + " (" + id + ") answered again, "
                    + (lost ? "though the answer had been accepted" : "after no reply or a refusal"));
            figures.count("answers given again", lost ? "though accepted" : "after no reply or a refusal");
        }
        figures.count("answers", question + " " + answer.get("decision"));
        JsonNode problem = seen.get("problem");
        if (problem != null && !problem.isNull()) {
            figures.say("    person, " + migration + ": " + question + " " + answer.get("decision") + ", since: "
                    + problem.path("title").asText() + " "
                    + problem.path("detail").asText());
            String title = problem.path("title").asText();
            figures.count("problems put to a person", title);
            if (title.equals(Judgement.RESTORED)) {
                figures.count("people who confirmed after they were told of it", question);
            }
            helped++;
        }
    }

    private @Nullable Map<String, Object> decide(
            String question, Map<String, JsonNode> seen, String migration, Lane lane, String task)
            throws IOException, InterruptedException {
        return switch (question) {
            case "decide-about-failed-checks" -> {
                // What fails while the network is broken is looked at again; a person has time.
                boolean again = asked.merge(migration + question, 1, Integer::sum) < 40;
                yield again ? with("CHECK_AGAIN") : with("GO_ON", "reason", "Crash test: the checks fail for ever");
            }
            case "check-the-site-import" ->
                with("OFFERED", "evidence", "Crash test: the pretend site offers the import");
            case "confirm-the-freeze" -> with("CONFIRM", "jcmaKeptOut", "NO_SWITCH");
            case "decide-about-the-backup" -> with("GO_ON", "reason", "Crash test: an example backup");
            case "back-up-the-target-jira" -> with("GO_ON", "reason", "Crash test: a pretend site");
            case "confirm-the-import" -> with("CONFIRM", "typedWord", "IMPORT");
            case "approve-new-accounts" -> {
                lane.workInTheAppInTheCloud();
                yield with("CREATE");
            }
            case "investigate-missing-people" -> with("GO_ON", "reason", "Crash test: the site is new");
            case "map-people-by-hand" -> {
                leaveTheRestUnmapped(migration);
                yield with("DONE");
            }
            case "approve-unmapped-people" ->
                with("CONFIRM", "typedWord", "LEAVE UNMAPPED", "reason", "Crash test: nobody to ask");
            case "confirm-the-restore" -> {
                JsonNode people = stack.ferry().get("/api/migrations/" + migration + "/people?size=1000");
                seen.put(MAPPING_CONFIRMED, Http.JSON.getNodeFactory().textNode(Judgement.mapping(people)));
                seen.put(APP_BEFORE, lane.truth().path("bigPictureCloud"));
                yield with("CONFIRM", "allActionsDone", true, "typedWord", "RESTORE");
            }
            case "select-the-integrations" ->
                with(
                        "PICKED",
                        "picked",
                        StreamSupport.stream(
                                        shown(seen, "integrations")
                                                .path("items")
                                                .spliterator(),
                                        false)
                                .filter(item -> !item.path("primary").asBoolean())
                                .map(item -> item.path("id").asText())
                                .toList());
            case "investigate-integrations" -> with("TRY_AGAIN");
            case "finish-remaining-tasks" -> with("CLOSE");
            case "fix-the-licence" -> with("CHECK_AGAIN");
            case "decide-about-missing-jira-data" -> {
                // People whom the import leaves behind are a matter of the next phase; issues and projects are not.
                boolean again = StreamSupport.stream(
                                shown(seen, "jiraComparison")
                                        .path("differences")
                                        .spliterator(),
                                false)
                        .anyMatch(
                                difference -> !difference.path("what").asText().contains("people"));
                yield again && asked.merge(migration + question, 1, Integer::sum) < 10
                        ? with("COMPARE_AGAIN")
                        : with("GO_ON", "reason", "Crash test: people come later");
            }
            case "judge-the-result" -> judge(seen, migration);
            case "reinstall-the-app-by-hand" ->
                doneIf(lane.truth()
                                .path("counts")
                                .path("dataCenter.reinstallations")
                                .asInt()
                        > 0);
            case "make-the-dump-by-hand" ->
                lane.isDumping() ? null : upload("dump", lane.dumpOnSource(stack.inbox()), migration, task);
            case "make-the-jira-backup-by-hand" ->
                lane.isBackingUp() ? null : upload("jira-backup", lane.jiraBackup(stack.inbox()), migration, task);
            case "import-the-backup-by-hand" ->
                whenOver(lane.truth().path("jiraCloud").path("imports"), "RUNNING");
            case "install-the-app-by-hand" -> {
                // The app manager shows people what is being installed.
                JsonNode truth = lane.truth();
                boolean installed =
                        truth.path("bigPictureCloud").path("installed").asBoolean();
                boolean begun =
                        truth.path("counts").path("cloud.installationsStarted").asInt() > 0;
                yield begun && !installed ? null : doneIf(installed);
            }
            case "create-the-accounts-by-hand" -> with("AUTOMATIC");
            case "restore-the-dump-by-hand" ->
                whenOver(
                        lane.truth().path("bigPictureCloud").path("restores"),
                        "SAFETY_DUMP",
                        "RESTORING",
                        "RESTARTING");
            case "record-the-safety-dump" -> noteSafetyDump(lane);
            case "decide-about-the-roll-back" -> with("ROLL_BACK", "reason", "Crash test: not what was wanted");
            case "roll-back-by-hand" -> {
                // The oldest restore is the migration's own.
                JsonNode restores = lane.truth().path("bigPictureCloud").path("restores");
                yield whenOver(
                        restores.size() < 2 ? Http.JSON.createArrayNode() : restores,
                        "SAFETY_DUMP",
                        "RESTORING",
                        "RESTARTING");
            }
            case "decide-about-an-incomplete-roll-back" -> {
                boolean again = asked.merge(migration + question, 1, Integer::sum) < 20;
                yield again ? with("CHECK_AGAIN") : with("GO_ON", "reason", "Crash test: it stays incomplete");
            }
            case "decide-about-running-work" -> decideAboutRunningWork(lane, migration + question);
            case "unfreeze-the-source" -> with("OPEN");
            case "reactivate-integrations-by-hand" -> with("AUTOMATIC");
            default -> {
                if (asked.merge(migration + question, 1, Integer::sum) == 1) {
                    figures.say("nobody here knows how to answer " + question + " of " + migration);
                }
                yield null;
            }
        };
    }

    private @Nullable Map<String, Object> judge(Map<String, JsonNode> seen, String migration) {
        if (endings.get(migration) == Ending.ROLLED_BACK) {
            return with("ROLL_BACK", "reason", "Crash test: this one is rolled back");
        }
        String verdict = shown(seen, "verification").path("verdict").asText();
        return switch (verdict) {
            case "EQUAL", "TOLERABLE" -> with("ACCEPT");
            default -> {
                tellWhatDiffers(shown(seen, "verification"));
                yield asked.merge(migration + "judge", 1, Integer::sum) < 10
                        ? with("VERIFY_AGAIN")
                        : with("ACCEPT", "reason", "Crash test: accepted as " + verdict + ", to be judged by the test");
            }
        };
    }

    private void tellWhatDiffers(JsonNode verification) {
        StreamSupport.stream(verification.path("rules").spliterator(), false)
                .filter(rule -> !Set.of("EQUAL", "TOLERABLE")
                        .contains(rule.path("verdict").asText()))
                .forEach(rule -> figures.count(
                        "not equal in a verification",
                        rule.path("name").asText() + ": " + rule.path("verdict").asText() + ", expected "
                                + rule.path("expected").asText() + ", found "
                                + rule.path("found").asText()));
    }

    /** What runs is waited for; what Ferry cannot find out about it is asked again before the person's word has to do. */
    private @Nullable Map<String, Object> decideAboutRunningWork(Lane lane, String question)
            throws IOException, InterruptedException {
        JsonNode truth = lane.truth();
        boolean runs = Stream.of("IN_PROGRESS", "RUNNING", "SAFETY_DUMP", "RESTORING", "RESTARTING")
                .anyMatch(state -> Stream.of("bigPictureDataCenter", "bigPictureCloud", "jiraCloud")
                        .flatMap(site -> Stream.concat(
                                truth.path(site).findValuesAsText("status").stream(),
                                truth.path(site).findValuesAsText("state").stream()))
                        .anyMatch(state::equals));
        if (runs) {
            return null;
        }
        return asked.merge(question, 1, Integer::sum) < 3
                ? with("LOOK_AGAIN")
                : with("GO_ON", "reason", "Crash test: nothing runs at the sites");
    }

    private static JsonNode shown(Map<String, JsonNode> seen, String variable) {
        return seen.getOrDefault(variable, Http.JSON.nullNode());
    }

    /** A change that the site has made is done; one that it has not made may be tried again. */
    private static Map<String, Object> doneIf(boolean there) {
        return with(there ? "DONE" : "AUTOMATIC");
    }

    private static @Nullable Map<String, Object> whenOver(JsonNode works, String... running) {
        if (works.isEmpty()) {
            return with("AUTOMATIC");
        }
        String state = works.get(0).path("state").asText();
        if (Set.of(running).contains(state)) {
            return null;
        }
        return with(state.equals("DONE") ? "DONE" : "AUTOMATIC");
    }

    /** Whether the task waits for a file that Ferry's store has lost; gives it then, until Ferry has it. */
    private boolean isAskedForAFile(Map<String, JsonNode> seen, String migration, Lane lane, String task)
            throws IOException, InterruptedException {
        Matcher lost = LOST_FILE.matcher(shown(seen, "problem").path("whatToDo").asText());
        if (!lost.find()
                || Stream.of("jira-backup", "dump").anyMatch(kind -> hasFile(migration, kind, lost.group(1)))) {
            return false;
        }
        Path backup = lane.jiraBackup(stack.inbox());
        boolean isBackup =
                backup != null && Lane.sha256(Files.readAllBytes(backup)).equals(lost.group(1));
        return isBackup
                ? upload("jira-backup", backup, migration, task) == null
                : upload("dump", lane.dumpOnSource(stack.inbox()), migration, task) == null;
    }

    private boolean hasFile(String migration, String kind, String sha256) {
        try {
            return stack.ferry()
                    .get("/api/migrations/" + migration + "/files/" + kind)
                    .path("file")
                    .path("sha256")
                    .asText()
                    .equals(sha256);
        } catch (IOException notNow) {
            return false;
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Gives Ferry the path of a file, as on its page about files; once Ferry has it under this task's name, the task is done. */
    private @Nullable Map<String, Object> upload(String kind, @Nullable Path file, String migration, String task)
            throws IOException, InterruptedException {
        if (file == null) {
            return with("AUTOMATIC");
        }
        Path named = file.resolveSibling(task + "-" + file.getFileName());
        Files.move(file, named, StandardCopyOption.REPLACE_EXISTING);
        String place = "/api/migrations/" + migration + "/files/" + kind;
        JsonNode known = stack.ferry().get(place);
        if (known.path("file").path("name").asText().equals(named.getFileName().toString())) {
            return with("DONE");
        }
        if (known.path("coming").isNull()) {
            figures.count("files given to Ferry by hand", kind);
            stack.ferry()
                    .send(
                            "POST",
                            place,
                            Http.JSON
                                    .createObjectNode()
                                    .put("path", named.toString())
                                    .put("replace", true));
        }
        return null;
    }

    private static @Nullable Map<String, Object> noteSafetyDump(Lane lane) throws IOException, InterruptedException {
        for (JsonNode dump : lane.truth().path("bigPictureCloud").path("dumps")) {
            if (dump.path("origin").asText().equals("SAFETY")) {
                return with(
                        "DONE",
                        "safetyDumpDescription",
                        dump.path("description").asText());
            }
        }
        return null;
    }

    private void leaveTheRestUnmapped(String migration) throws IOException, InterruptedException {
        Http ferry = stack.ferry();
        String people = "/api/migrations/" + migration + "/people";
        for (JsonNode person : ferry.get(people + "?state=UNDECIDED&size=500").path("items")) {
            ferry.send(
                    "PUT",
                    people,
                    Http.JSON
                            .createObjectNode()
                            .put("userKey", person.path("userKey").asText())
                            .put("leaveUnmapped", true)
                            .put("reason", "Crash test: nobody to ask"));
        }
    }

    /** Presses Retry in Operate for each incident that shows. */
    synchronized void retryIncidents() throws InterruptedException {
        try {
            for (JsonNode incident : search("/v2/incidents/search", "{\"filter\":{\"state\":\"ACTIVE\"}}")) {
                retry(incident);
            }
        } catch (IOException notNow) {
            // The engine stands still.
        }
    }

    /** What Operate shows as not ended: for whoever asks why a migration stands still. */
    synchronized String whatIsActive() throws InterruptedException {
        try {
            JsonNode found = search("/v2/element-instances/search", "{\"filter\":{\"state\":\"ACTIVE\"}}");
            return StreamSupport.stream(found.spliterator(), false)
                    .map(element -> element.path("elementId").asText() + " of instance "
                            + element.path("processInstanceKey").asText()
                            + (element.path("hasIncident").asBoolean() ? " (incident)" : ""))
                    .toList()
                    .toString();
        } catch (IOException silent) {
            return "the engine does not say: " + silent.getMessage();
        }
    }

    private void retry(JsonNode incident) throws IOException, InterruptedException {
        String key = incident.path("incidentKey").asText();
        String job = incident.path("jobKey").asText("");
        try {
            if (!job.isEmpty()) {
                // Operate sets this number, whatever the model says.
                JsonNode once = Http.JSON.readTree("{\"changeset\":{\"retries\":1}}");
                camunda.send("PATCH", "/v2/jobs/" + job, once);
            }
            camunda.send("POST", "/v2/incidents/" + key + "/resolution", null);
        } catch (Http.Refused resolvedAlready) {
            // Searches are a second or two late; what is still stuck shows again.
            return;
        }
        String message = incident.path("errorType").asText() + " "
                + incident.path("errorMessage").asText();
        figures.say("    retried in Operate: " + message);
        figures.count("retried in Operate", message);
        Judgement.incident(figures, message);
        helped++;
    }

    private static Map<String, Object> with(String decision, Object... more) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("decision", decision);
        for (int i = 0; i < more.length; i += 2) {
            answer.put((String) more[i], more[i + 1]);
        }
        return answer;
    }
}
