package io.ferry.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Lets AWS's SDK send through Ferry's own client, so that {@code ferry.network} holds for it as for every other call. */
final class SdkCalls implements SdkHttpClient {
    /** Java's client sets these itself and refuses them from others. */
    private static final Set<String> JAVAS_OWN = Set.of("host", "content-length", "expect", "connection");

    private final HttpClient http;
    private final Duration timeout;

    /** @param timeout after so long without the answer's beginning a call has failed */
    SdkCalls(HttpClient http, Duration timeout) {
        this.http = http;
        this.timeout = timeout;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            private volatile boolean aborted;

            @Override
            public HttpExecuteResponse call() throws IOException {
                if (aborted) {
                    throw new IOException("The call was given up.");
                }
                try {
                    return answer(http.send(javas(request), HttpResponse.BodyHandlers.ofInputStream()));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw (IOException) new InterruptedIOException("The call was interrupted.").initCause(e);
                }
            }

            @Override
            public void abort() {
                aborted = true;
            }
        };
    }

    private HttpRequest javas(HttpExecuteRequest request) {
        SdkHttpRequest wanted = request.httpRequest();
        HttpRequest.Builder builder = HttpRequest.newBuilder(wanted.getUri())
                .timeout(timeout)
                .method(wanted.method().name(), body(request));
        wanted.forEachHeader((name, values) -> {
            if (!JAVAS_OWN.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> builder.header(name, value));
            }
        });
        return builder.build();
    }

    private static BodyPublisher body(HttpExecuteRequest request) {
        ContentStreamProvider content = request.contentStreamProvider().orElse(null);
        long length = request.httpRequest()
                .firstMatchingHeader("Content-Length")
                .map(Long::parseLong)
                .orElse(0L);
        return content == null || length == 0
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(content::newStream), length);
    }

    private static HttpExecuteResponse answer(HttpResponse<InputStream> response) {
        AbortableInputStream body = AbortableInputStream.create(response.body());
        return HttpExecuteResponse.builder()
                .response(SdkHttpFullResponse.builder()
                        .statusCode(response.statusCode())
                        .headers(response.headers().map())
                        .content(body)
                        .build())
                .responseBody(body)
                .build();
    }

    /** The client is everybody's. */
    @Override
    public void close() {
        // nothing to do
    }

    @Override
    public String clientName() {
        return "Ferry";
    }
}
