package io.ferry.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ferry.access.WholeFerry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import picocli.CommandLine;

@ExtendWith(OutputCaptureExtension.class)
class SignInCommandTest {
    @TempDir
    Path home;

    @Test
    void shouldMakeALinkWithTheKeyAndAskForTheRightOne(CapturedOutput output) throws Exception {
        try (WholeFerry ferry = new WholeFerry(home)) {
            assertThat(command(ferry.at("/"), home.resolve("script-key")).call())
                    .isZero();
            assertThat(output).contains("/sign-in?token=");

            assertThatThrownBy(command(ferry.at("/"), wrongKey())::call)
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("Name the file script-key");
        }
    }

    @Test
    void shouldSendPeopleToTheSignInServiceWhereThereIsOne() throws Exception {
        MockOAuth2Server company = new MockOAuth2Server();
        company.start();
        try (WholeFerry ferry = new WholeFerry(
                home,
                "--ferry.access.oidc.issuer=" + company.issuerUrl("company"),
                "--ferry.access.oidc.client-id=ferry",
                "--ferry.access.oidc.client-secret=secret",
                "--ferry.access.oidc.roles.viewer=viewers")) {
            URI url = ferry.at("/");

            assertThatThrownBy(command(url, wrongKey())::call)
                    .isInstanceOf(CommandFailure.class)
                    .hasMessage("Ferry at " + url + " has an OpenID Connect provider: open " + url + " in a browser.");

            RunningFerry running = new RunningFerry();
            running.url = url;
            running.keyFile = wrongKey();
            assertThatThrownBy(() -> running.send("GET", "/api/migrations", "application/json"))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("has an OpenID Connect provider: put a token")
                    .hasMessageContaining(RunningFerry.TOKEN);
        } finally {
            company.shutdown();
        }
    }

    private Path wrongKey() throws IOException {
        return Files.writeString(home.resolve("wrong-key"), "not-the-key");
    }

    private static SignInCommand command(URI url, Path key) {
        SignInCommand command = new SignInCommand();
        new CommandLine(command).parseArgs("--url", url.toString(), "--key-file", key.toString());
        return command;
    }
}
