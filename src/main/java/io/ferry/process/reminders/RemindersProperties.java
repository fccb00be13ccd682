package io.ferry.process.reminders;

import io.ferry.remote.CredentialReference;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Whom Ferry tells what waits, and when: {@code ferry.reminders.*}. Nobody is told anything unless {@code mail} or
 * {@code webhook} is configured.
 *
 * @param checkEvery how often the process looks for what is due, 1 s to 1 day; taken up by migrations that start afterwards
 * @param tasks after how long a waiting task is told, once each time
 * @param incidents after how long something stuck is told, once each time
 * @param unknownOutcomes after how long a task is told in which Ferry asks what became of a change to a site
 * @param phases whether the end of each phase is told as well; the end of a migration always is
 * @param mail how e-mail is sent; null for none
 * @param webhook where messages are posted; null for none
 */
@Validated
@ConfigurationProperties("ferry.reminders")
public record RemindersProperties(
        @DefaultValue("15m") Duration checkEvery,
        @DefaultValue({"4h", "1d", "3d"}) List<Duration> tasks,
        @DefaultValue({"0s", "4h", "1d", "3d"}) List<Duration> incidents,
        @DefaultValue({"0s", "4h", "1d", "3d"}) List<Duration> unknownOutcomes,
        @DefaultValue("false") boolean phases,
        @Nullable @Valid Mail mail,
        @Nullable @Valid Webhook webhook) {
    private static final Duration LONGEST = Duration.ofDays(90);

    public RemindersProperties {
        tasks = ascending("tasks", tasks);
        incidents = ascending("incidents", incidents);
        unknownOutcomes = ascending("unknown-outcomes", unknownOutcomes);
        if (checkEvery.compareTo(Duration.ofSeconds(1)) < 0 || checkEvery.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("ferry.reminders.check-every is a duration from 1s to 1d");
        }
    }

    /** Nobody is told anything. */
    public static RemindersProperties off() {
        return new RemindersProperties(Duration.ofMinutes(15), List.of(), List.of(), List.of(), false, null, null);
    }

    private static List<Duration> ascending(String name, List<Duration> stages) {
        for (int i = 0; i < stages.size(); i++) {
            boolean later = i == 0 || stages.get(i).compareTo(stages.get(i - 1)) > 0;
            if (!later || stages.get(i).isNegative() || stages.get(i).compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "ferry.reminders." + name + " are durations from 0s to 90d, each longer than the one before");
            }
        }
        return List.copyOf(stages);
    }

    /** How the way to the mail server is kept private. */
    public enum Security {
        /** A plain connection that is encrypted before anything is said; a server that does not offer it is refused. */
        STARTTLS,
        /** Encrypted from the start. */
        TLS,
        /** Not encrypted: for a server on this computer, or one that takes no password. */
        NONE
    }

    /**
     * E-mail over SMTP.
     *
     * @param host the mail server
     * @param port its port
     * @param security how the connection is protected
     * @param credential where name and password for the server are found (name:password); null if it asks for none
     * @param from whom the messages come from
     * @param to who is told everything
     * @param groups who is told the tasks of a candidate group only, such as {@code approver}
     * @param timeout how long to wait for each of the server's answers
     */
    public record Mail(
            @NotBlank String host,
            @DefaultValue("587") @Min(1) @Max(65535) int port,
            @DefaultValue("STARTTLS") Security security,
            @Nullable CredentialReference credential,
            @NotBlank @Email String from,
            @DefaultValue List<@NotBlank @Email String> to,
            @DefaultValue Map<String, List<@NotBlank @Email String>> groups,
            @DefaultValue("10s") Duration timeout) {
        public Mail {
            to = List.copyOf(to);
            groups = Map.copyOf(groups);
            if (to.isEmpty() && groups.isEmpty()) {
                throw new IllegalArgumentException("ferry.reminders.mail.to names who is reminded");
            }
            if (security == Security.NONE && credential != null && !host.matches("localhost|127\\.[0-9.]+|\\[?::1]?")) {
                throw new IllegalArgumentException(
                        "ferry.reminders.mail.security NONE would send the password unencrypted: use STARTTLS or TLS");
            }
        }
    }

    /** What stands behind a webhook. */
    public enum Format {
        /** Slack's incoming webhooks; Mattermost and Google Chat take the same. */
        SLACK,
        /** Workflows in Microsoft Teams, which take an adaptive card. */
        TEAMS
    }

    /**
     * A webhook.
     *
     * @param url where its address is found; whoever knows the address can post, so it is given by reference
     * @param format what the receiver understands
     * @param timeout how long the whole call may take
     */
    public record Webhook(
            @NotNull CredentialReference url,
            @DefaultValue("SLACK") Format format,
            @DefaultValue("10s") Duration timeout) {}
}
