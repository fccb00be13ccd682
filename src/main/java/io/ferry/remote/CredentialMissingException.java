package io.ferry.remote;

/** A reference leads to no credential. The message names the reference and what to do, never any content. */
public final class CredentialMissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private CredentialMissingException(String message) {
        super(message);
    }

    static CredentialMissingException variableNotSet(CredentialReference reference) {
        return new CredentialMissingException(
                "The credential " + reference
                        + " is missing: set this environment variable for Ferry (name:secret, or a token) and start Ferry again.");
    }

    static CredentialMissingException fileNotReadable(CredentialReference reference) {
        return new CredentialMissingException(
                "The credential " + reference
                        + " is missing: create this file, readable by Ferry, with name:secret or a token in it, then try again.");
    }

    static CredentialMissingException noKeys(CredentialReference reference) {
        return new CredentialMissingException("The credential " + reference
                + " is no key of an S3 store: it must hold accessKeyId:secretAccessKey. Correct it, then try again.");
    }

    static CredentialMissingException empty(CredentialReference reference) {
        return new CredentialMissingException("The credential " + reference
                + " is empty or incomplete: it must hold name:secret or a token. Correct it, then try again.");
    }
}
