package io.ferry.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** The rooms remote, jira, bigpicture and artifact, wired by Spring as in the server, with short pauses. */
public final class Wired implements AutoCloseable {
    /** For all tests, as some wire the rooms anew with other settings. */
    private static final Map<String, DeclaredCredential> DECLARED = new ConcurrentHashMap<>();

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final AnnotationConfigApplicationContext context;
    private final Path folder;

    private Wired(AnnotationConfigApplicationContext context, Path folder) {
        this.context = context;
        this.folder = folder;
    }

    /** @param folder for credentials and stored files */
    public static Wired in(Path folder, Map<String, String> properties) {
        return in(folder, properties, context -> {});
    }

    /** @param change of the wiring, before anything is made */
    static Wired in(Path folder, Map<String, String> properties, Consumer<AnnotationConfigApplicationContext> change) {
        Map<String, String> all = new LinkedHashMap<>(Map.of(
                "ferry.remote.initial-backoff", "10ms",
                "ferry.remote.max-backoff", "1s",
                "ferry.remote.connect-timeout", "2s",
                "ferry.remote.read-timeout", "5s",
                "ferry.remote.stall-timeout", "2s",
                "ferry.remote.calls-per-second", "10000",
                "ferry.remote.sliding-window-size", "100",
                "ferry.remote.allowed-addresses", "127.0.0.1,::1",
                "ferry.artifacts.folder", folder.resolve("store").toString(),
                "ferry.artifacts.upload-folders", folder.resolve("inbox").toString()));
        all.put("ferry.artifacts.export-folders", folder.toString());
        all.putAll(properties);
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        new ConfigDataApplicationContextInitializer().initialize(context);
        TestPropertyValues.of(all).applyTo(context);
        context.register(Rooms.class);
        context.registerBean(
                "credentialResolver",
                CredentialResolver.class,
                () -> new CredentialResolver(DECLARED::get, System::getenv));
        change.accept(context);
        context.refresh();
        return new Wired(context, folder);
    }

    public static Wired in(Path folder) {
        return in(folder, Map.of());
    }

    public <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    /** A declared credential with this content, for every host of this computer. */
    public SiteCredential.Named credential(String content) {
        return credential(content, List.of("127.0.0.1:*", "localhost:*"));
    }

    /** A declared credential with this content, for these hosts. */
    public SiteCredential.Named credential(String content, List<String> hosts) {
        try {
            Files.createDirectories(folder);
            Path file = Files.createTempFile(folder, "credential", ".txt");
            Files.writeString(file, content);
            String name = "credential-" + NUMBERS.incrementAndGet();
            DECLARED.put(name, new DeclaredCredential(CredentialSource.of("file:" + file.toAbsolutePath()), hosts));
            return new SiteCredential.Named(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file that a credential's secret is in. */
    public Path fileOf(SiteCredential.Named credential) {
        DeclaredCredential known = Objects.requireNonNull(DECLARED.get(credential.name()));
        return Path.of(known.source().value().substring("file:".length()));
    }

    @Override
    public void close() {
        context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @ComponentScan({"io.ferry.remote", "io.ferry.jira", "io.ferry.bigpicture", "io.ferry.artifact"})
    static class Rooms {}
}
