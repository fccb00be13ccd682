package io.ferry.artifact;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.streamingaead.AesGcmHkdfStreamingKey;
import com.google.crypto.tink.streamingaead.AesGcmHkdfStreamingParameters;
import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import com.google.crypto.tink.util.SecretBytes;
import io.ferry.base.Sha256;
import io.ferry.remote.CredentialMissingException;
import io.ferry.remote.CredentialReference;
import io.ferry.remote.CredentialResolver;
import io.ferry.remote.Secret;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The keys with which stored files are encrypted: the first encrypts, all decrypt. A key is known by the start of its SHA-256. */
final class ArtifactKeys {
    static final ArtifactKeys NONE = new ArtifactKeys(Map.of());

    private static final String SETTING = "ferry.artifacts.encryption.key";
    private static final String MAKE = "Make a key with: openssl rand -base64 32";
    private static final int BYTES = 32;
    private static final int SEGMENT = 256 * 1024;

    private final Map<Integer, StreamingAead> ciphers;

    private ArtifactKeys(Map<Integer, StreamingAead> ciphers) {
        this.ciphers = ciphers;
    }

    /** @throws IllegalArgumentException if there are no keys; the message says what to do */
    static ArtifactKeys at(CredentialReference reference) {
        Secret secret;
        try {
            secret = new CredentialResolver(declared -> null, System::getenv).secret(reference);
        } catch (CredentialMissingException e) {
            throw new IllegalArgumentException(
                    "There is no key for stored files at " + reference + " (" + SETTING + "). " + MAKE, e);
        }
        return read(secret.reveal(), reference.value());
    }

    /**
     * @param text keys in Base64, one a line; lines that begin with # are comments
     * @param reference where it comes from, for messages
     * @throws IllegalArgumentException if one of them is none; the message does not repeat it
     */
    static ArtifactKeys read(String text, String reference) {
        Map<Integer, StreamingAead> ciphers = new LinkedHashMap<>();
        int line = 0;
        for (String key : text.lines().map(String::strip).toList()) {
            line++;
            if (!key.isEmpty() && !key.startsWith("#")) {
                byte[] bytes = bytes(key);
                if (bytes.length != BYTES) {
                    throw new IllegalArgumentException("Line " + line + " of " + reference + " (" + SETTING
                            + ") is not a key: a key is " + BYTES + " random bytes in Base64. " + MAKE);
                }
                ciphers.put(id(bytes), cipher(bytes));
            }
        }
        if (ciphers.isEmpty()) {
            throw new IllegalArgumentException(
                    "There is no key for stored files at " + reference + " (" + SETTING + "). " + MAKE);
        }
        return new ArtifactKeys(ciphers);
    }

    private static byte[] bytes(String key) {
        try {
            return Base64.getDecoder().decode(key);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    private static int id(byte[] key) {
        return ByteBuffer.wrap(Sha256.start().digest(key)).getInt();
    }

    @AccessesPartialKey
    private static StreamingAead cipher(byte[] key) {
        try {
            return AesGcmHkdfStreaming.create(AesGcmHkdfStreamingKey.create(
                    AesGcmHkdfStreamingParameters.builder()
                            .setKeySizeBytes(BYTES)
                            .setDerivedAesGcmKeySizeBytes(BYTES)
                            .setHkdfHashType(AesGcmHkdfStreamingParameters.HashType.SHA256)
                            .setCiphertextSegmentSizeBytes(SEGMENT)
                            .build(),
                    SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Tink makes a cipher of any 32 bytes.", e);
        }
    }

    /** The id of the key that encrypts; empty where files are stored as they are. */
    Optional<Integer> encrypting() {
        return ciphers.keySet().stream().findFirst();
    }

    /** @throws EncryptionException if there is no key of this id */
    StreamingAead cipher(int id) throws EncryptionException {
        StreamingAead cipher = ciphers.get(id);
        if (cipher == null) {
            throw EncryptionException.keyMissing(missing(Set.of(id)));
        }
        return cipher;
    }

    boolean has(int id) {
        return ciphers.containsKey(id);
    }

    /** Says which keys are missing, which there are, and what to do. */
    String missing(Set<Integer> ids) {
        return "Stored files are encrypted with the key " + names(ids)
                + " (what “base64 -d KEYFILE | sha256sum | cut -c1-8” prints for it), which Ferry does not have: "
                + (ciphers.isEmpty()
                        ? SETTING + " is not set. Set it to where that key is"
                        : "at " + SETTING + " is only " + names(ciphers.keySet())
                                + ". Add that key there, on a line below the first")
                + ", and start Ferry again.";
    }

    private static String names(Set<Integer> ids) {
        return ids.stream().map(ArtifactKeys::name).sorted().collect(Collectors.joining(", "));
    }

    /** A key as people know it: 8 hexadecimal digits. */
    static String name(int id) {
        return String.format("%08x", id);
    }
}
