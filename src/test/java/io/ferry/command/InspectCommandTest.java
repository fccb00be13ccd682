package io.ferry.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ferry.backup.Backups;
import io.ferry.sample.Damage;
import io.ferry.sample.SampleBackupCommand;
import io.ferry.sample.SampleBackupSpec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class InspectCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private int run(Object command, String... arguments) {
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void shouldPrintOneJsonObject() throws Exception {
        // given
        Path file = Backups.sample(folder, SampleBackupSpec.of(50, 30).withProjects(2));

        // when
        int status = run(new InspectCommand(), file.toString(), "--json");

        // then
        assertThat(status)
                .as("importable with losses, for some of the people are awkward")
                .isEqualTo(3);
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "file",
                        "sha256",
                        "bytes",
                        "kind",
                        "jiraVersion",
                        "buildNumber",
                        "serverId",
                        "exportedAt",
                        "complete",
                        "importable",
                        "verdict",
                        "entities",
                        "people",
                        "removedPeople",
                        "projects",
                        "apps",
                        "appData",
                        "findings");
        assertThat(json.at("/bytes").asLong()).isEqualTo(Files.size(file));
        assertThat(json.at("/entities/Issue").asLong()).isEqualTo(50);
        assertThat(json.at("/people/total").asLong()).isEqualTo(30);
        assertThat(json.at("/people").fieldNames())
                .toIterable()
                .containsExactly("total", "active", "removed", "withoutEmail", "sharedEmail");
        assertThat(json.at("/projects/0").fieldNames()).toIterable().containsExactly("key", "name", "issues");
        assertThat(json.at("/apps/0").fieldNames()).toIterable().containsExactly("key", "version");
        assertThat(json.at("/appData/0").fieldNames()).toIterable().containsExactly("table", "rows", "app", "guessed");
        assertThat(json.at("/findings/0").fieldNames())
                .toIterable()
                .containsExactly("code", "severity", "message", "where", "certainty", "why", "source", "whatToDo");
        assertThat(out.toString()).doesNotContain("@");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldPutTheVerdictFirstOnThePage() {
        // given
        Path file = Backups.sample(folder, Backups.SMALL.damaged(Damage.COUNT_MISMATCH));

        // when
        int status = run(new InspectCommand(), file.toString());

        // then
        assertThat(status).isOne();
        assertThat(out.toString())
                .startsWith("NOT IMPORTABLE")
                .contains("BLOCKS  COUNTS_DIFFER")
                .contains("eu.softwareplant.bigpicture")
                .doesNotContain("NOT-A-KEY")
                .doesNotContain("@");
        assertThat(out.toString().indexOf("COUNTS_DIFFER"))
                .isLessThan(out.toString().indexOf("Projects:"));
    }

    @Test
    void shouldShowRemovedPeopleByTheLastUserNameThatTheBackupHolds() throws Exception {
        Path file = Backups.sample(folder, Backups.SMALL.damaged(Damage.REMOVED_PERSON));

        run(new InspectCommand(), file.toString());
        assertThat(out.toString()).contains("1 removed").containsPattern("1  JIRAUSER77777  left\\.long\\.ago");

        out.getBuffer().setLength(0);
        run(new InspectCommand(), file.toString(), "--json");
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.at("/people/removed").asInt()).isOne();
        assertThat(json.at("/removedPeople/0/userKey").asText()).isEqualTo("JIRAUSER77777");
        assertThat(json.at("/removedPeople/0/lastUserName").asText()).isEqualTo("left.long.ago");
    }

    @Test
    void shouldSayWhatToDoAboutAnUnreadableFile() throws Exception {
        Path file = Files.writeString(folder.resolve("note.txt"), "no zip");
        assertThat(run(new InspectCommand(), file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("is not a zip file").contains("use that zip");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldWriteTheSameSampleForTheSameOptions() throws Exception {
        // given
        Path one = folder.resolve("one.zip");
        Path two = folder.resolve("two.zip");
        Path other = folder.resolve("other.zip");

        // when
        for (Path file : new Path[] {one, two, other}) {
            String seed = file == other ? "6" : "5";
            assertThat(run(
                            new SampleBackupCommand(),
                            "--issues",
                            "40",
                            "--users",
                            "12",
                            "--projects",
                            "2",
                            "--app-rows",
                            "30",
                            "--seed",
                            seed,
                            "--out",
                            file.toString()))
                    .isZero();
        }

        // then
        assertThat(one).hasSameBinaryContentAs(two);
        assertThat(Files.mismatch(one, other)).isNotNegative();
    }

    @Test
    void shouldListTheKindsOfDamageWhenOneIsUnknown() {
        int status = run(
                new SampleBackupCommand(),
                "--issues",
                "1",
                "--users",
                "1",
                "--damage",
                "rust",
                "--out",
                folder.resolve("x.zip").toString());

        assertThat(status).isEqualTo(2);
        assertThat(err.toString())
                .contains("truncate")
                .contains("control-characters")
                .contains("count-mismatch");
    }
}
