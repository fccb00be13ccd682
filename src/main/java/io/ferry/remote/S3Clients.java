package io.ferry.remote;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Makes AWS's clients of S3 stores. They sign with the credential as it is at each call, and send by Ferry's network. */
@Component
public final class S3Clients {
    /** A part of a file has to pass within it. */
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(5);

    private static final Duration LONGEST_CALL = Duration.ofMinutes(15);

    private final CredentialResolver credentials;
    private final HttpClient http;

    S3Clients(CredentialResolver credentials, HttpClient http) {
        this.credentials = credentials;
        this.http = http;
    }

    /**
     * A client of one store.
     *
     * @param endpoint where the store answers; null for AWS's own in the region
     * @param pathStyle whether the bucket stands in the path and not in the host's name
     * @param credential a pair of keys; null: what AWS's SDK finds around it, such as the role of a container
     */
    public S3Client client(
            String region, @Nullable URI endpoint, boolean pathStyle, @Nullable CredentialReference credential) {
        // Stores that are not AWS's own often refuse what the SDK adds by itself since 2.30: Ferry sends Content-MD5
        // instead.
        var builder = S3Client.builder()
                .region(Region.of(region))
                .forcePathStyle(pathStyle)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClient(new SdkCalls(http, LONGEST_ANSWER))
                .overrideConfiguration(calls -> calls.apiCallTimeout(LONGEST_CALL))
                .credentialsProvider(
                        credential == null
                                ? DefaultCredentialsProvider.builder().build()
                                : (AwsCredentialsProvider) () -> keys(credential));
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return builder.build();
    }

    private AwsCredentials keys(CredentialReference credential) {
        return S3Signer.keys(credentials, credential);
    }
}
