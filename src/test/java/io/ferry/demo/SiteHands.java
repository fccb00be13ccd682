package io.ferry.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ferry.sandbox.world.BigPictureApp;
import io.ferry.sandbox.world.BigPictureApp.ConnectionView;
import io.ferry.sandbox.world.BigPictureApp.DumpView;
import io.ferry.sandbox.world.BigPictureApp.Mapped;
import io.ferry.sandbox.world.BigPictureApp.RestoreOrder;
import io.ferry.sandbox.world.BigPictureApp.RestoreView;
import io.ferry.sandbox.world.Deployment;
import io.ferry.sandbox.world.JiraCloudSite.ImportView;
import io.ferry.sandbox.world.World;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who does by hand what the tasks ask, at pretend sites in the same program, and gives Ferry the files. What the
 * forms say on the way is tried in a browser by {@link ByHandEndToEndTest}; this is about what Ferry makes of it.
 */
final class SiteHands implements UnattendedPerson.Hands {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final World world;
    private final FerryClient ferry;
    private final String migration;
    private final Path folder;
    private final List<String> done = new ArrayList<>();
    private @Nullable Path dump;
    private @Nullable Path backup;

    /**
     * @param folder one of those from which Ferry takes files
     */
    SiteHands(World world, FerryClient ferry, String migration, Path folder) {
        this.world = world;
        this.ferry = ferry;
        this.migration = migration;
        this.folder = folder;
    }

    /** What was done by hand so far, by the forms' names, in this order. */
    List<String> done() {
        return List.copyOf(done);
    }

    @Override
    public @Nullable Map<String, Object> act(String question, Map<String, JsonNode> seen)
            throws IOException, InterruptedException {
        Map<String, Object> answer = switch (question) {
            case "confirm-the-freeze" -> freeze();
            case "reinstall-the-app-by-hand" -> reinstall();
            case "make-the-dump-by-hand" -> makeTheDump();
            case "make-the-jira-backup-by-hand" -> makeTheBackup();
            case "import-the-backup-by-hand" -> importTheBackup();
            case "install-the-app-by-hand" -> installTheApp();
            case "fix-the-licence" -> lookAtTheLicence();
            case "create-the-accounts-by-hand" -> createTheAccounts();
            case "restore-the-dump-by-hand" -> restoreTheDump();
            case "record-the-safety-dump" -> recordTheSafetyDump();
            case "reactivate-integrations-by-hand" -> reactivate();
            default -> null;
        };
        if (answer != null) {
            done.add(question);
        }
        return answer;
    }

    private Map<String, Object> freeze() {
        world.dataCenter().announce("Closed for a migration");
        Map<String, Object> answer = done("Banner since 22:00");
        answer.put("decision", "CONFIRM");
        return answer;
    }

    private Map<String, Object> reinstall() {
        String version = source().version().toString();
        source().reinstall(version);
        Awaitility.await().atMost(PATIENCE).until(() -> !source().isRestarting());
        return done(version);
    }

    private Map<String, Object> makeTheDump() throws IOException, InterruptedException {
        source().createDump("ferry " + migration);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> source().lookAtDumps().stream()
                        .anyMatch(each -> each.status().equals("READY")));
        DumpView made = source().lookAtDumps().getFirst();
        dump = copy(source().file(made.id()), "dump-" + migration + ".dump");
        upload("dump", dump);
        return done(made.description());
    }

    private Map<String, Object> makeTheBackup() throws IOException, InterruptedException {
        Path written = world.dataCenter().backUp("ferry-" + migration, true).file();
        if (written == null) {
            throw new AssertionError("The pretend Jira wrote no backup");
        }
        backup = copy(written, "backup-" + migration + ".zip");
        upload("jira-backup", backup);
        return done("Written");
    }

    private Map<String, Object> importTheBackup() throws IOException {
        try (InputStream in = Files.newInputStream(known(backup))) {
            world.cloud().startImport(world.cloud().upload("backup.zip", in).fileId());
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        world.cloud().imports().stream().map(ImportView::state).allMatch("DONE"::equals));
        return done("The import has ended");
    }

    private Map<String, Object> installTheApp() {
        if (world.cloud().app().isEmpty()) {
            world.cloud().install(world.options().app().key(), world.cloud().upmToken());
            Awaitility.await().atMost(PATIENCE).until(() -> world.cloud().app().isPresent());
        }
        return done("Valid: free trial");
    }

    private static Map<String, Object> lookAtTheLicence() {
        return new LinkedHashMap<>(Map.of("decision", "GO_ON", "reason", "Manage apps says: Valid, free trial"));
    }

    private Map<String, Object> createTheAccounts() throws IOException, InterruptedException {
        for (JsonNode person : people()) {
            if (person.path("creatable").asBoolean()) {
                world.cloud().createAccount(person.path("email").asText());
            }
        }
        return done("Invited");
    }

    private Map<String, Object> restoreTheDump() throws IOException, InterruptedException {
        String id;
        try (InputStream in = Files.newInputStream(known(dump))) {
            id = target().importDump("a.dump", in);
        }
        List<Mapped> mapping = new ArrayList<>();
        for (JsonNode person : people()) {
            String account = person.path("account").path("accountId").asText("");
            if (!account.isEmpty() && person.path("conflict").isNull()) {
                mapping.add(new Mapped(person.path("userKey").asText(), account));
            }
        }
        target().restore(id, new RestoreOrder("ON_PREMISES_TO_CLOUD", true, "RESTORE", mapping, true));
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        target().restores().stream().map(RestoreView::state).allMatch("DONE"::equals));
        return done("The restore has ended");
    }

    private Map<String, Object> recordTheSafetyDump() {
        return new LinkedHashMap<>(Map.of(
                "safetyDumpDescription",
                target().dumps().stream()
                        .map(DumpView::description)
                        .filter(description -> description.startsWith("Before the restore"))
                        .findFirst()
                        .orElseThrow()));
    }

    private Map<String, Object> reactivate() {
        for (ConnectionView connection : target().connections()) {
            if (!connection.active()) {
                target().switchConnection(connection.id(), true);
            }
        }
        return done("All");
    }

    private BigPictureApp source() {
        return world.app(Deployment.SERVER);
    }

    private BigPictureApp target() {
        return world.app(Deployment.CLOUD);
    }

    private JsonNode people() throws IOException, InterruptedException {
        return ferry.get("/api/migrations/" + migration + "/people?size=1000").path("items");
    }

    private Path copy(Path file, String name) throws IOException {
        Path copy = folder.resolveSibling("own-" + name);
        Files.copy(file, copy);
        return copy;
    }

    private void upload(String kind, Path file) throws IOException, InterruptedException {
        Path given = folder.resolve(String.valueOf(file.getFileName()));
        Files.copy(file, given);
        String place = "/api/migrations/" + migration + "/files/" + kind;
        ferry.post(place, JsonNodeFactory.instance.objectNode().put("path", given.toString()));
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(300)).until(() -> counts(place));
    }

    private boolean counts(String place) throws InterruptedException {
        try {
            JsonNode mapping = ferry.get(place);
            if (mapping.path("refused").isObject()) {
                throw new AssertionError("Ferry refused " + place + ": " + mapping.path("refused"));
            }
            return mapping.path("file").isObject();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Map<String, Object> done(String evidence) {
        return new LinkedHashMap<>(Map.of("decision", "DONE", "evidence", evidence));
    }

    private static Path known(@Nullable Path file) {
        if (file == null) {
            throw new AssertionError("This file has not been made yet");
        }
        return file;
    }
}
