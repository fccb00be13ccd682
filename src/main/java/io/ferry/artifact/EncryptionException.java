package io.ferry.artifact;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Encrypted content cannot be read. The message says what to do. */
final class EncryptionException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean keyMissing;

    private EncryptionException(String message, boolean keyMissing, @Nullable Throwable cause) {
        super(message, cause);
        this.keyMissing = keyMissing;
    }

    static EncryptionException keyMissing(String message) {
        return new EncryptionException(message, true, null);
    }

    /** It was changed, cut off, or put together from other files. */
    static EncryptionException spoiled(String file, @Nullable Throwable cause) {
        return new EncryptionException(
                "The encrypted file " + file
                        + " is no longer what was stored: it was changed, cut off or replaced on the disk, and Ferry does not use it."
                        + " Upload or download it again, and find out who may write there.",
                false,
                cause);
    }

    boolean isKeyMissing() {
        return keyMissing;
    }
}
