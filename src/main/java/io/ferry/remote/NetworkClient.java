package io.ferry.remote;

import java.io.Closeable;
import java.io.IOException;
import java.net.Authenticator;
import java.net.ConnectException;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.HttpTimeoutException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
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

    /** The hosts that asked for a certificate, and whether there was none for them. As few as the sites that Ferry calls. */
    private final Map<String, Boolean> asked = new ConcurrentHashMap<>();

    private final Map<Key, HttpClient> clients = new ConcurrentHashMap<>();
    private final HttpClient usual;

    private record Key(@Nullable ForwardProxy proxy, Tls tls) {}

    /** @param seen gets every chain of certificates that a host shows */
    NetworkClient(Network network, Duration connectTimeout, Consumer<List<X509Certificate>> seen) {
        this.network = network;
        this.connectTimeout = connectTimeout;
        this.handshake = new Handshake() {
            @Override
            public void shows(List<X509Certificate> chain) {
                seen.accept(chain);
            }

            @Override
            public void asks(@Nullable String host, boolean inVain) {
                if (host != null) {
                    asked.put(host, inVain);
                }
            }
        };
        this.usual = made(new Key(null, Tls.ofJavaAlone()));
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        Network.Way way = network.to(request.uri());
        ForwardProxy proxy = way.proxy();
        HttpClient client = client(way);
        try {
            return proxy == null
                    ? client.send(request, handler)
                    : letThrough(client.send(signed(request, proxy), handler), proxy);
        } catch (IOException e) {
            throw meaning(e, request, proxy);
        }
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
        HttpRequest sent = proxy == null ? request : signed(request, proxy);
        return client.sendAsync(sent, handler, pushed).handle((response, thrown) -> {
            if (thrown == null) {
                try {
                    return proxy == null ? response : letThrough(response, proxy);
                } catch (IOException e) {
                    throw new CompletionException(e);
                }
            }
            Throwable cause =
                    thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
            throw new CompletionException(cause instanceof IOException e ? meaning(e, request, proxy) : cause);
        });
    }

    private IOException meaning(IOException thrown, HttpRequest request, @Nullable ForwardProxy proxy) {
        if (thrown instanceof ProxyFailure) {
            return thrown;
        }
        Optional<ProxyFailure> ofProxy = proxy == null ? Optional.empty() : ProxyFailure.in(thrown, proxy);
        if (ofProxy.isPresent()) {
            return ofProxy.get();
        }
        Boolean inVain = asked.get(HostPattern.host(request.uri()));
        return inVain == null
                        || thrown instanceof SSLException
                        || thrown instanceof HttpTimeoutException
                        || thrown instanceof ConnectException
                ? thrown
                : new CertificateAsked(inVain, thrown);
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
