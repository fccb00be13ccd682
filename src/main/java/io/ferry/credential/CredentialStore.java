package io.ferry.credential;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.ferry.remote.Credential;
import io.ferry.remote.CredentialMissingException;
import io.ferry.remote.CredentialReference;
import io.ferry.remote.CredentialResolver;
import io.ferry.remote.DeclaredCredentials;
import io.ferry.remote.Secret;
import io.ferry.remote.StoredSecrets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps the secrets of declared credentials in the database, sealed with AES-GCM by a key that is elsewhere
 * ({@code ferry.credentials-key}). A secret is sealed for the name of its credential, so that it opens under no other.
 */
@Component
public class CredentialStore implements StoredSecrets {
    private static final int LONGEST = 8 * 1024;

    static {
        try {
            AeadConfig.register();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has AES-GCM", e);
        }
    }

    private final JdbcClient jdbc;
    private final DeclaredCredentials declared;
    private final CredentialResolver credentials;
    private final Clock clock;

    CredentialStore(JdbcTemplate jdbc, DeclaredCredentials declared, CredentialResolver credentials, Clock clock) {
        this.jdbc = JdbcClient.create(jdbc);
        this.declared = declared;
        this.credentials = credentials;
        this.clock = clock;
    }

    /** A new key, as JSON of Tink: what {@code ferry.credentials-key} leads to. It is a secret. */
    public static String newKey() {
        try {
            return TinkJsonProtoKeysetFormat.serializeKeyset(
                    KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has AES-GCM", e);
        }
    }

    /**
     * Puts a secret in the place of the one that was there.
     *
     * @param name the name of a credential that is declared with the source {@code store}
     * @param secret {@code name:password} or a token
     * @throws IllegalArgumentException if it could not be sent as a credential, with the reason; it is not repeated
     * @throws StoreClosed if there is no key to seal it with
     */
    public void put(String name, Secret secret) {
        String content = secret.reveal().strip();
        if (content.length() > LONGEST) {
            throw new IllegalArgumentException("A credential has at most " + LONGEST + " characters.");
        }
        Credential.parse(content);
        String kept = seal(name, content);
        OffsetDateTime now = OffsetDateTime.now(clock);
        int replaced = jdbc.sql("update stored_secret set sealed = ?, stored_at = ? where name = ?")
                .params(kept, now, name)
                .update();
        if (replaced == 0) {
            jdbc.sql("insert into stored_secret (name, sealed, stored_at) values (?, ?, ?)")
                    .params(name, kept, now)
                    .update();
        }
    }

    /** Removes the secret of a credential, if there is one. */
    public void remove(String name) {
        jdbc.sql("delete from stored_secret where name = ?").param(name).update();
    }

    @Override
    public Optional<Secret> find(String name) {
        return jdbc.sql("select sealed from stored_secret where name = ?")
                .param(name)
                .query(String.class)
                .optional()
                .map(kept -> open(name, kept));
    }

    private String seal(String name, String content) {
        try {
            return Base64.getEncoder().encodeToString(aead().encrypt(bytes(content), bytes(name)));
        } catch (GeneralSecurityException e) {
            throw StoreClosed.keyNotUsable();
        }
    }

    private Secret open(String name, String kept) {
        try {
            byte[] content = aead().decrypt(Base64.getDecoder().decode(kept), bytes(name));
            return Secret.of(new String(content, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException | StoreClosed closed) {
            throw CredentialMissingException.notOpened(name);
        }
    }

    private Aead aead() throws GeneralSecurityException {
        CredentialReference key = declared.credentialsKey();
        if (key == null) {
            throw StoreClosed.noKey();
        }
        try {
            return TinkJsonProtoKeysetFormat.parseKeyset(
                            credentials.secret(key).reveal(), InsecureSecretKeyAccess.get())
                    .getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (CredentialMissingException missing) {
            throw StoreClosed.keyNotUsable();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
