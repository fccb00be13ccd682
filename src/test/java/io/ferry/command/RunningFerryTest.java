package io.ferry.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.access.RunningFile;
import io.ferry.command.FakeFerry.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** To whom a command sends the key for scripts, or a token, and to whom not. */
class RunningFerryTest {
    private static final String KEY = "the-key-for-scripts-of-this-computer-0123456789";

    @TempDir
    Path home;

    private FakeFerry listener;

    @BeforeEach
    void somebodyListensAtFerrysPort() throws IOException {
        listener = new FakeFerry(0, Answer.ok("{\"items\":[],\"total\":0}"));
        Files.writeString(home.resolve("script-key"), KEY + "\n");
    }

    @AfterEach
    void end() {
        listener.close();
    }

    @Test
    void shouldSendTheKeyToARunningFerryAndFindItsAddress() throws Exception {
        note(ProcessHandle.current().pid(), started(ProcessHandle.current()), listener.port(), "rw-------");

        Run run = list();

        assertThat(run.status).isZero();
        assertThat(listener.authorizations).containsExactly("Bearer " + KEY);
        assertThat(run.out()).contains("There are no migrations yet");
    }

    @Test
    void shouldSendNothingWhileFerryIsDown() {
        Run run = list("--url", listener.address().toString());

        assertNothingSent(run, ExitStatus.UNREACHABLE);
        assertThat(run.failure()).contains("there is none").contains("./ferry serve");
    }

    @Test
    void shouldSendNothingWhenTheProcessHasEnded() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        note(ended.pid(), 1, listener.port(), "rw-------");

        Run run = list();

        assertNothingSent(run, ExitStatus.UNREACHABLE);
        assertThat(run.failure()).contains("process " + ended.pid()).contains("has ended");
    }

    @Test
    void shouldSendNothingToALaterProcessWithTheSameId() throws Exception {
        note(ProcessHandle.current().pid(), started(ProcessHandle.current()) - 60_000, listener.port(), "rw-------");

        assertNothingSent(list(), ExitStatus.UNREACHABLE);
    }

    @Test
    void shouldSendNothingWhereOthersCouldHaveWrittenTheFile() throws Exception {
        note(ProcessHandle.current().pid(), started(ProcessHandle.current()), listener.port(), "rw-rw-rw-");

        assertNothingSent(list(), ExitStatus.UNREACHABLE);
    }

    @Test
    void shouldSendNothingToAnotherPort() throws Exception {
        note(ProcessHandle.current().pid(), started(ProcessHandle.current()), 1, "rw-------");

        Run run = list("--url", listener.address().toString());

        assertNothingSent(run, ExitStatus.WRONG_ARGUMENTS);
        assertThat(run.failure()).contains("answers at http://127.0.0.1:1").contains("--token-file");
    }

    @Test
    void shouldSendNothingWhereTheFileIsSomethingElse() throws Exception {
        for (String content : new String[] {"", "{}", "[1]", "{\"process\":1,\"address\":\"::\",\"since\":\"x\"}"}) {
            Files.writeString(home.resolve(RunningFile.FILE), content);
            assertNothingSent(list("--url", listener.address().toString()), ExitStatus.UNREACHABLE);
        }
    }

    @Test
    void shouldSendATokenFromAFileWhereThePersonSays() throws Exception {
        Path token = Files.writeString(home.resolve("token"), "a-token\n");

        Run run = new Run(new ListCommand(), "--url", listener.address().toString(), "--token-file", token.toString());

        assertThat(run.status).isZero();
        assertThat(listener.authorizations).containsExactly("Bearer a-token");
    }

    @Test
    void shouldSendNoTokenUnencryptedToAnotherComputer() throws Exception {
        Path token = Files.writeString(home.resolve("token"), "a-token");

        Run run =
                new Run(new ListCommand(), "--url", "http://ferry.example.com:8090", "--token-file", token.toString());

        assertThat(run.status).isEqualTo(ExitStatus.WRONG_ARGUMENTS.code());
        assertThat(run.failure()).contains("unencrypted").contains("https");
    }

    private void assertNothingSent(Run run, ExitStatus status) {
        assertThat(run.status).isEqualTo(status.code());
        assertThat(listener.paths).isEmpty();
    }

    private Run list(String... more) {
        String[] arguments = new String[more.length + 2];
        System.arraycopy(more, 0, arguments, 0, more.length);
        arguments[more.length] = "--key-file";
        arguments[more.length + 1] = home.resolve("script-key").toString();
        return new Run(new ListCommand(), arguments);
    }

    private void note(long process, long started, int port, String permissions) throws IOException {
        Path file = Files.writeString(
                home.resolve(RunningFile.FILE),
                "{\"process\":%d,\"processStarted\":%d,\"address\":\"http://127.0.0.1:%d\",\"since\":\"%s\"}"
                        .formatted(process, started, port, Instant.EPOCH));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().orElseThrow().toEpochMilli();
    }
}
