package io.ferry.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class BucketPropertiesTest {
    private static final String KEY = "ferry.artifacts.s3.kms-key=arn:aws:kms:eu-central-1:111122223333:key/k";

    private final ApplicationContextRunner ferry = new ApplicationContextRunner()
            .withUserConfiguration(Bound.class)
            .withPropertyValues("ferry.artifacts.s3.bucket=company-ferry");

    @EnableConfigurationProperties(ArtifactProperties.class)
    static class Bound {}

    @Test
    void shouldTakeAKeyOfKms() {
        ferry.withPropertyValues("ferry.artifacts.s3.encryption=aws:kms", KEY).run(context -> {
            BucketProperties properties =
                    context.getBean(ArtifactProperties.class).s3();
            assertThat(properties.encryption()).isEqualTo("aws:kms");
            assertThat(properties.kmsKey()).isEqualTo("arn:aws:kms:eu-central-1:111122223333:key/k");
        });
    }

    @Test
    void shouldTakeAnEmptyKeyForNone() {
        ferry.withPropertyValues("ferry.artifacts.s3.encryption=AES256", "ferry.artifacts.s3.kms-key=")
                .run(context -> assertThat(
                                context.getBean(ArtifactProperties.class).s3().kmsKey())
                        .isNull());
    }

    @Test
    void shouldNotStartWithAKeyAndNoEncryption() {
        ferry.withPropertyValues(KEY)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessage("ferry.artifacts.s3.kms-key is set, and ferry.artifacts.s3.encryption is not."
                                + " A store takes a key only with aws:kms. Set ferry.artifacts.s3.encryption to aws:kms, or"
                                + " take the key out."));
    }

    @Test
    void shouldNotStartWithAKeyThatTheEncryptionDoesNotUse() {
        ferry.withPropertyValues(KEY, "ferry.artifacts.s3.encryption=AES256")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining(
                                "ferry.artifacts.s3.encryption is AES256. A store takes a key only with"));
    }

    @ParameterizedTest
    @CsvSource({
        "bucket,s3://company-ferry,a bucket's name alone",
        "prefix,/ferry,does not begin with /",
        "encryption,aes256,is AES256 or aws:kms",
        "part-size,4MB,is from 5MB to 1GB"
    })
    void shouldNotStartWithWhatNoStoreTakes(String setting, String value, String why) {
        ferry.withPropertyValues("ferry.artifacts.s3." + setting + "=" + value)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("ferry.artifacts.s3." + setting)
                        .hasMessageContaining(why));
    }
}
