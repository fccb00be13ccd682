package io.ferry.remote;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** A proxy on the way to a site: HTTP, with CONNECT for https sites, signed in to with Basic. Texts about it hold no password. */
final class ForwardProxy {
    private static final int USUAL_PORT = 80;

    private final InetSocketAddress address;
    private final String namedBy;
    private final @Nullable SignIn signIn;

    /**
     * How to sign in.
     *
     * @param at where the credential is found, for people
     * @param credential what is found there now
     */
    private record SignIn(String at, Supplier<Credential> credential) {}

    private ForwardProxy(InetSocketAddress address, String namedBy, @Nullable SignIn signIn) {
        this.address = address;
        this.namedBy = namedBy;
        this.signIn = signIn;
    }

    /**
     * The proxy of a setting.
     *
     * @param setting its name, as {@code ferry.network.proxy.url}
     * @param url its value
     * @throws NetworkRefused if it is none that Ferry can use
     */
    static ForwardProxy of(
            String setting, String url, @Nullable CredentialReference credential, CredentialResolver credentials) {
        URI address = checked(setting, url);
        if (address.getRawUserInfo() != null) {
            throw NetworkRefused.setting(
                    setting,
                    "holds a name or password. Put NAME:PASSWORD into a file or environment variable, and name that in "
                            + setting.replaceFirst("url$", "credential") + " (file:/path or env:NAME).");
        }
        return new ForwardProxy(
                at(address),
                setting,
                credential == null
                        ? null
                        : new SignIn(
                                credential.toString(),
                                () -> Credential.parse(
                                        credentials.secret(credential).reveal())));
    }

    /**
     * The proxy of an environment variable, where name and password may be in the address.
     *
     * @throws NetworkRefused if it is none that Ferry can use
     */
    static ForwardProxy ofEnvironment(String variable, String value) {
        String setting = "the environment variable " + variable;
        URI address = checked(setting, value.contains("://") ? value : "http://" + value);
        String user = address.getRawUserInfo();
        if (user == null) {
            return new ForwardProxy(at(address), setting, null);
        }
        if (user.indexOf(':') <= 0) {
            throw NetworkRefused.setting(setting, "needs NAME:PASSWORD before the @, or nothing.");
        }
        // A plus is a plus here, other than in forms.
        Secret content = Secret.of(URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8));
        return new ForwardProxy(
                at(address), setting, new SignIn("env:" + variable, () -> Credential.parse(content.reveal())));
    }

    /** A proxy that Java itself was told, as by {@code -Dhttps.proxyHost}. */
    static ForwardProxy ofJava(InetSocketAddress address) {
        return new ForwardProxy(
                InetSocketAddress.createUnresolved(address.getHostString(), address.getPort()),
                "Java's own settings (https.proxyHost)",
                null);
    }

    private static URI checked(String setting, String url) {
        URI address;
        try {
            address = new URI(url.strip());
        } catch (URISyntaxException noUri) {
            // Its message would repeat the address, with the password.
            throw NetworkRefused.setting(
                    setting,
                    "is no address. It must look like http://proxy.example.com:3128 (special characters of a password as %XX).");
        }
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http")) {
            throw NetworkRefused.setting(
                    setting,
                    "must begin with http://. Ferry speaks to a proxy in plain HTTP, also for https sites (what passes to the"
                            + " site is encrypted); it knows no SOCKS and no TLS to the proxy itself. For no proxy at all set"
                            + " ferry.network.proxy.url=direct.");
        }
        if (address.getHost() == null) {
            throw NetworkRefused.setting(setting, "names no host. It must look like http://proxy.example.com:3128.");
        }
        return address;
    }

    private static InetSocketAddress at(URI address) {
        return InetSocketAddress.createUnresolved(
                address.getHost(), address.getPort() < 0 ? USUAL_PORT : address.getPort());
    }

    /** Its address, to be looked up when it is connected to. */
    InetSocketAddress address() {
        return address;
    }

    ProxySelector selector() {
        return ProxySelector.of(address);
    }

    /** Host and port. */
    String name() {
        return address.getHostString() + ":" + address.getPort();
    }

    /** The setting or variable that names it. */
    String namedBy() {
        return namedBy;
    }

    /** Where its credential is found, for people; empty if there is none. */
    Optional<String> credentialAt() {
        return Optional.ofNullable(signIn).map(SignIn::at);
    }

    /**
     * The header {@code Proxy-Authorization}, from the credential as it is now.
     *
     * @throws RemoteFailure lasting if what is found is no name with a password
     * @throws CredentialMissingException if nothing is found
     */
    Optional<String> authorization() {
        SignIn with = signIn;
        if (with == null) {
            return Optional.empty();
        }
        try {
            if (with.credential().get() instanceof Credential.Basic(String user, Secret password)) {
                return Optional.of(
                        "Basic " + HttpHeaders.encodeBasicAuth(user, password.reveal(), StandardCharsets.UTF_8));
            }
        } catch (IllegalArgumentException unusable) {
            // What is said below is all there is to say; the message may repeat something of it.
        }
        throw RemoteFailure.lasting(
                "The credential for the proxy " + name() + " behind " + with.at() + " is no NAME:PASSWORD.",
                "Write the proxy's user name, a colon and the password there, on one line.");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ForwardProxy proxy && proxy.address.equals(address) && proxy.namedBy.equals(namedBy);
    }

    @Override
    public int hashCode() {
        return Objects.hash(address, namedBy);
    }

    /** Host and port. */
    @Override
    public String toString() {
        return name();
    }
}
