package io.ferry.remote;

import io.ferry.base.Plural;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/**
 * Tries the way to an address as Ferry's server goes it, and says in words, step by step, what works. It sends one GET
 * without any credential of the site; a proxy gets its own, as always.
 */
public final class ConnectionCheck {
    private static final Pattern TITLE = Pattern.compile("(?i)<title[^>]{0,200}>([^<]{0,300})");
    private static final int MOST_READ = 64 * 1024;
    private static final int MOST_ADDRESSES = 4;

    private final Network network;
    private final RemoteProperties properties;
    private final AddressRules addresses;
    private final FailureClassifier failures;

    ConnectionCheck(Network network, RemoteProperties properties, AddressRules addresses, FailureClassifier failures) {
        this.network = network;
        this.addresses = addresses;
        this.properties = properties;
        this.failures = failures;
    }

    /** How a step ended. */
    public enum Outcome {
        PASSED,
        FAILED,
        NOT_TRIED
    }

    /**
     * A step on the way.
     *
     * @param name one word
     * @param outcome how it ended
     * @param text what was found, in a sentence
     * @param details more of it, a line for each
     * @param whatToDo what the operator does next; empty if there is nothing to do
     */
    public record Step(String name, Outcome outcome, String text, List<String> details, String whatToDo) {
        public Step {
            details = List.copyOf(details);
        }

        static Step passed(String name, String text) {
            return new Step(name, Outcome.PASSED, text, List.of(), "");
        }

        static Step failed(String name, String text, String whatToDo) {
            return new Step(name, Outcome.FAILED, text, List.of(), whatToDo);
        }

        static Step notTried(String name) {
            return new Step(name, Outcome.NOT_TRIED, "not tried", List.of(), "");
        }

        Step with(List<String> more) {
            return new Step(name, outcome, text, more, whatToDo);
        }
    }

    @Import({
        HttpConfiguration.class,
        CredentialResolver.class,
        AddressRules.class,
        FailureClassifier.class,
        S3Clients.class,
        ConnectionCheck.class
    })
    static class Settings {}

    /**
     * Checks an address by the server's settings: application.yaml beside the program, the environment, and these.
     *
     * @param address http or https
     * @param settings as {@code --ferry.network.proxy.url=http://proxy.example.com:3128}
     * @return the steps, in the order in which they were gone
     * @throws IllegalArgumentException if settings or address cannot be used, with what to do
     */
    public static List<Step> of(URI address, List<String> settings) {
        requireUsable(address);
        return with(settings, context -> context.getBean(ConnectionCheck.class).check(address));
    }

    /**
     * The proxy for all sites, by the server's settings.
     *
     * @param settings as those of {@link #of}
     * @return where it is and what names it; empty if there is none
     * @throws IllegalArgumentException if the settings of the network cannot be used, with what to do
     */
    public static Optional<String> proxy(List<String> settings) {
        return with(settings, context -> context.getBean(Network.class).description());
    }

    /**
     * The credentials that are declared in the server's settings, by name.
     *
     * @param settings as those of {@link #of}
     * @return for each where it is, its hosts, and what is wrong with it
     * @throws IllegalArgumentException if the settings cannot be used, with what to do
     */
    public static SortedMap<String, CredentialState> credentials(List<String> settings) {
        return with(settings, context -> {
            CredentialResolver resolver = context.getBean(CredentialResolver.class);
            SortedMap<String, CredentialState> all = new TreeMap<>();
            context.getBean(DeclaredCredentials.class)
                    .credentials()
                    .forEach((name, declared) -> all.put(name, state(name, declared, resolver)));
            return all;
        });
    }

    /**
     * A declared credential.
     *
     * @param stored whether its secret is in Ferry's own store, which only a running Ferry opens
     * @param file the file with its secret; null if it is elsewhere
     * @param hosts where it may be sent, as declared
     * @param trouble why it cannot be used and what to do; empty if a secret is there
     */
    public record CredentialState(boolean stored, @Nullable Path file, List<String> hosts, String trouble) {
        public CredentialState {
            hosts = List.copyOf(hosts);
        }
    }

