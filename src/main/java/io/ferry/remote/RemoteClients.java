package io.ferry.remote;

import feign.Feign;
import feign.FeignException;
import feign.Logger;
import feign.MethodMetadata;
import feign.Request;
import feign.RequestTemplate;
import feign.Retryer;
import feign.codec.EncodeException;
import feign.codec.Encoder;
import feign.http2client.Http2Client;
import feign.interceptor.Invocation;
import feign.interceptor.MethodInterceptor;
import feign.jackson.JacksonDecoder;
import feign.jackson.JacksonEncoder;
import java.lang.reflect.Type;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Makes Feign clients whose calls are signed, guarded and classified, and whose bodies are never logged. */
@Component
public final class RemoteClients {
    private final RemoteProperties properties;
    private final CredentialResolver credentials;
    private final AddressRules addresses;
    private final FailureClassifier failures;
    private final ResiliencePolicies guards;
    private final RemoteMeters meters;
    private final HttpClient http;

    RemoteClients(
            RemoteProperties properties,
            CredentialResolver credentials,
            AddressRules addresses,
            FailureClassifier failures,
            ResiliencePolicies guards,
            RemoteMeters meters,
            HttpClient http) {
        this.properties = properties;
        this.credentials = credentials;
        this.addresses = addresses;
        this.failures = failures;
        this.guards = guards;
        this.meters = meters;
        this.http = http;
    }

    /**
     * @param api an interface with Feign's annotations. A method that returns {@link feign.Response} gets redirections
     *     and pages as they are; error statuses are failures everywhere.
     * @param access whose calls go where
     * @throws RemoteFailure lasting if credentials would travel unencrypted and that is not allowed
     */
    public <T> T client(Class<T> api, Access access) {
        properties.requireEncrypted(access.site());
        Duration limit = access.answerWithin() == null ? properties.readTimeout() : access.answerWithin();
        JacksonEncoder json = new JacksonEncoder(Json.MAPPER);
        return Feign.builder()
                .client(new ResilientClient(
                        new Http2Client(http),
                        access,
                        limit,
                        properties,
                        credentials,
                        addresses,
                        failures,
                        guards,
                        meters))
                .encoder(new Encoder() {
                    @Override
                    public void encode(Object body, Type type, RequestTemplate template) throws EncodeException {
                        if (type == String.class) {
                            template.body((String) body);
                        } else {
                            json.encode(body, type, template);
                        }
                    }
                })
                .decoder(new JacksonDecoder(Json.MAPPER))
                .requestInterceptor(RemoteClients::introduce)
                .methodInterceptor(this::namingUnreadableAnswers)
                // Repeating is the guards' work; Feign's own logger would write bodies and headers.
                .retryer(Retryer.NEVER_RETRY)
                .logLevel(Logger.Level.NONE)
                .options(new Request.Options(
                        properties.connectTimeout().toMillis(),
                        TimeUnit.MILLISECONDS,
                        limit.toMillis(),
                        TimeUnit.MILLISECONDS,
                        false))
                .target(api, access.site().baseUrl().toString());
    }

    private static void introduce(RequestTemplate template) {
        template.header("User-Agent", "Ferry");
        if (!template.headers().containsKey("Accept")) {
            template.header("Accept", "application/json");
        }
    }

    private Object namingUnreadableAnswers(Invocation invocation, MethodInterceptor.Chain chain) throws Throwable {
        try {
            return chain.next(invocation);
        } catch (FeignException e) {
            // Statuses are failures already: what is left is reading. Without its cause: Jackson's messages repeat
            // values.
            throw failures.unreadable(ResilientClient.callOf(e.request()), e.status());
        }
    }

    static boolean changes(MethodMetadata metadata, Request.HttpMethod method) {
        return method != Request.HttpMethod.GET
                && method != Request.HttpMethod.HEAD
                && !metadata.method().isAnnotationPresent(ReadOnlyCall.class);
    }
}
