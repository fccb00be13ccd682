package io.ferry.process.engine;

import io.camunda.client.CredentialsProvider;
import io.camunda.client.impl.NoopCredentialsProvider;
import io.camunda.client.spring.properties.CamundaClientAuthProperties;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The starter's way of signing in, which can say as whom it does so. A token that it does not get is told apart from a
 * Camunda that refuses: without one, nothing has been sent to Camunda.
 */
final class SignIn implements CredentialsProvider {
    /** The starter says the status of the token server's answer only in its words. */
    private static final Pattern STATUS = Pattern.compile("status code (\\d{3})");

    private final CredentialsProvider starter;
    private final CamundaClientAuthProperties settings;

    /**
     * @param starter what the starter made of the settings
     * @param settings {@code camunda.client.auth.*}
     */
    SignIn(CredentialsProvider starter, CamundaClientAuthProperties settings) {
        this.starter = starter;
        this.settings = settings;
    }

    /** As whom a client signs in, in words that follow “Camunda …”: {@code signed in as demo}. */
    static String inWords(@Nullable CredentialsProvider provider) {
        return switch (provider) {
            case SignIn known -> known.inWords();
            case NoopCredentialsProvider none -> "without a sign-in";
            case null -> "without a sign-in";
            default -> "signed in as configured";
        };
    }

    private String inWords() {
        return switch (settings.getMethod()) {
            case basic -> "signed in as " + settings.getUsername();
            case oidc -> "signed in as the client " + settings.getClientId();
            case none -> "without a sign-in";
            case null -> "without a sign-in";
        };
    }

    @Override
    public void applyCredentials(CredentialsApplier applier) throws IOException {
        try {
            starter.applyCredentials(applier);
        } catch (IOException noToken) {
            throw failed(noToken);
        }
    }

    @Override
    public boolean shouldRetryRequest(StatusCode statusCode) {
        return starter.shouldRetryRequest(statusCode);
    }

    private SignInFailed failed(IOException noToken) {
        String server = "The token server at " + settings.getTokenUrl();
        Matcher status = STATUS.matcher(String.valueOf(noToken.getMessage()));
        if (!status.find()) {
            return new SignInFailed(
                    server + " does not answer: " + Reason.of(noToken),
                    "Ferry cannot sign in to Camunda without it: see whether it runs and whether"
                            + " camunda.client.auth.token-url is right.",
                    noToken);
        }
        boolean refused = status.group(1).startsWith("4");
        return new SignInFailed(
                server + (refused ? " refuses the client " + settings.getClientId() : " gives no token") + " (status "
                        + status.group(1) + ")",
                refused
                        ? "Check camunda.client.auth.client-id and client-secret, and audience or scope if the server wants"
                                + " them."
                        : "See what the token server's log says.",
                noToken);
    }
}
