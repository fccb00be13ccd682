package io.ferry.remote;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** Whom Ferry trusts at some hosts beside the authorities of Java, and what it shows there. Checking is Java's alone. */
final class Tls {
    private static final String PEM = "-----BEGIN ";

    private final List<X509Certificate> authorities;
    private final @Nullable KeyStore own;
    private final @Nullable String password;
    private final SslManagerBundle managers;

    /**
     * @param authorities trusted beside those of Java
     * @param own with the one certificate that Ferry shows, and its key
     * @param password of the key
     */
    private Tls(List<X509Certificate> authorities, @Nullable KeyStore own, @Nullable String password) {
        this.authorities = List.copyOf(authorities);
        this.own = own;
        this.password = password;
        this.managers = SslBundle.of(
                        SslStoreBundle.of(own, password, authorities.isEmpty() ? null : withThoseOfJava(authorities)),
                        SslBundleKey.of(password))
                .getManagers();
    }

    static Tls ofJavaAlone() {
        return new Tls(List.of(), null, null);
    }

    /**
     * Trusts more.
     *
     * @param setting that names the files
     * @param files PEM, PKCS#12 or JKS
     * @param secret the password of the truststores
     * @throws NetworkRefused if one cannot be read, or no certificate is in it
     */
    Tls trusting(String setting, List<String> files, @Nullable Secret secret) {
        List<X509Certificate> more = new java.util.ArrayList<>(authorities);
        files.forEach(file -> more.addAll(certificates(setting, file, secret)));
        return files.isEmpty() ? this : new Tls(more, own, password);
    }

    /**
     * Shows another certificate.
     *
     * @param setting under which file and key are named
     * @param secret the password of the store or key
     * @throws NetworkRefused if it cannot be read, or there is no key
     */
    Tls showing(String setting, NetworkProperties.ClientCertificate certificate, @Nullable Secret secret) {
        String file = certificate.file();
        if (file == null || file.isBlank()) {
            throw NetworkRefused.setting(setting + ".file", "is missing: name the file with the certificate.");
        }
        String word = secret == null ? null : secret.reveal();
        KeyStore store = isPem(setting + ".file", file)
                ? keyOfPem(setting, file, certificate.key(), word)
                : store(setting + ".file", file, word);
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    return new Tls(authorities, store, word);
                }
            }
        } catch (GeneralSecurityException e) {
            throw unreadable(setting + ".file", file, e);
        }
        throw NetworkRefused.setting(
                setting + ".file", file + " has no key: export certificate and key together, as PKCS#12 (.p12, .pfx).");
    }

    /** How many authorities are trusted beside those of Java. */
    int furtherAuthorities() {
        return authorities.size();
    }

    /** The certificate that Ferry shows where one is demanded. */
    @Nullable
    X509Certificate shown() {
        KeyStore store = own;
        if (store == null) {
            return null;
        }
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias) && store.getCertificate(alias) instanceof X509Certificate certificate) {
                    return certificate;
                }
            }
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param handshake is told of each host's */
    SSLContext context(Handshake handshake) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManager[] trust = managers.getTrustManagers();
            for (int i = 0; i < trust.length; i++) {
                if (trust[i] instanceof X509ExtendedTrustManager judge) {
                    trust[i] = new NamingTrustManager(judge, handshake);
                }
            }
            KeyManager[] keys = managers.getKeyManagers();
            for (int i = 0; i < keys.length; i++) {
                if (keys[i] instanceof X509ExtendedKeyManager chooser) {
                    keys[i] = new NotingKeyManager(chooser, handshake);
                }
            }
            context.init(keys, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java has no TLS.", e);
        }
    }

    private static KeyStore withThoseOfJava(List<X509Certificate> authorities) {
        try {
            TrustManagerFactory java = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            java.init((KeyStore) null);
            KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
            all.load(null, null);
            int number = 0;
            for (TrustManager manager : java.getTrustManagers()) {
                if (manager instanceof X509TrustManager trusted) {
                    for (X509Certificate each : trusted.getAcceptedIssuers()) {
                        all.setCertificateEntry("java-" + number++, each);
                    }
                }
            }
            for (X509Certificate each : authorities) {
                all.setCertificateEntry("ferry-" + number++, each);
            }
            return all;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("Java's own authorities cannot be read.", e);
        }
    }

    private static List<X509Certificate> certificates(String setting, String file, @Nullable Secret secret) {
        List<X509Certificate> found = new java.util.ArrayList<>();
        try {
            if (isPem(setting, file)) {
                found.addAll(PemContent.load(Path.of(file)).getCertificates());
            } else {
                KeyStore store = store(setting, file, secret == null ? null : secret.reveal());
                for (String alias : Collections.list(store.aliases())) {
                    if (store.getCertificate(alias) instanceof X509Certificate certificate) {
                        found.add(certificate);
                    }
                }
            }
        } catch (IOException | GeneralSecurityException | IllegalStateException | IllegalArgumentException e) {
            throw unreadable(setting, file, e);
        }
        if (found.isEmpty()) {
            throw NetworkRefused.setting(
                    setting, file + " has no certificate in it, or the password of the truststore is missing.");
        }
        return found;
    }

    private static KeyStore keyOfPem(String setting, String file, @Nullable String key, @Nullable String password) {
        String keyFile = key == null ? file : key;
        try {
            PemSslStoreDetails pem = PemSslStoreDetails.forCertificate(Files.readString(Path.of(file)))
                    .withPrivateKey(Files.readString(Path.of(keyFile)))
                    .withPrivateKeyPassword(password)
                    .withPassword(password);
            return Objects.requireNonNull(new PemSslStoreBundle(pem, null).getKeyStore(), "a certificate is given");
        } catch (IOException | RuntimeException e) {
            // Its message may repeat something of the key.
            throw NetworkRefused.file(
                    setting + (key == null ? ".file" : ".key"),
                    keyFile,
                    "cannot be used as key of the certificate in " + file + " ("
                            + e.getClass().getSimpleName() + "): is it its key, in PEM, and is " + setting
                            + ".password right where it is encrypted?",
                    e);
        }
    }

    private static KeyStore store(String setting, String file, @Nullable String password) {
        try {
            return KeyStore.getInstance(new File(file), password == null ? null : password.toCharArray());
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw unreadable(setting, file, e);
        }
    }

    private static boolean isPem(String setting, String file) {
        try {
            byte[] content = Files.readAllBytes(Path.of(file));
            return new String(content, java.nio.charset.StandardCharsets.ISO_8859_1).contains(PEM);
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(setting, file, e);
        }
    }

    private static NetworkRefused unreadable(String setting, String file, Exception why) {
        return NetworkRefused.file(
                setting,
                file,
                "cannot be read (" + why.getClass().getSimpleName()
                        + "): is it there, may Ferry's user read it, is it PEM,"
                        + " PKCS#12 or JKS, and is the password right? A file in DER becomes PEM by: openssl x509 -inform der"
                        + " -in FILE -out FILE.pem",
                why);
    }
}
