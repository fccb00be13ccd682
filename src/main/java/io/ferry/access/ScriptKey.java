package io.ferry.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ferry.base.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Base64;
import org.springframework.security.crypto.keygen.BytesKeyGenerator;
import org.springframework.security.crypto.keygen.KeyGenerators;

/** The key with which scripts on this computer sign in. It stands in a file that only its owner can read. */
public final class ScriptKey {
    /** Its file in {@code ferry.home}. */
    public static final String FILE = "script-key";

    private static final BytesKeyGenerator RANDOM = KeyGenerators.secureRandom(32);

    private final byte[] key;

    private ScriptKey(String key) {
        this.key = key.getBytes(US_ASCII);
    }

    /**
     * Reads the key, and makes one where there is none.
     *
     * @param home the folder {@code ferry.home}
     * @throws UncheckedIOException if it can be neither read nor made
     */
    static ScriptKey in(Path home) {
        try {
            Path file = OwnerOnly.folder(home).resolve(FILE);
            if (!Files.exists(file)) {
                // Whole or not at all, whenever the program ends.
                Path making = OwnerOnly.file(home.resolve(FILE + ".new"));
                Files.writeString(
                        making, Base64.getUrlEncoder().withoutPadding().encodeToString(RANDOM.generateKey()));
                Files.move(making, file, StandardCopyOption.ATOMIC_MOVE);
            }
            String key = Files.readString(file, US_ASCII).strip();
            if (key.length() < 43) {
                throw new IOException("The key for scripts in " + file
                        + " is too short. Delete the file; Ferry makes a new one at its start.");
            }
            return new ScriptKey(key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether this is the key; takes the same time whatever is wrong. */
    boolean is(String presented) {
        return MessageDigest.isEqual(key, presented.getBytes(US_ASCII));
    }
}
