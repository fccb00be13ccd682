package io.ferry.process.reminders;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class RemindersPropertiesTest {
    private static final String[] MAIL = {
        "ferry.reminders.mail.host=mail.example.org",
        "ferry.reminders.mail.from=ferry@example.org",
        "ferry.reminders.mail.to=operator@example.org"
    };

    private final ApplicationContextRunner ferry = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withUserConfiguration(Bound.class);

    @EnableConfigurationProperties(RemindersProperties.class)
    static class Bound {}

    @Test
    void shouldTellNobodyUnlessConfigured() {
        ferry.run(context -> {
            var properties = context.getBean(RemindersProperties.class);
            assertThat(properties.mail()).isNull();
            assertThat(properties.webhook()).isNull();
            assertThat(properties.tasks()).containsExactly(Duration.ofHours(4), Duration.ofDays(1), Duration.ofDays(3));
        });
    }

    @Test
    void shouldTakeWhatTheGuideShows() {
        ferry.withPropertyValues(MAIL)
                .withPropertyValues(
                        "ferry.reminders.tasks=1h,2d",
                        "ferry.reminders.mail.credential=env:MAIL_SIGN_IN",
                        "ferry.reminders.mail.groups.approver=boss@example.org,deputy@example.org",
                        "ferry.reminders.webhook.url=file:/run/ferry/webhook",
                        "ferry.reminders.webhook.format=TEAMS")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(RemindersProperties.class).mail())
                            .isNotNull()
                            .satisfies(mail ->
                                    assertThat(mail.groups().get("approver")).hasSize(2));
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ferry.reminders.tasks=1d,4h",
                "ferry.reminders.tasks=4h,4h",
                "ferry.reminders.incidents=-1h",
                "ferry.reminders.unknown-outcomes=91d",
                "ferry.reminders.check-every=0s",
                "ferry.reminders.check-every=2d",
                "ferry.reminders.mail.port=0",
                "ferry.reminders.mail.from=nobody",
                "ferry.reminders.mail.to=operator",
                "ferry.reminders.mail.groups.approver=boss",
                "ferry.reminders.mail.host=",
                "ferry.reminders.mail.credential=name:password",
                "ferry.reminders.webhook.format=IRC",
                "ferry.reminders.webhook.url=https://hooks.example.org/secret"
            })
    void shouldRefuseAtTheStartWhatCannotWork(String wrong) {
        ferry.withPropertyValues(MAIL)
                .withPropertyValues(wrong)
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void shouldSendNoPasswordUnencrypted() {
        ferry.withPropertyValues(MAIL)
                .withPropertyValues(
                        "ferry.reminders.mail.security=NONE", "ferry.reminders.mail.credential=env:MAIL_SIGN_IN")
                .run(context -> assertThat(context).hasFailed());
    }
}
