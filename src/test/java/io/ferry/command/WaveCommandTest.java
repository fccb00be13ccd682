package io.ferry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.command.FakeFerry.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaveCommandTest {
    private static final String ID = "0b0f5a52-8a2e-4a3c-9d53-3f1f3d3f7c11";
    private static final String WAVE = "{\"id\":\"" + ID + "\",\"name\":\"First weekend\",\"state\":\"STOPPED\","
            + "\"reason\":\"Stopped after 1 failure: no further migration starts.\",\"createdAt\":\"2026-11-29T01:00:00Z\","
            + "\"counts\":{\"waiting\":3,\"starting\":1,\"running\":1,\"completed\":4,\"failed\":1,\"leftOut\":0}}";

    @TempDir
    Path folder;

    private Run run(FakeFerry ferry, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--url",
                ferry.address().toString(),
                "--token-file",
                Files.writeString(folder.resolve("token"), "a-token").toString()));
        return new Run(new WaveCommand(), all.toArray(String[]::new));
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    @Test
    void shouldStartAList() throws Exception {
        try (FakeFerry ferry = new FakeFerry(0, new Answer(201, WAVE, null))) {
            Run start =
                    run(ferry, "start", file("list.csv", "name\n"), "--name", "First & weekend", "--side-by-side", "2");

            assertThat(start.status).isZero();
            assertThat(ferry.paths).containsExactly("POST /api/waves?name=First+%26+weekend&sideBySide=2");
            assertThat(start.out())
                    .contains("“First weekend” is STOPPED: 2 under way, 4 completed, 1 failed, 3 waiting.")
                    .contains("wave show " + ID);
        }
    }

    @Test
    void shouldPrintEveryFault() throws Exception {
        String faults = "{\"errors\":[{\"line\":2,\"row\":3,\"field\":\"app\",\"expected\":\"BIGPICTURE or BIGGANTT\","
                + "\"got\":\"BIG\"},{\"field\":\"name\",\"expected\":\"a name\"}],\"migrations\":2}";
        try (FakeFerry ferry = new FakeFerry(0, Answer.ok(faults))) {
            Run check = run(ferry, "check", file("list.json", "{\"lines\": []}"), "--zone", "Europe/Berlin");

            assertThat(check.status).isEqualTo(1);
            assertThat(ferry.paths).containsExactly("POST /api/waves/check");
            assertThat(check.out())
                    .contains("line 2, app: expected BIGPICTURE or BIGGANTT; got BIG")
                    .contains("name: expected a name");
        }
    }

    @Test
    void shouldShowWhatEachLineWaitsFor() throws Exception {
        String details = "{\"wave\":" + WAVE
                + ",\"forecast\":{\"likely\":null,\"basis\":\"Not known: there is none yet.\"},\"lines\":["
                + "{\"number\":1,\"name\":\"Berlin\",\"state\":\"RUNNING\",\"outcome\":null,\"startedAt\":null,"
                + "\"migration\":\"m-1\",\"waitsFor\":[{\"what\":\"Confirm the freeze\",\"whom\":\"an operator\"}]}]}";
        try (FakeFerry ferry = new FakeFerry(0, Answer.ok(details))) {
            Run show = run(ferry, "show", ID);

            assertThat(show.status).isZero();
            assertThat(show.out())
                    .contains("When it will be over: Not known")
                    .contains("Confirm the freeze (an operator)")
                    .contains("m-1");
        }
    }

    @Test
    void shouldListPauseResumeAndEnd() throws Exception {
        try (FakeFerry ferry = new FakeFerry(
                0,
                Answer.ok("{\"items\":[" + WAVE + "],\"total\":1}"),
                Answer.ok(WAVE),
                Answer.ok(WAVE),
                Answer.ok(WAVE))) {
            assertThat(run(ferry, "list").out()).contains(ID, "First weekend");
            assertThat(run(ferry, "pause", ID).status).isZero();
            assertThat(run(ferry, "resume", ID).status).isZero();
            assertThat(run(ferry, "end", ID).status).isZero();
            assertThat(ferry.paths)
                    .containsExactly(
                            "GET /api/waves",
                            "POST /api/waves/" + ID + "/pause",
                            "POST /api/waves/" + ID + "/resume",
                            "POST /api/waves/" + ID + "/end");
        }
    }

    @Test
    void shouldSayWhatCannotBeUsed() throws Exception {
        try (FakeFerry ferry = new FakeFerry(0, Answer.ok(WAVE))) {
            assertThat(run(ferry, "show", "../../actuator").status).isEqualTo(2);
            assertThat(run(ferry, "start", folder.resolve("none.csv").toString())
                            .failure())
                    .contains("there is no readable file");
            assertThat(run(ferry, "start", file("list.json", "[1")).failure()).contains("is no JSON");
            assertThat(ferry.paths).isEmpty();
        }
    }
}
