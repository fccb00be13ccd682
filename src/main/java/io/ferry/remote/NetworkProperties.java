package io.ferry.remote;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How Ferry gets out of a company's network to the sites: {@code ferry.network.*}, see docs/networks.md. Camunda, sign-in
 * by OIDC and mail have settings of their own. References to passwords ({@code env:NAME}, {@code file:/path}) are read by {@link Network}: were they not texts, Spring
 * would print a password that was pasted in their place.
 *
 * @param proxy the proxy for all sites; where it is not set, the environment's {@code HTTPS_PROXY} and {@code HTTP_PROXY}
 * @param noProxy hosts that are reached without the proxy: {@code example.com} (those below it as well), {@code .example.com}
 *     (only those below it), {@code 10.0.0.0/8}, each with a port if you like ({@code example.com:8443}), or {@code *}
 * @param certificateAuthorities files with authorities that are trusted beside those of Java: PEM, PKCS#12 or JKS
 * @param certificateAuthoritiesPassword where the password of those that are truststores is found
 * @param clientCertificate what Ferry shows to every site that demands a certificate
 * @param hosts what is different for some hosts, by a name of the operator's own
 */
@ConfigurationProperties("ferry.network")
public record NetworkProperties(
        @Nullable Proxy proxy,
        @DefaultValue List<String> noProxy,
        @DefaultValue List<String> certificateAuthorities,
        @Nullable String certificateAuthoritiesPassword,
        @Nullable ClientCertificate clientCertificate,
        @DefaultValue Map<String, Hosts> hosts) {

    public NetworkProperties {
        noProxy = List.copyOf(noProxy);
        certificateAuthorities = List.copyOf(certificateAuthorities);
        hosts = Map.copyOf(hosts);
    }

    /**
     * A forward proxy.
     *
     * @param url the proxy for all sites, {@code http://host:port}; {@code direct} for none, whatever the environment says. Where it is
     *     not set, {@code HTTPS_PROXY} and {@code HTTP_PROXY} of the environment count
     * @param credential where {@code NAME:PASSWORD} for the proxy is found
     */
    public record Proxy(@Nullable String url, @Nullable String credential) {}

    /**
     * A certificate by which Ferry shows who it is.
     *
     * @param file what Ferry shows to sites that demand a certificate: PKCS#12 or JKS with the key in it; or PEM with the certificate, and those that it depends on
     * @param key PEM with the key, where it is in a file of its own
     * @param password where the password of the PKCS#12 file or of the key is found
     */
    public record ClientCertificate(
            @Nullable String file,
            @Nullable String key,
            @Nullable String password) {}

    /**
     * What is different for some hosts.
     *
     * @param names the hosts, as {@code jira.example.com} or {@code *.example.com}
     * @param proxy in place of the proxy for all sites
     * @param certificateAuthorities trusted there beside those that are trusted everywhere
     * @param certificateAuthoritiesPassword where the password of those that are truststores is found
     * @param clientCertificate in place of the one for all sites
     */
    public record Hosts(
            @DefaultValue List<String> names,
            @Nullable Proxy proxy,
            @DefaultValue List<String> certificateAuthorities,
            @Nullable String certificateAuthoritiesPassword,
            @Nullable ClientCertificate clientCertificate) {

        public Hosts {
            names = List.copyOf(names);
            certificateAuthorities = List.copyOf(certificateAuthorities);
        }
    }
}
