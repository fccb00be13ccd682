package io.ferry;

/** Ferry does not start as it is configured; the message says what to set. */
public final class StartRefused extends RuntimeException {
    private StartRefused(String message) {
        super(message);
    }

    /** Others could reach Ferry, and nobody would ask who they are. */
    static StartRefused open(String setting, String address) {
        return new StartRefused(setting + "=" + (address.isEmpty() ? "(all addresses)" : address)
                + " would let others reach Ferry, and without an OpenID Connect provider only one person on this computer can"
                + " use it. Set " + setting + "=127.0.0.1; or name your OpenID Connect provider: " + StartChecks.ISSUER
                + ", ferry.access.oidc.client-id and ferry.access.oidc.roles (docs/security.md shows how).");
    }

    /** Stored files could not be encrypted or decrypted as configured. */
    static StartRefused unencrypted(String why) {
        return new StartRefused(why);
    }

    /** Others on this computer could read what Ferry keeps. */
    static StartRefused readable(String setting, Object folder, Exception why) {
        return new StartRefused("Ferry cannot keep " + folder + " (" + setting + ") to itself: it must be a folder of"
                + " the user that runs Ferry, so that nobody else can read what is in it. Change its owner, or set "
                + setting + " to another folder. " + why.getClass().getSimpleName() + ": " + why.getMessage());
    }
}
