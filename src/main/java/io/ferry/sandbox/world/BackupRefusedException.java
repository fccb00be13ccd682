package io.ferry.sandbox.world;

/** A file from which the pretend sites cannot be fed; the message says why. */
public final class BackupRefusedException extends RuntimeException {

    BackupRefusedException(String message) {
        super(message);
    }

    BackupRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
