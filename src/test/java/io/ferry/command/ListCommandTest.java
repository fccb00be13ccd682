package io.ferry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.command.FakeFerry.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListCommandTest {
    private static final String ITEM =
            "{\"id\":\"%s\",\"name\":\"A move\",\"state\":\"RUNNING\",\"createdAt\":\"2026-11-29T01:00:00Z\","
                    + "\"source\":\"https://a.example.com\",\"target\":\"https://b.example.com\"%s}";

    @TempDir
    Path folder;

    @Test
    void shouldTellTheTimeLeftWithWhatPeopleDoByHand() throws Exception {
        String answer = "{\"items\":["
                + String.join(
                        ",",
                        timed("m-1", "{\"words\":\"about 4 min\"}", "\"createDump\",\"backUpJira\"", false),
                        timed("m-2", "{\"words\":\"less than a minute\"}", "\"createDump\"", true),
                        timed("m-3", "{\"words\":\"about 2 h\"}", "", false),
                        timed("m-4", "null", "", true),
                        ITEM.formatted("m-5", ""))
                + "],\"total\":5}";
        try (FakeFerry ferry = new FakeFerry(0, Answer.ok(answer))) {
            // when
            Run list = new Run(
                    new ListCommand(),
                    "--url",
                    ferry.address().toString(),
                    "--token-file",
                    Files.writeString(folder.resolve("token"), "a-token").toString());

            // then
            assertThat(list.status).isZero();
            assertThat(line(list, "m-1"))
                    .contains("about 4 min, 2 steps by hand")
                    .doesNotContain("waits");
            assertThat(line(list, "m-2")).contains("less than a minute, 1 step by hand, waits");
            assertThat(line(list, "m-3")).contains("about 2 h ").doesNotContain("by hand");
            assertThat(line(list, "m-4")).contains("not known, waits");
            assertThat(line(list, "m-5")).doesNotContain("known", "min");
        }
    }

    private static String timed(String id, String work, String byHand, boolean waiting) {
        return ITEM.formatted(
                id, ",\"timeLeft\":{\"work\":" + work + ",\"byHand\":[" + byHand + "],\"waiting\":" + waiting + "}");
    }

    private static String line(Run list, String id) {
        return list.out().lines().filter(line -> line.contains(id)).findFirst().orElseThrow();
    }
}
