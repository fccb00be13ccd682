package io.ferry.remote;

import feign.Client;
import feign.Request;
import feign.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Sends a request inside its guards, reads its whole answer, and turns error statuses into failures. */
final class ResilientClient implements Client {
    private final Client sender;
    private final Access access;
    private final Duration limit;
    private final RemoteProperties properties;
    private final CredentialResolver credentials;
    private final AddressRules addresses;
    private final FailureClassifier failures;
    private final ResiliencePolicies guards;
    private final RemoteMeters meters;

    ResilientClient(
            Client sender,
            Access access,
            Duration limit,
            RemoteProperties properties,
            CredentialResolver credentials,
            AddressRules addresses,
            FailureClassifier failures,
            ResiliencePolicies guards,
            RemoteMeters meters) {
        this.sender = sender;
        this.access = access;
        this.limit = limit;
        this.properties = properties;
        this.credentials = credentials;
        this.addresses = addresses;
        this.failures = failures;
        this.guards = guards;
        this.meters = meters;
    }

    @Override
    public Response execute(Request request, Request.Options options) {
        Call call = callOf(request);
        return guards.call(access, limit.plus(properties.connectTimeout()), call, () -> send(call, request, options));
    }

    static Call callOf(Request request) {
        URI uri = URI.create(request.url());
        return new Call(
                uri.getRawAuthority(),
                request.httpMethod() + " " + Masking.mask(uri.getRawPath()),
                RemoteClients.changes(request.requestTemplate().methodMetadata(), request.httpMethod()));
    }

    private Response send(Call call, Request request, Request.Options options) throws IOException {
        Request signed = withCredential(request);
        try (RemoteMeters.Try measured =
                        meters.call(access, request.httpMethod().name());
                Response answer = sender.execute(signed, options)) {
            measured.answered(answer.status());
            CookieJar jar = access.cookies();
            if (jar != null) {
                jar.take(answer.headers().getOrDefault("set-cookie", List.of()));
            }
            byte[] body = read(call, answer);
            int status = answer.status();
            if (status >= 400) {
                throw failures.answered(call, status, headersOf(answer), new String(body, StandardCharsets.UTF_8));
            }
            if (status >= 300 && !handlesPages(request)) {
                throw failures.redirected(
                        call,
                        status,
                        answer.headers().getOrDefault("location", List.of()).stream()
                                .findFirst()
                                .orElse(null));
            }
            if (isPage(answer) && !handlesPages(request)) {
                // Of a change, no answer that could be read says that it was made.
                throw failures.unreadable(call, status);
            }
            return answer.toBuilder().body(body).build();
        }
    }

    /** A sign-in page, say, that a proxy or a single sign-on puts in the place of the answer. */
    private static boolean isPage(Response answer) {
        return answer.headers().getOrDefault("content-type", List.of()).stream()
                .anyMatch(type -> type.toLowerCase(Locale.ROOT).startsWith("text/html"));
    }

    /**
     * The request as it is sent. Here, and nowhere before, the credential joins it: whatever led to this address, it must be one
     * that Ferry calls and that the credential is for. A session's cookies, and the password that begins the session, are held
     * to the same.
     */
    private Request withCredential(Request request) {
        URI to = URI.create(request.url());
        addresses.require(to);
        Map<String, Collection<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(request.headers());
        access.signIn()
                .authorization(credentials, access.site().credential(), to)
                .ifPresent(value -> headers.put("Authorization", List.of(value)));
        CookieJar jar = access.cookies();
        if (jar != null) {
            credentials.requireFor(access.site().credential(), to);
            jar.header().ifPresent(cookies -> headers.put("Cookie", List.of(cookies)));
        }
        return Request.create(
                request.httpMethod(),
                request.url(),
                headers,
                request.body(),
                request.charset(),
                request.requestTemplate());
    }

    private byte[] read(Call call, Response answer) throws IOException {
        if (answer.body() == null) {
            return new byte[0];
        }
        int largest = Math.toIntExact(properties.maxResponseSize().toBytes());
        try (InputStream in = answer.body().asInputStream()) {
            byte[] body = in.readNBytes(largest);
            if (in.read() >= 0) {
                throw failures.tooLong(call, properties.maxResponseSize());
            }
            return body;
        }
    }

    private static boolean handlesPages(Request request) {
        return Objects.equals(request.requestTemplate().methodMetadata().returnType(), Response.class);
    }

    private static HttpHeaders headersOf(Response answer) {
        return HttpHeaders.of(
                answer.headers().entrySet().stream()
                        .filter(header -> !header.getKey().startsWith(":"))
                        .collect(Collectors.toMap(Map.Entry::getKey, header -> List.copyOf(header.getValue()))),
                (name, value) -> true);
    }
}
