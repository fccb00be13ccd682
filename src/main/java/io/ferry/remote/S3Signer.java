package io.ferry.remote;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/**
 * Signs the address of an object in an S3 store, so that whoever has it may read the object for a while. AWS's signer does it
 * (Signature Version 4, in the query); nobody is called.
 */
@Component
public final class S3Signer {
    /** The longest that S3 allows: a large file, fetched in several goes, needs its address to the end. */
    private static final Duration LONGEST = Duration.ofDays(7);

    private final CredentialResolver credentials;
    private final Clock clock;
    private final Duration valid;

    @Autowired
    S3Signer(CredentialResolver credentials) {
        this(credentials, Clock.systemUTC(), LONGEST);
    }

    S3Signer(CredentialResolver credentials, Clock clock, Duration valid) {
        this.credentials = credentials;
        this.clock = clock;
        this.valid = valid;
    }

    /**
     * The address of an object, signed by the credential as it is now. It is a secret.
     *
     * @throws CredentialMissingException if there is none, or it is no pair of keys
     */
    public URI signed(S3Store store, String bucket, String key) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .uri(store.address(bucket, key))
                .method(SdkHttpMethod.GET)
                .build();
        return AwsV4HttpSigner.create()
                .sign(signing -> signing.identity(keys(credentials, store.credential()))
                        .request(request)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, store.region())
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, valid)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock))
                .request()
                .getUri();
    }

    /**
     * The pair of keys that stands there, as it is now.
     *
     * @throws CredentialMissingException if there is none, or it is no pair of keys
     */
    static AwsCredentials keys(CredentialResolver credentials, CredentialReference reference) {
        if (!(credentials.resolve(reference) instanceof Credential.Basic(String keyId, Secret secret))) {
            throw CredentialMissingException.noKeys(reference);
        }
        // A secret key has no colon: what stands behind one is the token of a temporary credential.
        String[] parts = secret.reveal().split(":", 2);
        return parts.length == 1
                ? AwsBasicCredentials.create(keyId, parts[0])
                : AwsSessionCredentials.create(keyId, parts[0], parts[1]);
    }
}
