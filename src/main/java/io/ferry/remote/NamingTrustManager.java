package io.ferry.remote;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Java's judge of certificates, word for word; a refusal also names the certificates that were refused. */
final class NamingTrustManager extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager judge;
    private final Handshake handshake;

    NamingTrustManager(X509ExtendedTrustManager judge, Handshake handshake) {
        this.judge = judge;
        this.handshake = handshake;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        naming(chain, () -> judge.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        naming(chain, () -> judge.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        naming(chain, () -> judge.checkServerTrusted(chain, type));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        judge.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        judge.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        judge.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }

    private void naming(X509Certificate[] chain, Judgement judgement) throws CertificateException {
        handshake.shows(List.of(chain));
        try {
            judgement.pass();
        } catch (CertificateException refused) {
            throw new CertificateRefused(List.of(chain), refused);
        }
    }

    private interface Judgement {
        void pass() throws CertificateException;
    }

    /** A host's certificate is not trusted; which, and why. */
    static final class CertificateRefused extends CertificateException {
        private static final long serialVersionUID = 1L;

        private final transient List<X509Certificate> chain;

        CertificateRefused(List<X509Certificate> chain, CertificateException why) {
            super(why.getMessage(), why);
            this.chain = chain;
        }

        /** As the host sent it, its own first. */
        List<X509Certificate> chain() {
            return chain;
        }
    }
}
