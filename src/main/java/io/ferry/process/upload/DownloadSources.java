package io.ferry.process.upload;

import io.ferry.artifact.UploadProperties;
import io.ferry.process.upload.UploadRefused.Reason;
import io.ferry.remote.Access;
import io.ferry.remote.CredentialMissingException;
import io.ferry.remote.Destination;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.S3Signer;
import io.ferry.remote.S3Store;
import io.ferry.remote.S3Stores;
import io.ferry.remote.SignIn;
import io.ferry.remote.Site;
import io.ferry.remote.SiteCredential;
import io.ferry.remote.Transfers;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Addresses from which files are fetched: https, at hosts that the operator has allowed, and objects of S3 stores that the
 * operator has named, whose addresses Ferry signs itself. None other, and without following anybody elsewhere. What an
 * address is signed with is never kept, logged or shown.
 */
@Component
class DownloadSources {
    private static final String S3 = "s3://";

    private final UploadProperties properties;
    private final S3Stores stores;
    private final S3Signer signer;
    private final Transfers transfers;

    DownloadSources(UploadProperties properties, S3Signer signer, Transfers transfers) {
        this.properties = properties;
        this.stores = properties.stores();
        this.signer = signer;
        this.transfers = transfers;
    }

    /** A file that was found at an address. */
    record Found(URI from, String name, long bytes) {
        /** The address may be signed. */
        @Override
        public String toString() {
            return "Found[" + name + ", " + bytes + " bytes]";
        }
    }

    /** Where files may lie: hosts, and buckets with their folders. */
    List<String> places() {
        return Stream.concat(hosts().stream(), stores.places().stream()).toList();
    }

    private Set<String> hosts() {
        return new TreeSet<>(properties.addressHosts());
    }

    /**
     * Looks whether a file is there.
     *
     * @param text the address as a person gave it
     * @throws UploadRefused if it is none that Ferry fetches from, or nothing can be fetched there; a {@link RemoteFailure} is
     *     its cause if the place did not answer as it should
     */
    Found find(String text) {
        String address = text.strip();
        boolean inAStore = isInAStore(address);
        URI from = inAStore ? signed(address.substring(S3.length())) : checked(address);
        try {
            return new Found(from, nameOf(from), transfers.length(from, access(from)));
        } catch (RemoteFailure failure) {
            throw (UploadRefused) wrong(
                            failure.title(),
                            inAStore
                                    ? "Check the bucket and the name, and that the store’s credential (ferry.uploads.s3-stores) may read them."
                                    : "Check the address; one that is signed is valid for a while only. "
                                            + failure.whatToDo())
                    .initCause(failure);
        }
    }

    /** Whether Ferry signs it itself, so that it is no secret. */
    static boolean isInAStore(String address) {
        return address.toLowerCase(Locale.ROOT).startsWith(S3);
    }

    void fetch(Found file, OutputStream out) {
        transfers.download(file.from(), access(file.from()), Destination.of(out));
    }

    private URI signed(String object) {
        int slash = object.indexOf('/');
        String bucket = slash < 0 ? object : object.substring(0, slash);
        String key = slash < 0 ? "" : object.substring(slash + 1);
        List<String> parts = List.of(key.split("/", -1));
        if (bucket.isEmpty()
                || parts.getLast().isEmpty()
                || parts.contains(".")
                || parts.contains("..")
                || key.chars().anyMatch(Character::isISOControl)) {
            throw wrong("This is no address of a file in a store.", "Give it as s3://bucket/name.");
        }
        S3Store store = stores.with(bucket, key)
                .orElseThrow(() -> wrong(
                        "Ferry does not fetch this from the bucket " + bucket + ".",
                        stores.places().isEmpty()
                                ? "The operator names stores with ferry.uploads.s3-stores; none is named now. Or give an https address that is signed for a while: aws s3 presign s3://bucket/name --expires-in 43200"
                                : "The operator allows " + String.join(", ", stores.places())
                                        + " (ferry.uploads.s3-stores)."));
        try {
            return encrypted(signer.signed(store, bucket, key));
        } catch (CredentialMissingException missing) {
            throw wrong("Ferry cannot sign in at the store of the bucket " + bucket + ".", missing.getMessage());
        }
    }

    private URI checked(String address) {
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException e) {
            throw wrong("This is no address.", "Copy the whole address, from https:// to its end.");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw wrong("This is no address that Ferry downloads.", "Give an address as https://host/path?signature.");
        }
        if (!isAllowed(uri)) {
            throw wrong(
                    "Ferry does not fetch files from " + uri.getHost() + ".",
                    hosts().isEmpty()
                            ? "The operator allows hosts with ferry.uploads.address-hosts; none is allowed now."
                            : "The operator allows " + String.join(", ", hosts()) + " (ferry.uploads.address-hosts).");
        }
        return encrypted(uri);
    }

    private static URI encrypted(URI uri) {
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

    /** The last part of the path, as the file's name. */
    private static String nameOf(URI from) {
        String path = from.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static Access access(URI uri) {
        return Access.to(site(uri), "handed-over").signingIn(SignIn.NONE);
    }

    /** The address carries its own signature. */
    private static Site site(URI uri) {
        return new Site(URI.create(uri.getScheme() + "://" + uri.getRawAuthority()), new SiteCredential.None());
    }

    private static UploadRefused wrong(String title, @Nullable String whatToDo) {
        return UploadRefused.because(Reason.WRONG_PLACE, title, String.valueOf(whatToDo));
    }
}
