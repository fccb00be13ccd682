package io.ferry;

import io.ferry.artifact.OwnerOnly;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Objects;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * What must hold before anything of Ferry starts: only this computer reaches it, unless people sign in at a company's
 * service, and only its own user can read its files.
 */
final class StartChecks implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    static final String ISSUER = "ferry.access.oidc.issuer";

    private static final String H2_FILE = "jdbc:h2:file:";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Environment settings = context.getEnvironment();
        requireSignIn(settings, "server.address", "");
        // Without an address of its own the management port is bound to that of the server.
        requireSignIn(settings, "management.server.address", "127.0.0.1");
        keepToItself("ferry.home", settings.getProperty("ferry.home", ""));
        keepToItself("ferry.artifacts.folder", settings.getProperty("ferry.artifacts.folder", ""));
        keepDatabase(settings.getProperty("spring.datasource.url", ""));
    }

    private static void requireSignIn(Environment settings, String setting, String otherwise) {
        String address = settings.getProperty(setting, otherwise).strip();
        if (isLoopback(address)) {
            return;
        }
        if (settings.getProperty(ISSUER, "").isBlank()) {
            throw StartRefused.open(setting, address);
        }
    }

    private static boolean isLoopback(String address) {
        try {
            return !address.isEmpty() && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    private static void keepDatabase(String url) {
        if (!url.startsWith(H2_FILE)) {
            return;
        }
        String path = url.substring(H2_FILE.length()).replaceFirst(";.*", "");
        Path file = folder(path + ".mv.db").toAbsolutePath();
        Path folder = Objects.requireNonNull(file.getParent(), "A file has a folder.");
        try {
            // H2 would make it with the permissions of any file; so it finds an empty one, and begins there.
            OwnerOnly.folder(folder);
            OwnerOnly.close(OwnerOnly.file(file));
        } catch (IOException | RuntimeException e) {
            throw StartRefused.readable("spring.datasource.url", file, e);
        }
    }

    private static void keepToItself(String setting, String path) {
        if (path.isBlank()) {
            return;
        }
        try {
            OwnerOnly.closeFolder(folder(path));
        } catch (IOException | RuntimeException e) {
            throw StartRefused.readable(setting, path, e);
        }
    }

    private static Path folder(String path) {
        return path.startsWith("~/") ? Path.of(System.getProperty("user.home"), path.substring(2)) : Path.of(path);
    }
}
