package io.ferry.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3SignerTest {
    private static final CredentialReference KEYS = CredentialReference.of("env:KEYS");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2013-05-24T00:00:00Z"), ZoneOffset.UTC);

    @Test
    void shouldSignAsInTheExampleOfAws() {
        // The example of "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)" in the S3 API
        // reference.
        var signer = new S3Signer(
                new CredentialResolver(
                        name -> null,
                        Map.of("KEYS", "AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")::get),
                CLOCK,
                Duration.ofDays(1));
        var store =
                new S3Store("us-east-1", KEYS, List.of("examplebucket"), URI.create("https://s3.amazonaws.com"), false);

        URI signed = signer.signed(store, "examplebucket", "test.txt");

        assertThat(signed.toString()).startsWith("https://examplebucket.s3.amazonaws.com/test.txt?");
        assertThat(signed.getRawQuery().split("&"))
                .containsExactlyInAnyOrder(
                        "X-Amz-Algorithm=AWS4-HMAC-SHA256",
                        "X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request",
                        "X-Amz-Date=20130524T000000Z",
                        "X-Amz-Expires=86400",
                        "X-Amz-SignedHeaders=host",
                        "X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
    }

    @Test
    void shouldSignWithTheCredentialAsItIsNow() {
        String[] keys = {"ID1:secret"};
        var signer = new S3Signer(new CredentialResolver(name -> null, name -> keys[0]), CLOCK, Duration.ofDays(7));
        var store = new S3Store("eu-central-1", KEYS, List.of("backups"), null, null);

        assertThat(signer.signed(store, "backups", "x").getRawQuery())
                .contains("X-Amz-Credential=ID1%2F20130524%2Feu-central-1", "X-Amz-Expires=604800")
                .doesNotContain("X-Amz-Security-Token");
        keys[0] = "ID2:secret:token/of a while";
        assertThat(signer.signed(store, "backups", "x").getRawQuery())
                .contains("X-Amz-Credential=ID2%2F", "X-Amz-Security-Token=token%2Fof%20a%20while")
                .doesNotContain("secret");
        keys[0] = "a-token";
        assertThatThrownBy(() -> signer.signed(store, "backups", "x"))
                .isInstanceOf(CredentialMissingException.class)
                .hasMessageContaining("accessKeyId:secretAccessKey")
                .hasMessageNotContaining("a-token");
    }

    @ParameterizedTest
    @CsvSource({
        ",, https://backups.s3.eu-central-1.amazonaws.com/",
        ", true, https://s3.eu-central-1.amazonaws.com/backups/",
        "https://minio.example.com:9000,, https://minio.example.com:9000/backups/",
        "https://Store.example.com/, false, https://backups.Store.example.com/"
    })
    void shouldFindTheObjectWhereTheStoreHasIt(@Nullable URI endpoint, @Nullable Boolean pathStyle, String beginning) {
        var store = new S3Store("eu-central-1", KEYS, List.of("backups"), endpoint, pathStyle);

        URI address = store.address("backups", "2026/ü b+c%20?d#e//f&g.zip");

        assertThat(address.toString()).isEqualTo(beginning + "2026/%C3%BC%20b%2Bc%2520%3Fd%23e//f%26g.zip");
        assertThat(address.getPath()).endsWith("2026/ü b+c%20?d#e//f&g.zip");
    }

    @Test
    void shouldAllowWhatTheOperatorNamedAndNothingBeside() {
        var store = new S3Store("any", KEYS, List.of("whole", "part/dumps/"), null, null);
        var stores = new S3Stores(Map.of("main", store));

        assertThat(stores.places()).containsExactly("s3://part/dumps", "s3://whole");
        assertThat(stores.with("whole", "x")).contains(store);
        assertThat(stores.with("part", "dumps/2026/x")).contains(store);
        assertThat(stores.with("part", "dumps")).isEmpty();
        assertThat(stores.with("part", "dumps-of-others/x")).isEmpty();
        assertThat(stores.with("part", "x")).isEmpty();
        assertThat(stores.with("wholesale", "x")).isEmpty();
        assertThat(stores.with("Whole", "x")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "Backups", "a b", "../etc", "evil.example.com#", "user@host", "bucket//"})
    void shouldRefuseBucketsThatAreNone(String bucket) {
        assertThatThrownBy(() -> new S3Store("eu-central-1", KEYS, List.of(bucket), null, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseSettingsThatCannotBeRight() {
        assertThatThrownBy(() -> new S3Store("eu-central-1", KEYS, List.of(), null, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new S3Store("evil.example.com/", KEYS, List.of("bucket"), null, null))
                .isInstanceOf(IllegalArgumentException.class);
        for (String endpoint : List.of("ftp://x", "https://user@x", "https://x/path", "https://x?y", "x")) {
            assertThatThrownBy(() -> new S3Store("any", KEYS, List.of("bucket"), URI.create(endpoint), null))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        var store = new S3Store("any", KEYS, List.of("bucket/a", "bucket/b"), null, null);
        assertThat(new S3Stores(Map.of("one", store)).places()).hasSize(2);
        assertThatThrownBy(() -> new S3Stores(Map.of("one", store, "two", store)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("same name");
    }
}
