package io.ferry.migration;

import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One of the two sites.
 *
 * @param url the site's base address, without a slash at the end, query or user information
 * @param credential the name of the credential for Jira
 * @param bigPictureCredential the name of the app's own token, if it has one
 * @param endpoints name of a configured set of endpoints for operations that no document describes, if the site has one
 * @param exportFolder the folder, as seen by Ferry, into which the source site writes its XML backups, if reachable
 * @param credentialEnds the last day of the credential for Jira, as the person who made it was told; no call tells it
 * @param bigPictureCredentialEnds the last day of the app's token, likewise
 */
public record SiteSettings(
        URI url,
        CredentialName credential,
        @Nullable CredentialName bigPictureCredential,
        @Nullable String endpoints,
        @Nullable Path exportFolder,
        @Nullable LocalDate credentialEnds,
        @Nullable LocalDate bigPictureCredentialEnds) {

    private static final Pattern ENDPOINTS_FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    private static final int LONGEST_ADDRESS = 500;

    /** The address, and which credentials are used there, for the audit. */
    public String withCredentials() {
        return url + " with " + credential + (bigPictureCredential == null ? "" : " and " + bigPictureCredential);
    }

    /** A site of whose credentials nobody said when they end. */
    public SiteSettings(
            URI url,
            CredentialName credential,
            @Nullable CredentialName bigPictureCredential,
            @Nullable String endpoints,
            @Nullable Path exportFolder) {
        this(url, credential, bigPictureCredential, endpoints, exportFolder, null, null);
    }

    public SiteSettings {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(credential, "credential");
        // An address with user information may hold a password: it is not repeated to the caller.
        boolean plain = url.getUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null;
        new Refusals()
                .expect(
                        plain && isWebAddress(url),
                        "url",
                        "an http or https address with a host, without user information, query or fragment",
                        plain ? url.toString() : null)
                .expect(
                        url.toString().length() <= LONGEST_ADDRESS,
                        "url",
                        "an address of at most " + LONGEST_ADDRESS + " characters",
                        null)
                .expect(
                        endpoints == null || ENDPOINTS_FORM.matcher(endpoints).matches(),
                        "endpoints",
                        "the name of a configured set of endpoints: small letters, digits and dashes",
                        endpoints)
                .expect(
                        exportFolder == null || exportFolder.isAbsolute(),
                        "exportFolder",
                        "an absolute path of a folder on Ferry's machine",
                        String.valueOf(exportFolder))
                .throwIfAny();
        url = withoutSlashAtTheEnd(url);
    }

    private static boolean isWebAddress(URI url) {
        return ("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()))
                && url.getHost() != null
                && url.getPort() <= 65535;
    }

    private static URI withoutSlashAtTheEnd(URI url) {
        String text = url.toString();
        return text.endsWith("/") ? URI.create(text.replaceAll("(?<!/)/+$", "")) : url;
    }

    /**
     * What others say otherwise, in words for the record: addresses and names of credentials, never a credential.
     *
     * @return such as {@code address https://a.example.com → https://b.example.com}; "nothing" if they are the same
     */
    public String changesTo(SiteSettings others) {
        List<String> changes = new ArrayList<>();
        change(changes, "address", url, others.url);
        change(changes, "credential", credential, others.credential);
        change(changes, "credential of the app", bigPictureCredential, others.bigPictureCredential);
        change(changes, "last day of the credential", credentialEnds, others.credentialEnds);
        change(changes, "last day of the app's credential", bigPictureCredentialEnds, others.bigPictureCredentialEnds);
        change(changes, "endpoints", endpoints, others.endpoints);
        change(changes, "export folder", exportFolder, others.exportFolder);
        return changes.isEmpty() ? "nothing" : String.join("; ", changes);
    }

    private static void change(List<String> changes, String what, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            changes.add(what + " " + (before == null ? "none" : before) + " → " + (after == null ? "none" : after));
        }
    }

    /** The site by its address alone, written the same way however people wrote it. */
    public String place() {
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        int standard = scheme.equals("https") ? 443 : 80;
        String port = url.getPort() < 0 || url.getPort() == standard ? "" : ":" + url.getPort();
        return scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + port + url.getRawPath();
    }
}
