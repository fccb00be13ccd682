package io.ferry.command;

import io.ferry.base.Json;
import io.ferry.credential.CredentialStore;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ferry credential}: secrets of credentials that Ferry keeps in its own store. */
@Command(
        name = "credential",
        description = "Puts the secrets of declared credentials into Ferry's own encrypted store.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: ferry credential set target-jira"},
        subcommands = {CredentialCommand.Set.class, CredentialCommand.NewKey.class})
public final class CredentialCommand implements Callable<Integer> {
    private static final int LONGEST = 64 * 1024;

    @Override
    public Integer call() {
        throw new CommandFailure(
                "say what to do: ferry credential set NAME, or ferry credential new-key.", ExitStatus.WRONG_ARGUMENTS);
    }

    /** {@code ferry credential set}: reads a secret, and hands it to a running Ferry. */
    @Command(
            name = "set",
            description =
                    "Reads a secret (name:password, or a token) from standard input, and puts it into the store of a"
                            + " running Ferry.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: ferry credential set target-jira < target-jira.secret"})
    static final class Set implements Callable<Integer> {
        @Parameters(
                index = "0",
                paramLabel = "NAME",
                description = "The credential's name; its ferry.credentials.NAME.source must be store.")
        String name = "";

        @Mixin
        RunningFerry ferry = new RunningFerry();

        @Override
        public Integer call() throws IOException, InterruptedException {
            if (!name.matches("[a-z][a-z0-9-]{0,39}")) {
                throw new CommandFailure("the name of a credential has small letters, digits and dashes.");
            }
            if (!"https".equals(ferry.address().getScheme()) && !ferry.isThisComputer()) {
                throw new CommandFailure(
                        "the secret would travel unencrypted to " + ferry.address() + ": give an https address.");
            }
            ferry.requireKeyOrToken();
            if (Screen.isTerminal()) {
                System.err.println(
                        "Type the secret of " + name + " (name:password, or a token), then Enter and Ctrl-D:");
            }
            HttpResponse<String> answer = ferry.send(
                    "PUT",
                    "/api/credentials/" + name,
                    "application/json",
                    Json.MAPPER.writeValueAsString(Map.of("secret", read())));
            if (answer.statusCode() != 204) {
                throw ferry.refused(answer);
            }
            System.out.println("The secret of " + name + " is in Ferry's store.");
            return 0;
        }

        private static String read() throws IOException {
            return new String(System.in.readNBytes(LONGEST), StandardCharsets.UTF_8).strip();
        }
    }

    /** {@code ferry credential new-key}: a key for the store. */
    @Command(
            name = "new-key",
            description =
                    "Prints a new key for Ferry's store. Keep it in a file that only Ferry can read, or in an environment"
                            + " variable, and let ferry.credentials-key lead to it. Without it nobody can open the store.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: (umask 077; ferry credential new-key > /etc/ferry/credentials-key)"})
    static final class NewKey implements Callable<Integer> {
        @Override
        public Integer call() {
            System.out.println(CredentialStore.newKey());
            return 0;
        }
    }
}
