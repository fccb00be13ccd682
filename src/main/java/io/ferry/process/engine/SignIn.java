package io.ferry.process.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.camunda.client.CredentialsProvider;
import io.camunda.client.impl.NoopCredentialsProvider;
import io.camunda.client.spring.properties.CamundaClientAuthProperties;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
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
        } catch (IOException | RuntimeException noToken) {
            throw failed(noToken);
        }
    }

    @Override
    public boolean shouldRetryRequest(StatusCode statusCode) {
        return starter.shouldRetryRequest(statusCode);
    }

    private SignInFailed failed(Exception noToken) {
        String server = "The token server at " + settings.getTokenUrl();
        Matcher status = STATUS.matcher(String.valueOf(noToken.getMessage()));
        if (status.find()) {
            String code = " (status " + status.group(1) + ")";
            return status.group(1).startsWith("4")
                    ? new SignInFailed(
                            server + " refuses the client " + settings.getClientId() + code,
                            "Check camunda.client.auth.client-id and client-secret, and audience or scope if the server"
                                    + " wants them.",
                            noToken)
                    : new SignInFailed(server + " gives no token" + code, "See what its log says.", noToken);
        }
        return switch (noToken) {
            case FileSystemException file -> noPlace(file);
            case FileNotFoundException file -> noPlace(file);
            case JsonProcessingException strange -> unusable(server, strange);
            case IOException connection ->
                new SignInFailed(
                        server + " does not answer: " + Reason.of(connection),
                        "Ferry cannot sign in to Camunda without it: see whether it runs and whether"
                                + " camunda.client.auth.token-url is right.",
                        connection);
            default -> unusable(server, noToken);
        };
    }

    private SignInFailed noPlace(Exception cause) {
        return new SignInFailed(
                "The file for Camunda's tokens, " + settings.getCredentialsCachePath() + ", cannot be used",
                "Let Ferry write to it, or name another one as camunda.client.auth.credentials-cache-path.",
                cause);
    }

    private static SignInFailed unusable(String server, Exception cause) {
        return new SignInFailed(
                server + " gives no token that can be used",
                "See whether camunda.client.auth.token-url is its token endpoint.",
                cause);
    }
}
