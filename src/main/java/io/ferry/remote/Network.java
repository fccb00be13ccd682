package io.ferry.remote;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The way from Ferry to each host: through which proxy, and why that one; trusting whom, showing which certificate. Read
 * once, at the start, so that what cannot be used is said then.
 */
final class Network {
    private static final String PREFIX = "ferry.network";
    private static final String DIRECT = "direct";

    /**
     * A way to a host.
     *
     * @param proxy through which, or null for none
     * @param why who says so, for people
     * @param tls whom Ferry trusts there, and what it shows
     */
    record Way(@Nullable ForwardProxy proxy, String why, Tls tls) {}

    /** What a group of {@code ferry.network.hosts} says. */
    private record Rule(List<HostPattern> names, @Nullable Choice proxy, Tls tls) {}

    /** A setting's proxy, or none by its wish. */
    private record Choice(@Nullable ForwardProxy proxy, String setting) {}

    private final @Nullable Choice proxy;
    private final Map<String, Choice> environmentsProxies;
    private final List<HostPattern> noProxy;
    private final String noProxyBy;
    private final List<Rule> rules;
    private final Tls tls;

    /**
     * @param environment gives the value of an environment variable, or null
     * @throws NetworkRefused if something of it cannot be used
     * @throws CredentialMissingException if a password is missing that is needed at the start
     */
    Network(
            NetworkProperties properties,
            CredentialResolver credentials,
            Function<String, @Nullable String> environment) {
        this.proxy = choice(PREFIX + ".proxy", properties.proxy(), credentials);
        this.environmentsProxies = proxy == null ? environmentsProxies(environment) : Map.of();
        List<HostPattern> exceptions = new ArrayList<>(patterns(PREFIX + ".no-proxy", properties.noProxy()));
        String noProxyVariable = "no_proxy";
        String said = proxy == null ? variable(noProxyVariable, environment) : null;
        if (said != null) {
            exceptions.addAll(patterns("the environment variable NO_PROXY", Arrays.asList(said.split("[,\\s]+"))));
        }
        this.noProxy = List.copyOf(exceptions);
        this.noProxyBy = said == null ? PREFIX + ".no-proxy" : PREFIX + ".no-proxy or NO_PROXY";
        this.tls = tls(
                PREFIX,
                Tls.ofJavaAlone(),
                properties.certificateAuthorities(),
                properties.certificateAuthoritiesPassword(),
                properties.clientCertificate(),
                credentials);
        this.rules = properties.hosts().entrySet().stream()
                .map(entry -> rule(PREFIX + ".hosts." + entry.getKey(), entry.getValue(), credentials))
                .toList();
    }

    private Rule rule(String setting, NetworkProperties.Hosts hosts, CredentialResolver credentials) {
        if (hosts.names().isEmpty()) {
            throw NetworkRefused.setting(
                    setting + ".names", "is missing: name the hosts that this is for, as jira.example.com.");
        }
        return new Rule(
                patterns(setting + ".names", hosts.names()),
                choice(setting + ".proxy", hosts.proxy(), credentials),
                tls(
                        setting,
                        tls,
                        hosts.certificateAuthorities(),
                        hosts.certificateAuthoritiesPassword(),
                        hosts.clientCertificate(),
                        credentials));
    }

    private static Tls tls(
            String setting,
            Tls base,
            List<String> authorities,
            @Nullable String authoritiesPassword,
            NetworkProperties.@Nullable ClientCertificate certificate,
            CredentialResolver credentials) {
        Tls trusting = base.trusting(
                setting + ".certificate-authorities",
                authorities.stream().filter(file -> !file.isBlank()).toList(),
                secret(setting + ".certificate-authorities-password", authoritiesPassword, credentials));
        return certificate == null
                ? trusting
                : trusting.showing(
                        setting + ".client-certificate",
                        certificate,
                        secret(setting + ".client-certificate.password", certificate.password(), credentials));
    }

    private static @Nullable Secret secret(
            String setting, @Nullable String reference, CredentialResolver credentials) {
        CredentialReference at = reference(setting, reference);
        return at == null ? null : credentials.secret(at);
    }

    private static @Nullable CredentialReference reference(String setting, @Nullable String text) {
        try {
            return text == null || text.isBlank() ? null : CredentialReference.of(text.strip());
        } catch (IllegalArgumentException e) {
            throw NetworkRefused.setting(setting, "is no reference. " + e.getMessage());
        }
    }

