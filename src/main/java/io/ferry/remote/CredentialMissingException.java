package io.ferry.remote;

/** There is no usable credential. The message says which is meant and what to do, never any content. */
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

    /** Says nothing of the source: whoever names a credential need not know where it is, nor what is there. */
    static CredentialMissingException nothingBehind(String name) {
        return new CredentialMissingException("Nothing usable is found behind the credential " + name
                + ": an administrator must look at ferry.credentials." + name
                + ".source. It must lead to name:password or a token, readable by Ferry.");
    }

    static CredentialMissingException notStored(String name) {
        return new CredentialMissingException("Ferry's store has no secret for the credential " + name
                + ": an administrator puts it there with ./ferry credential set " + name + ".");
    }

    /** The store has a secret, and the key that is there now does not open it. */
    public static CredentialMissingException notOpened(String name) {
        return new CredentialMissingException("Ferry's store cannot open the secret of the credential " + name
                + ": an administrator must let ferry.credentials-key lead to the key that it was stored with, or put the secret"
                + " there again with ./ferry credential set " + name + ".");
    }

    static CredentialMissingException notDeclared(String name) {
        return new CredentialMissingException(
                name.indexOf(':') < 0
                        ? "No credential " + name + " is declared: an administrator declares it with ferry.credentials."
                                + name + ".source and .hosts, or another one is named by correcting the site."
                        : "The credential " + name
                                + " is named in a way that Ferry no longer takes: an administrator must declare a"
                                + " credential under ferry.credentials.NAME (source and hosts), and it must be named by correcting"
                                + " the site.");
    }

    static CredentialMissingException none() {
        return new CredentialMissingException(
                "No credential is meant for this call; report this as an error of Ferry's.");
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
