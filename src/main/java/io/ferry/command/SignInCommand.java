package io.ferry.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.ferry.base.Json;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ferry sign-in}: another link into the pages of a Ferry that runs on this computer. */
@Command(
        name = "sign-in",
        description = "Prints and opens a link that signs you in to Ferry's pages, once.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: ferry sign-in"})
public final class SignInCommand implements Callable<Integer> {
    @Mixin
    RunningFerry ferry = new RunningFerry();

    @Override
    public Integer call() throws IOException, InterruptedException {
        String instead = "open " + ferry.address() + " in a browser.";
        var answer = ferry.send("POST", "/api/sign-in-links", "application/json", null, instead);
        if (answer.statusCode() == 404) {
            throw new CommandFailure("Ferry at " + ferry.address() + " has an OpenID Connect provider: " + instead);
        }
        JsonNode link = Json.MAPPER.readTree(answer.body()).path("address");
        if (answer.statusCode() != 200 || link.isMissingNode()) {
            throw new CommandFailure("Ferry at " + ferry.address() + " answered " + answer.statusCode() + ".");
        }
        System.out.println(link.asText());
        Browser.open(URI.create(link.asText()), Browser.PageLasts.UNTIL_THE_NEXT);
        return 0;
    }
}
