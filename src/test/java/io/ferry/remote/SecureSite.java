package io.ferry.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLParameters;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;

/** A site on this computer, with certificates made for a test. It asks for Ferry's token at /private. */
public final class SecureSite implements AutoCloseable {
    /** A company's own authority. */
    public static final HeldCertificate ROOT = authority("Company Root");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private SecureSite(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public static HeldCertificate authority(String name) {
        return new HeldCertificate.Builder()
                .commonName(name)
                .certificateAuthority(1)
                .build();
    }

    /** A certificate of the company's authority for hosts. */
    public static HeldCertificate.Builder certificate(String... hosts) {
        HeldCertificate.Builder builder =
                new HeldCertificate.Builder().commonName(hosts[0]).signedBy(ROOT);
        for (String host : hosts) {
            builder.addSubjectAlternativeName(host);
        }
        return builder;
    }

    /** From so many days from now to so many days from now. */
    public static HeldCertificate.Builder valid(HeldCertificate.Builder builder, int from, int to) {
        return builder.validityInterval(day(from), day(to));
    }

    private static long day(int fromNow) {
        return Instant.now().plus(Duration.ofDays(fromNow)).toEpochMilli();
    }

    public static SecureSite plain() throws IOException {
        return new SecureSite(HttpServer.create(somewhere(), 0));
    }

    /** @param further certificates that it sends after its own */
    public static SecureSite of(HeldCertificate certificate, X509Certificate... further) throws IOException {
        return of(certificate, null, further);
    }

    /** @param demanded the authority of the certificate that callers must show */
    public static SecureSite demanding(HeldCertificate certificate, HeldCertificate demanded) throws IOException {
        return of(certificate, demanded);
    }

    private static SecureSite of(
            HeldCertificate certificate, @Nullable HeldCertificate demanded, X509Certificate... further)
            throws IOException {
        HandshakeCertificates.Builder handshake =
                new HandshakeCertificates.Builder().heldCertificate(certificate, further);
        if (demanded != null) {
            handshake.addTrustedCertificate(demanded.certificate());
        }
        HttpsServer server = HttpsServer.create(somewhere(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(handshake.build().sslContext()) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters all = getSSLContext().getDefaultSSLParameters();
                all.setNeedClientAuth(demanded != null);
                parameters.setSSLParameters(all);
            }
        });
        return new SecureSite(server);
    }

    private static InetSocketAddress somewhere() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            requests.add(exchange.getRequestMethod() + " " + path + " "
                    + exchange.getRequestHeaders().getFirst("Authorization")
                    + (exchange.getRequestHeaders().containsKey("Proxy-Authorization")
                            ? " with Proxy-Authorization"
                            : ""));
            boolean page = path.equals("/");
            exchange.getResponseHeaders().set("Content-Type", page ? "text/html" : "application/json");
            if (path.equals("/refused")) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"site\"");
            }
            byte[] body = (page ? "<html><title>Company\u001b[31m Jira</title></html>" : "{\"id\":\"7\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(
                    switch (path) {
                        case "/refused" -> 401;
                        case "/broken" -> 503;
                        default -> 200;
                    },
                    body.length);
            exchange.getResponseBody().write(body);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** What came: method, path, and the header Authorization. */
    public List<String> requests() {
        return requests;
    }

    /** Writes a certificate as PEM; gives the file. */
    public static String pem(Path folder, String name, HeldCertificate certificate) throws IOException {
        return Files.writeString(folder.resolve(name), certificate.certificatePem())
                .toString();
    }

    /** Writes a certificate with its key as PKCS#12; gives the file. */
    public static String pkcs12(Path folder, String name, HeldCertificate certificate, String password)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        X509Certificate own = certificate.certificate();
        boolean ofCompany = own.getIssuerX500Principal().equals(ROOT.certificate().getSubjectX500Principal());
        Certificate[] chain = ofCompany ? new Certificate[] {own, ROOT.certificate()} : new Certificate[] {own};
        store.setKeyEntry("ferry", certificate.keyPair().getPrivate(), password.toCharArray(), chain);
        Path file = folder.resolve(name);
        try (var out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        }
        return file.toString();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
