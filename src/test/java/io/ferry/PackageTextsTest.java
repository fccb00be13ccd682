package io.ferry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What of the package cannot be run here is at least held to what can: the launcher for Windows, and the systemd unit. */
class PackageTextsTest {
    private static final Path PACKAGE = Path.of("src/package");

    @Test
    void shouldRunJavaTheSameWayOnWindows() throws IOException {
        String shell = Files.readString(PACKAGE.resolve("bin/ferry"));
        String batch = Files.readString(PACKAGE.resolve("bin/ferry.bat"));

        // Windows has no HOME; there Java's own idea of the account's folder is everybody's.
        Set<String> everywhere = new TreeSet<>(options(shell));
        everywhere.remove("-Duser.home=");
        assertThat(options(batch)).isEqualTo(everywhere);
        for (String same :
                List.of("io.ferry.Ferry", "ferry.jar", "FERRY_CONFIG", "FERRY_JAVA_OPTS", "JAVA_HOME", "21")) {
            assertThat(batch).contains(same);
            assertThat(shell).contains(same);
        }
    }

    @Test
    void shouldJumpToLabelsThatThereAreAndEndWithTheStatusOfFerry() throws IOException {
        String batch = Files.readString(PACKAGE.resolve("bin/ferry.bat"));

        Set<String> labels = found(batch, "(?m)^:([a-z]+)$");
        assertThat(found(batch, "goto ([a-z]+)")).isEqualTo(labels);
        assertThat(batch.lines().filter(line -> line.contains("1>&2")))
                .allSatisfy(line -> assertThat(line).startsWith("echo ferry: ").doesNotContain("^", "<", "|"));
        assertThat(batch)
                .endsWith("exit /b %ERRORLEVEL%\n")
                .startsWith("@echo off\n")
                .matches("\\p{ASCII}*");
        // Quotes keep what is in paths from being taken for more.
        assertThat(batch).contains("\"%FERRY_JAVA%\" -XX", "\"%FERRY_INSTALLED%\\ferry.jar\"");
    }

    @Test
    void shouldLetTheServiceDoLittleBesides() throws Exception {
        Path unit = PACKAGE.resolve("systemd/ferry.service");
        assertThat(Files.readString(unit))
                .contains(
                        "ExecStart=/opt/ferry/bin/ferry serve",
                        "User=ferry",
                        "NoNewPrivileges=yes",
                        "ProtectSystem=strict",
                        "UMask=0077",
                        "CapabilityBoundingSet=\n",
                        "SuccessExitStatus=143");
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/systemd-analyze")),
                "There is no systemd-analyze here: the unit is not rated");

        Process rated = new ProcessBuilder(
                        "systemd-analyze",
                        "security",
                        "--offline=true",
                        "--threshold=15",
                        "--no-pager",
                        unit.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(rated.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(rated.waitFor(20, TimeUnit.SECONDS)).isTrue();

        assertThat(rated.exitValue()).as(said).isZero();
        assertThat(said).doesNotContain("Unknown").contains("Overall exposure level for ferry.service");
    }

    private static Set<String> options(String launcher) {
        return found(launcher, "(?<![\\w-])(-X[\\w:+=]+|-D[\\w.]+=|--sun-misc-unsafe-memory-access=allow)").stream()
                .filter(option -> !option.startsWith("-XshowSettings"))
                .collect(Collectors.toSet());
    }

    private static Set<String> found(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toSet());
    }
}
