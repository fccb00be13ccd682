package io.ferry.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often made-up keys can make Ferry ask the OpenID Connect provider. */
class ProviderKeysTest {
    private final AtomicInteger asked = new AtomicInteger();
    private volatile int status = 200;

    @SuppressWarnings("NullAway.Init")
    private HttpServer service;

    @SuppressWarnings("NullAway.Init")
    private JWKSource<SecurityContext> keys;

    @BeforeEach
    void start() throws Exception {
        RSAKey known = new RSAKeyGenerator(2048).keyID("known").generate();
        byte[] set = new JWKSet(known).toPublicJWKSet().toString().getBytes(UTF_8);
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(status, status == 200 ? set.length : -1);
            if (status == 200) {
                exchange.getResponseBody().write(set);
            }
            exchange.close();
        });
        service.start();
        keys = ProviderKeys.at("http://localhost:" + service.getAddress().getPort() + "/keys");
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    @Test
    void shouldAskTwiceAtMostForKeysThatAreMadeUp() throws Exception {
        assertThat(keys.get(key("known"), null)).hasSize(1);
        for (int i = 0; i < 50; i++) {
            assertThat(keys.get(key("made-up-" + i), null)).isEmpty();
        }

        assertThat(asked.get()).isEqualTo(2);
        assertThat(keys.get(key("known"), null)).hasSize(1);
    }

    @Test
    void shouldKnowItsKeysWhileTheServiceDoesNotAnswer() throws Exception {
        assertThat(keys.get(key("known"), null)).hasSize(1);
        status = 503;

        assertThat(keys.get(key("made-up"), null)).isEmpty();
        assertThat(keys.get(key("known"), null)).hasSize(1);
    }

    private static JWKSelector key(String id) {
        return new JWKSelector(new JWKMatcher.Builder().keyID(id).build());
    }
}