    private static @Nullable Choice choice(
            String setting, NetworkProperties.@Nullable Proxy proxy, CredentialResolver credentials) {
        String url = proxy == null || proxy.url() == null ? "" : proxy.url().strip();
        CredentialReference credential =
                proxy == null ? null : reference(setting + ".credential", proxy.credential());
        if (url.isEmpty()) {
            if (credential != null) {
                throw NetworkRefused.setting(setting + ".url", "is missing, and " + setting + ".credential is set.");
            }
            return null;
        }
        String name = setting + ".url";
        return new Choice(
                url.equalsIgnoreCase(DIRECT)
                        ? null
                        : ForwardProxy.of(name, url, credential, credentials),
                name);
    }

    private static Map<String, Choice> environmentsProxies(Function<String, @Nullable String> environment) {
        Map<String, Choice> found = new java.util.HashMap<>();
        for (String scheme : List.of("http", "https")) {
            String value = variable(scheme + "_proxy", environment);
            if (value != null) {
                String name = (scheme + "_proxy").toUpperCase(Locale.ROOT);
                found.put(scheme, new Choice(ForwardProxy.ofEnvironment(name, value), name));
            }
        }
        return Map.copyOf(found);
    }

    private static @Nullable String variable(String name, Function<String, @Nullable String> environment) {
        return Stream.of(name, name.toUpperCase(Locale.ROOT))
                .map(each -> Optional.ofNullable(environment.apply(each)))
                .flatMap(Optional::stream)
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse(null);
    }

    private static List<HostPattern> patterns(String setting, List<String> texts) {
        try {
            return texts.stream()
                    .filter(text -> !text.isBlank())
                    .map(HostPattern::of)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw NetworkRefused.setting(
                    setting, "has a range of addresses that is none. They look like 10.0.0.0/8 or 192.0.2.7.");
        }
    }

    /** The way to this address; nothing is looked up for it. */
    Way to(URI address) {
        Optional<Rule> rule = ruleFor(address);
        Tls here = rule.map(Rule::tls).orElse(tls);
        Choice own = rule.map(Rule::proxy).orElse(null);
        if (own != null) {
            return way(own, here);
        }
        if (isThisComputer(address)) {
            return new Way(null, "it is this computer", here);
        }
        Choice chosen = proxy != null ? proxy : environmentsProxies.get(scheme(address));
        if (chosen == null) {
            return ofJava(address, here);
        }
        return noProxy.stream()
                .filter(pattern -> pattern.matches(address))
                .findFirst()
                .map(pattern -> new Way(null, "\"" + pattern.text() + "\" of " + noProxyBy + " covers it", here))
                .orElseGet(() -> way(chosen, here));
    }

    private static Way way(Choice choice, Tls tls) {
        ForwardProxy through = choice.proxy();
        return new Way(
                through, through == null ? choice.setting() + " is \"direct\"" : through.namedBy() + " names it", tls);
    }

    private Way ofJava(URI address, Tls here) {
        ProxySelector java = ProxySelector.getDefault();
        if (java != null) {
            for (Proxy each : java.select(address)) {
                if (each.type() == Proxy.Type.HTTP && each.address() instanceof InetSocketAddress at) {
                    ForwardProxy through = ForwardProxy.ofJava(at);
                    return new Way(through, through.namedBy() + " names it", here);
                }
            }
        }
        return new Way(
                null,
                "neither ferry.network.proxy.url nor the environment ("
                        + (scheme(address).toUpperCase(Locale.ROOT) + "_PROXY") + ") names one",
                here);
    }

    /** The group that names the host most exactly: its own name before a wildcard, a longer one before a shorter. */
    private Optional<Rule> ruleFor(URI address) {
        record Match(Rule rule, HostPattern pattern) {}
        return rules.stream()
                .flatMap(rule -> rule.names().stream()
                        .filter(pattern -> pattern.isFor(address))
                        .map(pattern -> new Match(rule, pattern)))
                .max(Comparator.<Match>comparingInt(match -> match.pattern().domain().length())
                        .thenComparingInt(match -> match.pattern().itself() ? 1 : 0))
                .map(Match::rule);
    }

    private static boolean isThisComputer(URI address) {
        String host = HostPattern.host(address);
        return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
    }

    private static String scheme(URI address) {
        return String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    }

    /** The proxies of all sites, for the log; empty if there is none. No password is in it. */
    Optional<String> description() {
        List<Choice> all = proxy != null ? List.of(proxy) : List.copyOf(environmentsProxies.values());
        String through = String.join(
                ", ",
                all.stream()
                        .map(Choice::proxy)
                        .flatMap(each -> Stream.ofNullable(each))
                        .map(each -> each.name() + " (" + each.namedBy() + ")")
                        .distinct()
                        .toList());
        return through.isEmpty() ? Optional.empty() : Optional.of(through);
    }
}
