package io.ferry.process.handover;

import io.ferry.artifact.HandingOverProperties;
import io.ferry.process.handover.HandOverRefused.Reason;
import io.ferry.remote.Access;
import io.ferry.remote.CredentialReference;
import io.ferry.remote.SignIn;
import io.ferry.remote.Site;
import io.ferry.remote.Transfers;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/**
 * Addresses from which files are fetched: https, at hosts that the operator has allowed and at no other, without following
 * anybody elsewhere. What an address is signed with is never kept, logged or shown.
 */
@Component
class Addresses {
    private final HandingOverProperties properties;
    private final Transfers transfers;

    Addresses(HandingOverProperties properties, Transfers transfers) {
        this.properties = properties;
        this.transfers = transfers;
    }

    Set<String> hosts() {
        return new TreeSet<>(properties.addressHosts());
    }

    URI checked(String text) {
        String address = text.strip();
        if (address.toLowerCase(Locale.ROOT).startsWith("s3:")) {
            throw wrong(
                    "Ferry signs in at no S3 store itself.",
                    "Give it an https address that is signed for a while: aws s3 presign s3://bucket/name --expires-in 43200");
        }
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException e) {
            throw wrong("This is no address.", "Copy the whole address, from https:// to its end.");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw wrong("This is no address that Ferry fetches.", "Give an address as https://host/path?signature.");
        }
        if (!isAllowed(uri)) {
            throw wrong(
                    "Ferry does not fetch files from " + uri.getHost() + ".",
                    hosts().isEmpty()
                            ? "The operator allows hosts with ferry.handing-over.address-hosts; none is allowed now."
                            : "The operator allows " + String.join(", ", hosts())
                                    + " (ferry.handing-over.address-hosts).");
        }
        if (!"https".equalsIgnoreCase(uri.getScheme()) && !site(uri).isLoopback()) {
            throw wrong("The file would travel unencrypted.", "Give the address with https://.");
        }
        return uri;
    }

    private boolean isAllowed(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        String place = uri.getPort() < 0 ? host : host + ":" + uri.getPort();
        return properties.addressHosts().stream()
                .map(allowed -> allowed.toLowerCase(Locale.ROOT))
                .anyMatch(allowed -> allowed.startsWith("*.")
                        ? place.endsWith(allowed.substring(1)) && place.length() > allowed.length() - 1
                        : place.equals(allowed));
    }

    long length(URI from) {
        return transfers.length(from, access(from));
    }

    void fetch(URI from, OutputStream out) {
        transfers.download(from, access(from), out);
    }

    /** The last part of the path, as the file's name. */
    static String nameOf(URI from) {
        String path = from.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static Access access(URI uri) {
        return Access.to(site(uri), "handed-over").signingIn(SignIn.NONE);
    }

    /** The address carries its own signature; the credential is never asked for. */
    private static Site site(URI uri) {
        return new Site(
                URI.create(uri.getScheme() + "://" + uri.getRawAuthority()), CredentialReference.of("env:NONE"));
    }

    private static HandOverRefused wrong(String title, String whatToDo) {
        return HandOverRefused.because(Reason.WRONG_PLACE, title, whatToDo);
    }
}
