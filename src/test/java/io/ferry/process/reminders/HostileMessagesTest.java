package io.ferry.process.reminders;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.migration.Notices.Key;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.springframework.mail.javamail.MimeMessageHelper;

/** Texts that are no words of Ferry's, in what reminds people: they begin no header, no line, no link and no mention. */
class HostileMessagesTest {
    private static final String HEADER = "A step is stuck\r\nBcc: somebody@evil.example\r\n\r\nhttps://evil.example";
    private static final String LINK = "[Sign in again](https://evil.example/) <https://evil.example|Open> <!channel>";

    private static final Message MESSAGE = new Message(
            HEADER + LINK,
            "m-1",
            "jira.example to cloud.example" + HEADER + LINK,
            "http://ferry.example/migrations/m-1",
            "http://camunda.example/operate",
            List.of(new Notice(
                    List.of(new Key("task:1", "PT1H")),
                    HEADER + LINK,
                    "http://camunda.example/tasklist/1)[x](https://evil.example/|y",
                    List.of())));

    @Test
    void shouldBeginNoHeaderAndNoLineOfAMail() throws Exception {
        assertThat(headers(MESSAGE.title() + " (" + MESSAGE.sites() + ")")).doesNotContain("\r\nBcc", "\r\n\r\nhttps");
        assertThat(MailChannel.text(MESSAGE).lines())
                .noneMatch(line -> line.startsWith("Bcc") || line.startsWith("https"));
    }

    private static String headers(String subject) throws Exception {
        MimeMessage mail = new MimeMessage(Session.getInstance(new Properties()));
        MimeMessageHelper helper = new MimeMessageHelper(mail, StandardCharsets.UTF_8.name());
        helper.setSubject(subject);
        helper.setText("-");
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        mail.writeTo(written);
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldLetOnlyFerryWriteLinksInSlack() {
        String text = WebhookChannel.slack(MESSAGE).path("text").asText();

        assertThat(text.replaceAll("<(http://[^<>|]*)\\|(Open|Migration m-1|Operate)>", ""))
                .contains("Sign in again")
                .doesNotContain("<", ">");
        assertThat(text.lines()).noneMatch(line -> line.startsWith("Bcc") || line.startsWith("https"));
    }

    @Test
    void shouldLetOnlyFerryWriteLinksInTeams() {
        assertThat(WebhookChannel.teams(MESSAGE).findValuesAsText("text"))
                .anyMatch(text -> text.contains("Sign in again"))
                .allSatisfy(text -> assertThat(text.replaceAll(" \\[Open]\\(http://[^()]*\\)$", ""))
                        .doesNotContain("](", "][", "<https", "<!"));
    }
}
