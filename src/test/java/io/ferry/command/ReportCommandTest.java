package io.ferry.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ferry.migration.ReportCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import picocli.CommandLine;

@ExtendWith(OutputCaptureExtension.class)
class ReportCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void shouldSayThatAReportIsUnchanged(CapturedOutput output) throws IOException {
        assertThat(run("verify", report().toString())).isZero();
        assertThat(output).contains("has not been changed: 0 events");
    }

    @Test
    void shouldNameTheFirstBrokenPlace(CapturedOutput output) throws IOException {
        assertThat(run("verify", report().put("name", "Another").toString())).isNotZero();
        assertThat(output).contains("First broken place: seal");
    }

    @Test
    void shouldRefuseWhatIsNoReport(CapturedOutput output) throws IOException {
        assertThat(run("verify", "<html>")).isNotZero();
        assertThat(run("verify", "[1, 2]")).isNotZero();
        assertThat(new CommandLine(new ReportCommand()).execute("verify", "not-there.json"))
                .isNotZero();
        assertThat(output)
                .contains("is no JSON")
                .contains("no report of Ferry's")
                .contains("there is no file");
    }

    @Test
    void shouldSayThatNobodyAnswers(CapturedOutput output) {
        assertThat(new CommandLine(new ReportCommand()).execute("m-1", "--url", "http://127.0.0.1:1"))
                .isNotZero();
        assertThat(new CommandLine(new ReportCommand()).execute("../x")).isNotZero();
        assertThat(output).contains("nobody answers").contains("id of a migration");
    }

    private int run(String command, String content) throws IOException {
        Path file = Files.writeString(folder.resolve("report.json"), content);
        return new CommandLine(new ReportCommand()).execute(command, file.toString());
    }

    private static ObjectNode report() {
        ObjectNode report = JSON.createObjectNode().put("name", "A move").putNull("outcome");
        report.putArray("events");
        report.putArray("answers");
        report.putArray("facts");
        report.putObject("chain").put("events", 0).put("head", "null");
        return report.put("seal", ReportCheck.seal(report));
    }
}
