package io.ferry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.access.RunningFile;
import io.ferry.access.WholeFerry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a whole server. */
class CommandsOnFerryTest {
    private static final String MIGRATION = """
            {"name": "A move", "app": "BIGPICTURE",
             "source": {"url": "https://jira.example.com", "credential": "none-such"},
             "target": {"url": "https://example.atlassian.net", "credential": "none-such"}}""";

    @TempDir
    Path home;

    @Test
    void shouldFindFerryWhileItRunsAndOnlyThen() throws Exception {
        Path key = home.resolve("script-key");
        Path note = home.resolve(RunningFile.FILE);
        try (WholeFerry ferry = new WholeFerry(home)) {
            // It says where it is, to its user alone.
            RunningFile running = RunningFile.read(home).orElseThrow();
            assertThat(running.address()).isEqualTo(URI.create(ferry.at("").toString()));
            assertThat(running.isAlive(home)).isTrue();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(note)))
                    .isEqualTo("rw-------");

            Run list = new Run(new ListCommand(), "--key-file", key.toString());
            assertThat(list.status).isZero();
            assertThat(list.out()).contains("There are no migrations yet");

            Run tasks = new Run(new TasksCommand(), "--key-file", key.toString(), "--json");
            assertThat(tasks.status).isZero();
            assertThat(tasks.out().strip()).isEqualTo("[ ]");

            // What Ferry refuses is said field by field.
            Path file = Files.writeString(home.resolve("migration.json"), MIGRATION);
            Run start = new Run(new StartCommand(), file.toString(), "--key-file", key.toString());
            assertThat(start.status).isEqualTo(ExitStatus.FAILED.code());
            assertThat(start.failure()).contains("source.credential: expected", "target.credential: expected");

            Run watch = new Run(new WatchCommand(), "--key-file", key.toString());
            assertThat(watch.status).isEqualTo(ExitStatus.NOT_FOUND.code());
            assertThat(watch.failure()).contains("there are no migrations yet");

            Run wrong = new Run(
                    new ListCommand(),
                    "--key-file",
                    Files.writeString(home.resolve("wrong-key"), "wrong").toString());
            assertThat(wrong.status).isEqualTo(ExitStatus.NOT_ALLOWED.code());
        }

        assertThat(note).doesNotExist();
        Run list = new Run(new ListCommand(), "--key-file", key.toString());
        assertThat(list.status).isEqualTo(ExitStatus.UNREACHABLE.code());
    }

    @Test
    void shouldLeaveTheNoteOfALaterFerry() throws Exception {
        String another =
                "{\"process\":1,\"processStarted\":2,\"address\":\"http://127.0.0.1:3\",\"since\":\"2026-11-29T00:00:00Z\"}";
        Path note = home.resolve(RunningFile.FILE);
        try (WholeFerry ferry = new WholeFerry(home)) {
            Files.writeString(note, another);
        }
        assertThat(note).hasContent(another);
    }

    @Test
    void shouldNameItselfInItsDescription() throws Exception {
        try (WholeFerry ferry = new WholeFerry(home);
                HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> description =
                    ferry.send(http, "GET", "/v3/api-docs", "Authorization", "Bearer " + ferry.scriptKey());

            assertThat(description.body()).contains("\"title\":\"Ferry\"").doesNotContain("OpenAPI definition");
        }
    }

    @Test
    void shouldStartNothingFromWhatIsNoJson() throws Exception {
        Path file = Files.writeString(home.resolve("migration.json"), "{\"name\": \"A move\",\n  app}");

        Run start = new Run(new StartCommand(), file.toString());
        assertThat(start.failure()).contains("is no JSON: line 2");

        Files.writeString(file, "[]");
        assertThat(new Run(new StartCommand(), file.toString()).failure()).contains("no JSON object");
        assertThat(new Run(new StartCommand(), home.resolve("none").toString()).failure())
                .contains("no readable file");
    }
}
