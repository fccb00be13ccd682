package io.ferry;

import io.ferry.artifact.BucketProperties;
import io.ferry.artifact.EncryptionCheck;
import io.ferry.artifact.EncryptionProperties;
import io.ferry.base.OwnerOnly;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * What must hold before anything of Ferry starts: only this computer reaches it, unless people sign in at a company's
 * service, and only its own user can read its files.
 */
final class StartChecks implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    static final String ISSUER = "ferry.access.oidc.issuer";

    private static final Logger LOG = LoggerFactory.getLogger(StartChecks.class);
    private static final String H2_FILE = "jdbc:h2:file:";

    /** What needs no change of any file. */
    static Optional<String> obstacle(Environment settings) {
        try {
            requireSignIns(settings);
            encrypt(settings);
            return Optional.empty();
        } catch (StartRefused refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }

    private static void requireSignIns(Environment settings) {
        requireSignIn(settings, "server.address", "");
        // Without an address of its own the management port is bound to that of the server.
        requireSignIn(settings, "management.server.address", "127.0.0.1");
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Environment settings = context.getEnvironment();
        requireSignIns(settings);
        keepToItself("ferry.home", settings.getProperty("ferry.home", ""));
        keepToItself("ferry.artifacts.folder", settings.getProperty("ferry.artifacts.folder", ""));
        keepDatabase(settings.getProperty("spring.datasource.url", ""));
        lookAtUploadFolders(settings);
        encrypt(settings);
        warnWithoutApprovers(settings);
    }

    /** Where several people sign in, whoever Tasklist lets complete a task would else confirm alone what cannot be undone. */
    private static void warnWithoutApprovers(Environment settings) {
        boolean company = !settings.getProperty(ISSUER, "").isBlank();
        boolean asked = Binder.get(settings)
                .bind("ferry.approval.approvers", Bindable.listOf(String.class))
                .map(approvers -> !approvers.isEmpty())
                .orElse(false);
        if (company
                && !asked
                && !settings.getProperty("ferry.approval.channel", "").equalsIgnoreCase("FERRY")) {
            LOG.warn(
                    "Whoever Tasklist lets complete a task can confirm imports, restores and roll-backs: name the approvers"
                            + " (ferry.approval.approvers), or let them confirm on Ferry's page (ferry.approval.channel=FERRY).");
        }
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

    private static void encrypt(Environment settings) {
        String artifacts = settings.getProperty("ferry.artifacts.folder", "");
        EncryptionProperties encryption =
                new EncryptionProperties(settings.getProperty("ferry.artifacts.encryption.key", ""));
        if (artifacts.isBlank()) {
            return;
        }
        if (!settings.getProperty("ferry.artifacts.encryption.key", "").isBlank()
                && !settings.getProperty(BucketProperties.BUCKET, "").isBlank()) {
            throw StartRefused.unencrypted("ferry.artifacts.encryption.key encrypts files in a folder, and"
                    + " ferry.artifacts.s3.bucket is set. Let the store encrypt (ferry.artifacts.s3.encryption), and take the"
                    + " key out of the settings.");
        }
        try {
            EncryptionCheck.check(folder(artifacts), encryption).ifPresent(LOG::info);
        } catch (IllegalArgumentException e) {
            throw StartRefused.unencrypted(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw StartRefused.readable("ferry.artifacts.folder", artifacts, e);
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
            keepBeside(folder, file);
        } catch (IOException | RuntimeException e) {
            throw StartRefused.readable("spring.datasource.url", file, e);
        }
    }

    /** H2 puts its lock and its trace beside the database, with the permissions of any file: the folder must keep them. */
    private static void keepBeside(Path folder, Path file) throws IOException {
        String database = String.valueOf(file.getFileName()).replaceFirst("mv\\.db$", "");
        boolean alone = true;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path each : all) {
                if (String.valueOf(each.getFileName()).startsWith(database)) {
                    OwnerOnly.close(each);
                } else {
                    alone = false;
                }
            }
        }
        if (alone) {
            OwnerOnly.closeFolder(folder);
        } else if (OwnerOnly.isOpen(folder)) {
            LOG.warn(
                    "Others on this computer may read what H2 writes into {} from now on, such as its trace: the folder is open to them"
                            + " and holds other things. Give the database (spring.datasource.url) a folder of its own, or close this one:"
                            + " chmod 700 {}",
                    folder,
                    folder);
        }
    }

    /** People hand whole backups over there. */
    private static void lookAtUploadFolders(Environment settings) {
        for (String each : Binder.get(settings)
                .bind("ferry.artifacts.upload-folders", Bindable.listOf(String.class))
                .orElse(List.of())) {
            Path folder = folder(each);
            if (Files.isDirectory(folder) && OwnerOnly.isReadableByAll(folder)) {
                LOG.warn(
                        "Everybody on this computer can see what people put into {} (ferry.artifacts.upload-folders). Let only them and"
                                + " Ferry's user in: chmod o= {}",
                        folder,
                        folder);
            }
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
