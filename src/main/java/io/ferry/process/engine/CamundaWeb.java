package io.ferry.process.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ferry.process.engine.CamundaProperties.SignIn;
import io.ferry.remote.Credential;
import io.ferry.remote.CredentialMissingException;
import io.ferry.remote.CredentialResolver;
import io.ferry.remote.RemoteFailure;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * One of Camunda's web applications, spoken to as a signed-in user. Its session lives in the application's memory: after a
 * restart there, this signs in again.
 */
final class CamundaWeb {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String name;
    private final URI base;
    private final CamundaProperties properties;
    private final CredentialResolver credentials;
    private final HttpClient http;
    private volatile @Nullable String csrfToken;

    /** @param name what people call the application */
    CamundaWeb(String name, URI base, CamundaProperties properties, CredentialResolver credentials) {
        this.name = name;
        this.base = URI.create(base.toString().replaceAll("/+$", ""));
        this.properties = properties;
        this.credentials = credentials;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(properties.timeout())
                .cookieHandler(new CookieManager())
                .build();
    }

    /**
     * Sends JSON and reads JSON.
     *
     * @throws RemoteFailure that passes, if the application does not answer as it should; says what to look at
     */
    JsonNode post(String path, Object body) {
        try {
            if (properties.signIn() == SignIn.SESSION && csrfToken == null) {
                signIn();
            }
            HttpResponse<String> answer = send(path, body);
            if (properties.signIn() == SignIn.SESSION && (answer.statusCode() == 401 || answer.statusCode() == 403)) {
                signIn();
                answer = send(path, body);
            }
            if (answer.statusCode() != 200) {
                throw unavailable("answered with status " + answer.statusCode());
            }
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw unavailable("answered with something that is no JSON");
        } catch (IOException e) {
            throw unavailable("did not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("was not waited for");
        } catch (CredentialMissingException e) {
            throw RemoteFailure.passing("Ferry cannot sign in to " + name + ".", String.valueOf(e.getMessage()));
        }
    }

    private HttpResponse<String> send(String path, Object body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(properties.timeout())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        String token = csrfToken;
        if (token != null) {
            request.header("X-CSRF-TOKEN", token);
        }
        if (properties.signIn() == SignIn.BASIC) {
            Credential.Basic user = user();
            byte[] pair = (user.user() + ":" + user.password().reveal()).getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private synchronized void signIn() throws IOException, InterruptedException {
        Credential.Basic user = user();
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/api/login?username=" + encoded(user.user())
                        + "&password=" + encoded(user.password().reveal())))
                .timeout(properties.timeout().plus(Duration.ofSeconds(2)))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<Void> answer = http.send(request, HttpResponse.BodyHandlers.discarding());
        if (answer.statusCode() / 100 != 2) {
            csrfToken = null;
            throw unavailable("refused to let Ferry in with the credential " + properties.credential());
        }
        // Some installations protect nothing by a token: an empty one stands for "signed in".
        csrfToken = answer.headers().firstValue("X-CSRF-TOKEN").orElse("");
    }

    private Credential.Basic user() {
        if (credentials.resolve(properties.credential()) instanceof Credential.Basic basic) {
            return basic;
        }
        throw unavailable("needs a name and a password, and " + properties.credential() + " holds no name:password");
    }

    private RemoteFailure unavailable(String what) {
        return RemoteFailure.passing(
                name + " at " + base + " " + what + ".", "See whether it runs and whether ferry.camunda.* fits it.");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
