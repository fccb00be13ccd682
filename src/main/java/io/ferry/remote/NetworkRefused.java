package io.ferry.remote;

import org.jspecify.annotations.Nullable;

/** Ferry cannot use the network as {@code ferry.network.*} or the environment describe it; the message says what to set. */
public final class NetworkRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private NetworkRefused(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** @param setting what is wrong; its value is not repeated, since it may hold a password */
    static NetworkRefused setting(String setting, String why) {
        return new NetworkRefused(setting + ": " + why, null);
    }

    /** @param file what a setting names */
    static NetworkRefused file(String setting, String file, String why, Exception cause) {
        return new NetworkRefused(setting + ": " + file + " " + why, cause);
    }
}
