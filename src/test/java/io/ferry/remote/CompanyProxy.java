package io.ferry.remote;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.littleshoot.proxy.HttpFilters;
import org.littleshoot.proxy.HttpFiltersAdapter;
import org.littleshoot.proxy.HttpFiltersSourceAdapter;
import org.littleshoot.proxy.HttpProxyServer;
import org.littleshoot.proxy.HttpProxyServerBootstrap;
import org.littleshoot.proxy.ProxyAuthenticator;
import org.littleshoot.proxy.impl.DefaultHttpProxyServer;

/** A real proxy (LittleProxy). It alone knows the hosts below .test, which are this computer; it forbids forbidden.test. */
public final class CompanyProxy implements AutoCloseable {
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final HttpProxyServer server;

    private CompanyProxy(@Nullable String credential) {
        HttpProxyServerBootstrap bootstrap = DefaultHttpProxyServer.bootstrap()
                .withAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .withServerResolver((host, port) -> {
                    if (!host.endsWith(".test")) {
                        throw new UnknownHostException(host);
                    }
                    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
                })
                .withFiltersSource(new HttpFiltersSourceAdapter() {
                    @Override
                    public HttpFilters filterRequest(HttpRequest request, ChannelHandlerContext context) {
                        return recording(request);
                    }
                });
        if (credential != null) {
            bootstrap.withProxyAuthenticator(new ProxyAuthenticator() {
                @Override
                public boolean authenticate(String user, String password) {
                    return credential.equals(user + ":" + password);
                }

                @Override
                public String getRealm() {
                    return "company";
                }
            });
        }
        server = bootstrap.start();
    }

    public static CompanyProxy open() {
        return new CompanyProxy(null);
    }

    /** @param credential {@code NAME:PASSWORD} */
    public static CompanyProxy withSignIn(String credential) {
        return new CompanyProxy(credential);
    }

    private HttpFilters recording(HttpRequest request) {
        return new HttpFiltersAdapter(request) {
            @Override
            public @Nullable HttpResponse clientToProxyRequest(HttpObject part) {
                if (part instanceof HttpRequest asked) {
                    requests.add(asked.method() + " " + asked.uri()
                            + (asked.headers().contains("Authorization") ? " with Authorization" : ""));
                    if (asked.uri().startsWith("forbidden.test")) {
                        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.FORBIDDEN);
                    }
                }
                return null;
            }
        };
    }

    public String url() {
        return "http://127.0.0.1:" + server.getListenAddress().getPort();
    }

    /** What it let in so far. */
    public List<String> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.abort();
    }
}
