package io.ferry.artifact;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.head;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.matching.RequestPatternBuilder;
import io.ferry.remote.CredentialReference;
import io.ferry.remote.TestS3Clients;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** What Ferry asks of a store that encrypts, and what it makes of the answers. The store is a stub: S3Proxy does not encrypt. */
class BucketEncryptionTest {
    private static final String ENCRYPTION = "x-amz-server-side-encryption";
    private static final String KMS_KEY = "x-amz-server-side-encryption-aws-kms-key-id";
    private static final String KEY = "arn:aws:kms:eu-central-1:111122223333:key/k";

    /** It looks like an MD5 and is none, as AWS's are with a key of KMS. */
    private static final String NO_MD5 = "0123456789abcdef0123456789abcdef";

    private static final byte[] CONTENT = new byte[1000];
    private static final String OBJECT = "/ferry-test/a";

    @RegisterExtension
    private static final WireMockExtension STORE = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort())
            .build();

    @TempDir
    private Path folder;

    @Test
    void shouldAskForAKeyOfKms() throws IOException {
        store("aws:kms");
        try (Bucket bucket = bucket("aws:kms", KEY)) {
            putWholeAndInParts(bucket);
        }

        RequestPatternBuilder whole = putRequestedFor(urlPathEqualTo(OBJECT)).withQueryParam("partNumber", absent());
        STORE.verify(1, whole.withHeader(ENCRYPTION, matching("aws:kms")).withHeader(KMS_KEY, matching(KEY)));
        STORE.verify(
                1,
                postRequestedFor(urlPathEqualTo(OBJECT))
                        .withQueryParam("uploadId", absent())
                        .withHeader(ENCRYPTION, matching("aws:kms"))
                        .withHeader(KMS_KEY, matching(KEY)));
        // S3 takes the encryption of parts from their beginning, and refuses it here.
        STORE.verify(
                1,
                putRequestedFor(urlPathEqualTo(OBJECT))
                        .withQueryParam("partNumber", matching("1"))
                        .withoutHeader(ENCRYPTION)
                        .withoutHeader(KMS_KEY));
    }

    @Test
    void shouldAskForTheStoresOwnKeys() throws IOException {
        store("aws:kms");
        try (Bucket bucket = bucket("AES256", null)) {
            putWholeAndInParts(bucket);
        }

        assertThat(encryptionAsked()).containsExactly("AES256", "AES256");
        STORE.verify(0, putRequestedFor(anyUrl()).withHeader(KMS_KEY, matching(".*")));
        STORE.verify(0, postRequestedFor(anyUrl()).withHeader(KMS_KEY, matching(".*")));
    }

    @Test
    void shouldLeaveEncryptionToTheBucket() throws IOException {
        store("aws:kms:dsse");
        try (Bucket bucket = bucket(null, null)) {
            putWholeAndInParts(bucket);
        }

        assertThat(encryptionAsked()).isEmpty();
    }

    @Test
    void shouldCompareEtagsUnlessTheyComeFromAKeyOfKms() throws IOException {
        store("AES256");
        try (Bucket bucket = bucket("AES256", null)) {
            assertThatIOException()
                    .isThrownBy(() -> putWholeAndInParts(bucket))
                    .withMessageContaining("the bucket ferry-test has as a")
                    .withMessageContaining("is not what Ferry sent");
        }
    }

    private static List<String> encryptionAsked() {
        return STORE.findAll(RequestPatternBuilder.allRequests()).stream()
                .filter(request -> request.containsHeader(ENCRYPTION))
                .map(request -> request.getHeader(ENCRYPTION))
                .toList();
    }

    private Bucket bucket(@Nullable String encryption, @Nullable String kmsKey) {
        return new Bucket(
                new BucketProperties(
                        "ferry-test",
                        "",
                        "us-east-1",
                        URI.create(STORE.baseUrl()),
                        null,
                        CredentialReference.of("env:STORE"),
                        encryption,
                        kmsKey,
                        DataSize.ofMegabytes(5)),
                TestS3Clients.with("AKIDFERRYTEST:secret"));
    }

    private void putWholeAndInParts(Bucket bucket) throws IOException {
        try (Spool content = new Spool(folder)) {
            content.write(CONTENT, 0, CONTENT.length);
            bucket.put("a", content);
            String upload = bucket.begin("a");
            Bucket.Part part = bucket.send("a", upload, 1, content);
            bucket.complete("a", upload, List.of(part), CONTENT.length);
        }
    }

    /** A store that encrypts whatever comes in this way. */
    private static void store(String encryption) {
        STORE.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(500)));
        STORE.stubFor(
                put(urlPathEqualTo(OBJECT)).willReturn(encrypted(encryption).withHeader("ETag", NO_MD5)));
        STORE.stubFor(
                post(urlPathEqualTo(OBJECT))
                        .withQueryParam("uploadId", absent())
                        .willReturn(
                                encrypted(encryption)
                                        .withBody(
                                                "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>")));
        STORE.stubFor(post(urlPathEqualTo(OBJECT))
                .withQueryParam("uploadId", matching("u"))
                .willReturn(encrypted(encryption)
                        .withBody("<CompleteMultipartUploadResult><ETag>" + NO_MD5
                                + "-1</ETag></CompleteMultipartUploadResult>")));
        STORE.stubFor(head(urlPathEqualTo(OBJECT))
                .willReturn(encrypted(encryption)
                        .withHeader("Content-Length", String.valueOf(CONTENT.length))
                        .withHeader("ETag", NO_MD5 + "-1")));
    }

    private static ResponseDefinitionBuilder encrypted(String encryption) {
        return aResponse().withHeader(ENCRYPTION, encryption);
    }
}