    private static CredentialState state(String name, DeclaredCredential declared, CredentialResolver resolver) {
        boolean stored = declared.source().isStore();
        String trouble = "";
        if (!stored) {
            try {
                resolver.isPassword(new SiteCredential.Named(name));
            } catch (CredentialMissingException missing) {
                trouble = String.valueOf(missing.getMessage());
            }
        }
        Path file = declared.source()
                .reference()
                .map(CredentialReference::value)
                .filter(value -> value.startsWith("file:"))
                .map(value -> Path.of(value.substring("file:".length())))
                .orElse(null);
        return new CredentialState(stored, file, declared.hosts(), trouble);
    }

    /**
     * Asks an S3 store as a server with these settings would.
     *
     * @param settings as on the server's command line
     * @param look what to ask
     * @throws IllegalArgumentException if {@code ferry.network.*} cannot be used
     */
    public static <T> T ofStore(List<String> settings, Function<S3Clients, T> look) {
        return with(settings, context -> look.apply(context.getBean(S3Clients.class)));
    }

    private static <T> T with(List<String> settings, Function<ConfigurableApplicationContext, T> look) {
        SpringApplication program = new SpringApplication(Settings.class);
        program.setWebApplicationType(WebApplicationType.NONE);
        program.setLogStartupInfo(false);
        program.setRegisterShutdownHook(false);
        // So that what cannot be used is thrown below, and nothing is told twice.
        program.setLazyInitialization(true);
        try (ConfigurableApplicationContext context = program.run(settings.toArray(String[]::new))) {
            return look.apply(context);
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof NetworkRefused || cause instanceof CredentialMissingException) {
                    throw new IllegalArgumentException(cause.getMessage(), e);
                }
            }
            throw e;
        }
    }

    private static void requireUsable(URI address) {
        String scheme = String.valueOf(address.getScheme());
        if (!scheme.equalsIgnoreCase("https") && !scheme.equalsIgnoreCase("http") || address.getHost() == null) {
            throw new IllegalArgumentException("an address is needed, such as https://jira.example.com");
        }
        if (address.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "leave name and password out of the address: the check sends no credential.");
        }
    }

    List<Step> check(URI address) {
        List<Step> steps = new ArrayList<>();
        Network.Way way = network.to(address);
        ForwardProxy proxy = way.proxy();
        boolean secure = "https".equalsIgnoreCase(address.getScheme());
        steps.add(chosen(proxy, way));
        InetSocketAddress first = proxy == null
                ? InetSocketAddress.createUnresolved(HostPattern.host(address), HostPattern.port(address))
                : proxy.address();
        List<InetAddress> found = name(first.getHostString(), address, proxy, steps);
        // Nothing is gained by it here, where the caller chooses what is called; so that he knows, the rest is tried
        // all the same.
        addresses
                .refusal(address)
                .ifPresent(why -> steps.add(Step.failed(
                        "Allowed",
                        "Ferry's server does not call " + HostPattern.host(address) + ": " + why + ".",
                        "If a site really is there, name the address under ferry.remote.allowed-addresses.")));
        boolean connected = !found.isEmpty() && connect(first, found, proxy, steps);
        if (connected) {
            ask(address, way, secure, steps);
        }
        for (String missing : secure ? List.of("TCP", "TLS", "Answer") : List.of("TCP", "Answer")) {
            if (steps.stream().noneMatch(step -> step.name().equals(missing))) {
                steps.add(Step.notTried(missing));
            }
        }
        return steps;
    }

    private static Step chosen(@Nullable ForwardProxy proxy, Network.Way way) {
        if (proxy == null) {
            return Step.passed("Proxy", "none: " + way.why() + ".");
        }
        return Step.passed(
                "Proxy",
                proxy.name() + ": " + way.why() + "; "
                        + proxy.credentialAt()
                                .map(at -> "Ferry signs in with what is behind " + at)
                                .orElse("without sign-in")
                        + ".");
    }

    private static List<InetAddress> name(String host, URI address, @Nullable ForwardProxy proxy, List<Step> steps) {
        try {
            List<InetAddress> found = Arrays.asList(InetAddress.getAllByName(host));
            String all = String.join(
                    ", ",
                    found.stream()
                            .limit(MOST_ADDRESSES)
                            .map(InetAddress::getHostAddress)
                            .toList());
            steps.add(Step.passed(
                    "Name",
                    (host.equals(all) ? host + " is an address" : host + " is " + all)
                            + (found.size() > MOST_ADDRESSES ? " and " + (found.size() - MOST_ADDRESSES) + " more" : "")
                            + (proxy == null
                                    ? "."
                                    : "; the name " + HostPattern.host(address) + " is looked up by the proxy.")));
            return found;
        } catch (UnknownHostException e) {
            steps.add(Step.failed(
                    "Name",
                    "there is no host " + host + ".",
                    proxy == null
                            ? "Check the spelling, and this machine's name service. Where names of the internet are known to"
                                    + " a proxy only, set ferry.network.proxy.url."
                            : "Check the spelling in " + proxy.namedBy() + ", and this machine's name service."));
            return List.of();
        }
    }

    private boolean connect(
            InetSocketAddress to, List<InetAddress> found, @Nullable ForwardProxy proxy, List<Step> steps) {
        String what = (proxy == null ? "" : "the proxy at ") + "port " + to.getPort();
        IOException last = new IOException();
        for (InetAddress each : found) {
            long start = System.nanoTime();
            try (Socket socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(each, to.getPort()),
                        Math.toIntExact(properties.connectTimeout().toMillis()));
                long took = Duration.ofNanos(System.nanoTime() - start).toMillis();
                steps.add(Step.passed("TCP", what + " takes the connection (" + took + " ms)."));
                return true;
            } catch (IOException e) {
                last = e;
            }
        }
        steps.add(Step.failed(
                "TCP",
                what + " takes no connection ("
                        + (last instanceof java.net.SocketTimeoutException
                                ? "no answer within "
                                        + properties.connectTimeout().toSeconds() + " s"
                                : "refused or unreachable")
                        + ").",
                proxy == null
                        ? "Check that the site runs, its port, and firewalls in between. Where sites are reached through a"
                                + " proxy only, set ferry.network.proxy.url."
                        : "Check that the proxy runs, the port in " + proxy.namedBy() + ", and firewalls in between."));
        return false;
    }

    private void ask(URI address, Network.Way way, boolean secure, List<Step> steps) {
        List<X509Certificate> chain = new CopyOnWriteArrayList<>();
        HttpRequest request = HttpRequest.newBuilder(withPath(address))
                .timeout(properties.connectTimeout().plus(properties.readTimeout()))
                .header("User-Agent", "Ferry")
                .GET()
                .build();
        try (NetworkClient client = new NetworkClient(network, properties.connectTimeout(), seen -> {
            chain.clear();
            chain.addAll(seen);
        })) {
            HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                tunnel(way, secure, steps);
                if (secure) {
                    steps.add(Step.passed("TLS", encrypted(response) + ". The site's certificates, its own first:")
                            .with(shown(chain, way)));
                }
                steps.add(answer(address, response, title(body)));
            }
        } catch (ProxyFailure e) {
            RemoteFailure failure = e.failure(HostPattern.host(address));
            steps.add(Step.failed("Tunnel", failure.title(), failure.whatToDo()));
        } catch (RemoteFailure e) {
            steps.add(Step.failed("Tunnel", e.title(), e.whatToDo()));
        } catch (CredentialMissingException e) {
            steps.add(Step.failed("Tunnel", "the proxy's credential is missing.", String.valueOf(e.getMessage())));
        } catch (CertificateAsked e) {
            insecure(e.trouble(), way, chain, steps);
        } catch (SSLException e) {
            insecure(TlsTrouble.of(e), way, chain, steps);
        } catch (HttpConnectTimeoutException e) {
            // TCP went well just now.
            steps.add(Step.failed(
                    secure ? "TLS" : "Answer",
                    "no answer within " + properties.connectTimeout().toSeconds() + " s.",
                    "Check the port, and whether what is behind it speaks " + (secure ? "TLS" : "HTTP")
                            + "; firewalls that look into connections hold them up like this, too."));
        } catch (IOException e) {
            RemoteFailure failure =
                    (RemoteFailure) failures.thrown(new Call(HostPattern.host(address), "GET", false), e);
            if (secure && !chain.isEmpty()) {
                tunnel(way, true, steps);
                steps.add(Step.passed("TLS", "the certificates are trusted. The site's, its own first:")
                        .with(shown(chain, way)));
            }
            boolean asked = !secure || !chain.isEmpty();
            steps.add(Step.failed(asked ? "Answer" : "TLS", failure.title(), failure.whatToDo()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void insecure(TlsTrouble trouble, Network.Way way, List<X509Certificate> chain, List<Step> steps) {
        tunnel(way, true, steps);
        String found = chain.isEmpty() ? "." : ". The site's certificates, its own first:";
        steps.add(Step.failed("TLS", trouble.why() + found, trouble.whatToDo()).with(shown(chain, way)));
    }

    private static void tunnel(Network.Way way, boolean secure, List<Step> steps) {
        if (way.proxy() != null && secure) {
            steps.add(Step.passed("Tunnel", "the proxy leads to the site."));
        }
    }

    private static URI withPath(URI address) {
        return address.getRawPath() == null || address.getRawPath().isEmpty() ? address.resolve("/") : address;
    }

    private static String encrypted(HttpResponse<?> response) {
        return response.sslSession()
                .map(session -> session.getProtocol().replace("TLSv", "TLS ") + ", trusted by Ferry")
                .orElse("trusted by Ferry");
    }

    private static List<String> shown(List<X509Certificate> chain, Network.Way way) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < chain.size(); i++) {
            X509Certificate each = chain.get(i);
            lines.add((i + 1) + ". " + TlsTrouble.subject(each)
                    + (i == 0 ? " (for " + TlsTrouble.names(each) + ")" : "")
                    + (TlsTrouble.isSelfSigned(each) ? ", signed by itself" : ", signed by " + TlsTrouble.issuer(each))
                    + ", valid from " + TlsTrouble.day(each.getNotBefore()) + " to "
                    + TlsTrouble.day(each.getNotAfter()));
        }
        X509Certificate own = way.tls().shown();
        if (own != null) {
            lines.add("Where a certificate is demanded, Ferry shows " + TlsTrouble.subject(own) + ", valid to "
                    + TlsTrouble.day(own.getNotAfter()) + ".");
        }
        int further = way.tls().furtherAuthorities();
        if (further > 0) {
            lines.add("Ferry trusts " + Plural.of(further, "authority", "authorities")
                    + " of ferry.network here beside those of Java.");
        }
        return lines;
    }

    private Step answer(URI address, HttpResponse<?> response, String title) {
        int status = response.statusCode();
        String text = "status " + status + (title.isEmpty() ? "" : ", title \"" + title + "\"") + ".";
        if (status >= 500) {
            return Step.failed(
                    "Answer",
                    text,
                    "The site, or a proxy before it, has an error of its own: look at its log at this time.");
        }
        if ("http".equalsIgnoreCase(address.getScheme()) && refusesPlain(address)) {
            return Step.failed(
                    "Answer",
                    text + " But Ferry sends no credentials unencrypted.",
                    "Use the site's https:// address; or, in a network that you trust, set ferry.remote.allow-plain-http.");
        }
        if (status >= 300 && status < 400) {
            String location = response.headers()
                    .firstValue("Location")
                    .map(to -> TlsTrouble.text(to.replaceFirst("[?#].*", "")))
                    .orElse("elsewhere");
            return new Step(
                    "Answer",
                    Outcome.PASSED,
                    text + " The site sends callers to " + location + ".",
                    List.of(),
                    "Ferry follows no redirections. If this is no page for signing in, give Ferry that address.");
        }
        return Step.passed("Answer", text);
    }

    private boolean refusesPlain(URI address) {
        try {
            properties.requireEncrypted(new Site(address.resolve("/"), new SiteCredential.None()));
            return false;
        } catch (RemoteFailure refused) {
            return true;
        }
    }

    private static String title(InputStream body) throws IOException {
        Matcher title = TITLE.matcher(new String(body.readNBytes(MOST_READ), StandardCharsets.UTF_8));
        return title.find() ? TlsTrouble.text(title.group(1)) : "";
    }
}
