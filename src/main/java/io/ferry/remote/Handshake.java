package io.ferry.remote;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a host does while a secure connection comes about. Called by threads of the client. */
interface Handshake {
    /** @param chain of certificates, as the host shows it, before it is judged; its own first */
    void shows(List<X509Certificate> chain);

    /**
     * The host asks for a certificate of Ferry's.
     *
     * @param host its name, if the client gave it
     * @param inVain whether there is none that it would take
     */
    void asks(@Nullable String host, boolean inVain);
}
