package io.ferry.remote;

import java.io.Closeable;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Sends each request the way that {@link Network} says, by one of Java's clients for each way. It follows no redirections,
 * since the credential would go along; it speaks HTTP/1.1, since upgrading a plain connection while a body is sent
 * confuses some proxies and older servers.
 *
 * <p>The proxy's credential is a header of the request, which Java gives to the proxy alone. An {@link Authenticator} would
 * do so too, but then Java would no longer hand out answers with 401.
 */
final class NetworkClient extends HttpClient {
    static {
        ProxySignIn.allow();
    }

    private final Network network;
    private final Duration connectTimeout;
    private final Handshake handshake;
    private final Map<Key, HttpClient> clients = new ConcurrentHashMap<>();
    private final HttpClient usual;

    private record Key(@Nullable ForwardProxy proxy, Tls tls) {}

    /** @param handshake is told of each host's */
    NetworkClient(Network network, Duration connectTimeout, Handshake handshake) {
        this.network = network;
        this.connectTimeout = connectTimeout;
        this.handshake = handshake;
        this.usual = made(new Key(null, Tls.ofJavaAlone()));
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        Network.Way way = network.to(request.uri());
        ForwardProxy proxy = way.proxy();
        HttpClient client = client(way);
        if (proxy == null) {
            return client.send(request, handler);
        }
        HttpRequest signed = signed(request, proxy);
        HttpResponse<T> response;
        try {
            response = client.send(signed, handler);
        } catch (IOException e) {
            throw ProxyFailure.in(e, proxy).map(IOException.class::cast).orElse(e);
        }
        return letThrough(response, proxy);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        return sendAsync(request, handler, null);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushed) {
        Network.Way way = network.to(request.uri());
        ForwardProxy proxy = way.proxy();
        HttpClient client = client(way);
        if (proxy == null) {
            return client.sendAsync(request, handler, pushed);
        }
        return client.sendAsync(signed(request, proxy), handler, pushed).handle((response, thrown) -> {
            if (thrown == null) {
                try {
                    return letThrough(response, proxy);
                } catch (IOException e) {
                    throw new CompletionException(e);
                }
            }
            Throwable cause =
                    thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
            throw new CompletionException(
                    cause instanceof IOException e
                            ? ProxyFailure.in(e, proxy)
                                    .map(Throwable.class::cast)
                                    .orElse(e)
                            : cause);
        });
    }

    private static HttpRequest signed(HttpRequest request, ForwardProxy proxy) {
        return proxy.authorization()
                .map(authorization -> HttpRequest.newBuilder(request, (name, value) -> true)
                        .setHeader("Proxy-Authorization", authorization)
                        .build())
                .orElse(request);
    }

    private static <T> HttpResponse<T> letThrough(HttpResponse<T> response, ForwardProxy proxy) throws IOException {
        if (response.statusCode() != 407) {
            return response;
        }
        if (response.body() instanceof Closeable body) {
            body.close();
        }
        throw ProxyFailure.signIn(proxy, response.headers());
    }

    private HttpClient client(Network.Way way) {
        return clients.computeIfAbsent(new Key(way.proxy(), way.tls()), this::made);
    }

    private HttpClient made(Key key) {
        return HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .proxy(key.proxy() == null ? Builder.NO_PROXY : key.proxy().selector())
                .sslContext(key.tls().context(handshake))
                .build();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return usual.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return usual.followRedirects();
    }

    @Override
    public Version version() {
        return usual.version();
    }

    /** Of hosts for which nothing is set. */
    @Override
    public SSLContext sslContext() {
        return usual.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return usual.sslParameters();
    }

    /** None: which proxy is used depends on the request. */
    @Override
    public Optional<ProxySelector> proxy() {
        return Optional.empty();
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return Optional.empty();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return Optional.empty();
    }

    @Override
    public Optional<Executor> executor() {
        return Optional.empty();
    }

    @Override
    public void shutdown() {
        clients.values().forEach(HttpClient::shutdown);
        usual.shutdown();
    }

    @Override
    public void shutdownNow() {
        clients.values().forEach(HttpClient::shutdownNow);
        usual.shutdownNow();
    }

    @Override
    public void close() {
        clients.values().forEach(HttpClient::close);
        usual.close();
    }
}
