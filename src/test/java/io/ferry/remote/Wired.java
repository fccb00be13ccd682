package io.ferry.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** The rooms remote, jira, bigpicture and artifact, wired by Spring as in the server, with short pauses. */
public final class Wired implements AutoCloseable {
    private final AnnotationConfigApplicationContext context;
    private final Path folder;

    private Wired(AnnotationConfigApplicationContext context, Path folder) {
        this.context = context;
        this.folder = folder;
    }

    /** @param folder for credentials and stored files */
    public static Wired in(Path folder, Map<String, String> properties) {
        Map<String, String> all = new LinkedHashMap<>(Map.of(
                "ferry.remote.initial-backoff", "10ms",
                "ferry.remote.max-backoff", "1s",
                "ferry.remote.connect-timeout", "2s",
                "ferry.remote.read-timeout", "5s",
                "ferry.remote.stall-timeout", "2s",
                "ferry.remote.calls-per-second", "10000",
                "ferry.remote.sliding-window-size", "100",
                "ferry.artifacts.folder", folder.resolve("store").toString(),
                "ferry.artifacts.upload-folders", folder.resolve("inbox").toString()));
        all.putAll(properties);
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        new ConfigDataApplicationContextInitializer().initialize(context);
        TestPropertyValues.of(all).applyTo(context);
        context.register(Rooms.class);
        context.refresh();
        return new Wired(context, folder);
    }

    public static Wired in(Path folder) {
        return in(folder, Map.of());
    }

    public <T> T get(Class<T> type) {
        return context.getBean(type);
    }

    /** A reference to a credential with this content. */
    public CredentialReference credential(String content) {
        try {
            Files.createDirectories(folder);
            Path file = Files.createTempFile(folder, "credential", ".txt");
            Files.writeString(file, content);
            return CredentialReference.of("file:" + file.toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @ComponentScan({"io.ferry.remote", "io.ferry.jira", "io.ferry.bigpicture", "io.ferry.artifact"})
    static class Rooms {}
}
