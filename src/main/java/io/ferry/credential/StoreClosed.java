package io.ferry.credential;

/** The store of secrets cannot be used now. The message says what an administrator does. */
public final class StoreClosed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private StoreClosed(String message) {
        super(message);
    }

    static StoreClosed noKey() {
        return new StoreClosed(
                "Ferry's store of credentials has no key: make one with ./ferry credential new-key, keep it outside Ferry"
                        + " in a file or an environment variable, and set ferry.credentials-key to file:/path or env:NAME.");
    }

    static StoreClosed keyNotUsable() {
        return new StoreClosed(
                "There is no usable key where ferry.credentials-key leads: it must be what ./ferry credential new-key"
                        + " printed, readable by Ferry.");
    }
}
