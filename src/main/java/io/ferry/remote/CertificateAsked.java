package io.ferry.remote;

import java.io.IOException;

/**
 * A connection broke after its host had asked for a certificate of Ferry's. Most often that is why; a host that asks, but does
 * not demand one, may have broken it for another reason.
 */
final class CertificateAsked extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean inVain;

    /** @param inVain whether Ferry had none that the host would take */
    CertificateAsked(boolean inVain, IOException cause) {
        super(cause);
        this.inVain = inVain;
    }

    /** What is to be said of it. */
    TlsTrouble trouble() {
        return inVain ? TlsTrouble.certificateDemanded() : TlsTrouble.certificateRefused();
    }
}
