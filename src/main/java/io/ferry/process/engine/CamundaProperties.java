package io.ferry.process.engine;

import io.ferry.remote.CredentialReference;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Ferry finds what Camunda shows to people: {@code ferry.camunda.*}. The engine itself is configured under
 * {@code camunda.client.*}.
 *
 * @param tasklistUrl Tasklist's base address, as Ferry reaches it
 * @param operateUrl Operate's base address, as Ferry reaches it
 * @param tasklistLinks Tasklist's base address in people's browsers, if it is another one
 * @param operateLinks Operate's base address in people's browsers, if it is another one
 * @param signIn how Ferry signs in there
 * @param credential where the name and password (name:password) for signing in are found
 * @param timeout how long one call may take
 * @param deployRetry how long Ferry waits before it tries again to deploy its models when the engine did not answer
 */
@ConfigurationProperties("ferry.camunda")
public record CamundaProperties(
        @DefaultValue("http://127.0.0.1:8080") URI tasklistUrl,
        @DefaultValue("http://127.0.0.1:8080") URI operateUrl,
        @Nullable URI tasklistLinks,
        @Nullable URI operateLinks,
        @DefaultValue("SESSION") SignIn signIn,
        @DefaultValue("env:CAMUNDA_SIGN_IN") CredentialReference credential,
        @DefaultValue("3s") Duration timeout,
        @DefaultValue("3s") Duration deployRetry) {

    /** How Ferry signs in to Tasklist and Operate. */
    public enum SignIn {
        /** Camunda 8.6: {@code POST /api/login}, then cookies and a CSRF token. */
        SESSION,
        /** Camunda 8.8: HTTP basic authentication. */
        BASIC,
        /** An installation that lets everybody in. */
        NONE
    }

    String tasklistLink() {
        return withoutSlash(tasklistLinks == null ? tasklistUrl : tasklistLinks) + "/tasklist";
    }

    String taskLink(String taskId) {
        return tasklistLink() + "/" + taskId;
    }

    String operateLink() {
        return withoutSlash(operateLinks == null ? operateUrl : operateLinks) + "/operate";
    }

    String instanceLink(long processInstanceKey) {
        return operateLink() + "/processes/" + processInstanceKey;
    }

    private static String withoutSlash(URI url) {
        return url.toString().replaceAll("/+$", "");
    }
}
