package io.ferry.remote;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Java's choice of the certificate that Ferry shows; notes that a host asked. With TLS 1.3 one that demands a certificate
 * refuses only after the handshake, and its alert can be lost when it closes the connection at once (RFC 8446, 4.4.2.4).
 */
final class NotingKeyManager extends X509ExtendedKeyManager {
    private final X509ExtendedKeyManager chooser;
    private final Handshake handshake;

    NotingKeyManager(X509ExtendedKeyManager chooser, Handshake handshake) {
        this.chooser = chooser;
        this.handshake = handshake;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
        return noted(chooser.chooseEngineClientAlias(types, issuers, engine), engine.getPeerHost());
    }

    @Override
    public @Nullable String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
        return noted(chooser.chooseClientAlias(types, issuers, socket), null);
    }

    private @Nullable String noted(@Nullable String chosen, @Nullable String host) {
        handshake.asks(host, chosen == null);
        return chosen;
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal[] issuers) {
        return chooser.getClientAliases(type, issuers);
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal[] issuers) {
        return chooser.getServerAliases(type, issuers);
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
        return chooser.chooseServerAlias(type, issuers, socket);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
        return chooser.chooseEngineServerAlias(type, issuers, engine);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return chooser.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return chooser.getPrivateKey(alias);
    }
}
