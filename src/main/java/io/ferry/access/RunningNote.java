package io.ferry.access;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Keeps the file {@code running} in {@code ferry.home} as long as this Ferry answers: {@link RunningFile}. */
@Component
public final class RunningNote {
    private static final Logger log = LoggerFactory.getLogger(RunningNote.class);

    private final Path home;
    private final Environment settings;
    private final Clock clock;
    private volatile @Nullable RunningFile written;
    private boolean ended;

    RunningNote(@Value("${ferry.home}") Path home, Environment settings, Clock clock) {
        this.home = home;
        this.settings = settings;
        this.clock = clock;
    }

    /** Writes it when Ferry is ready to answer. */
    @EventListener(ApplicationReadyEvent.class)
    synchronized void ready() {
        Integer port = settings.getProperty("local.server.port", Integer.class);
        // Ferry may be told to end in the moment in which it has started.
        if (port == null || ended) {
            return;
        }
        RunningFile now = RunningFile.ofThisProcess(address("server", port), health(), clock.instant());
        try {
            now.writeTo(home);
            written = now;
        } catch (IOException e) {
            log.warn(
                    "Commands on this computer, such as './ferry list', cannot sign in: {} cannot be written. {}",
                    home.resolve(RunningFile.FILE),
                    e.toString());
        }
    }

    /** Where this computer reaches Ferry; null before it is ready. */
    public @Nullable URI address() {
        RunningFile now = written;
        return now == null ? null : now.address();
    }

    private @Nullable URI health() {
        Integer port = settings.getProperty("local.management.port", Integer.class);
        return port == null
                ? null
                : address("management.server", port)
                        .resolve(settings.getProperty("management.endpoints.web.base-path", "/actuator") + "/health");
    }

    /** Where this computer reaches a port whose settings begin with a prefix. */
    private URI address(String prefix, int port) {
        boolean tls = settings.containsProperty(prefix + ".ssl.bundle")
                || settings.containsProperty(prefix + ".ssl.certificate")
                || settings.containsProperty(prefix + ".ssl.key-store");
        boolean encrypted = tls && settings.getProperty(prefix + ".ssl.enabled", Boolean.class, true);
        return URI.create((encrypted ? "https" : "http") + "://" + host(settings.getProperty(prefix + ".address", ""))
                + ":" + port);
    }

    /** All addresses, as 0.0.0.0, are reached by the loopback. */
    private static String host(String address) {
        try {
            InetAddress bound = InetAddress.getByName(address.isBlank() ? "0.0.0.0" : address);
            String text = bound.isAnyLocalAddress() ? "127.0.0.1" : bound.getHostAddress();
            return text.contains(":") ? "[" + text + "]" : text;
        } catch (UnknownHostException odd) {
            return address;
        }
    }

    /** Removes it as the first thing when Ferry ends: what comes after it may take long. */
    @EventListener
    synchronized void remove(ContextClosedEvent closing) {
        // The management port's own context ends as well.
        if (closing.getApplicationContext().getParent() != null) {
            return;
        }
        ended = true;
        RunningFile mine = written;
        if (mine == null) {
            return;
        }
        written = null;
        try {
            mine.removeFrom(home);
        } catch (IOException e) {
            log.warn("{} cannot be removed. {}", home.resolve(RunningFile.FILE), e.toString());
        }
    }
}
