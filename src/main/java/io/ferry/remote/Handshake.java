package io.ferry.remote;

import java.security.cert.X509Certificate;
import java.util.List;

/** What a host does while a secure connection comes about. Called by threads of the client. */
interface Handshake {
    /** Nobody is told. */
    Handshake UNOBSERVED = new Handshake() {
        @Override
        public void shows(List<X509Certificate> chain) {}

        @Override
        public void asksInVain() {}
    };

    /** @param chain of certificates, as the host shows it, before it is judged; its own first */
    void shows(List<X509Certificate> chain);

    /** The host asks for a certificate of Ferry's, and there is none that it would take. */
    void asksInVain();
}
