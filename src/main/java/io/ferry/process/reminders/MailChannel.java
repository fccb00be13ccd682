package io.ferry.process.reminders;

import io.ferry.process.reminders.RemindersProperties.Mail;
import io.ferry.process.reminders.RemindersProperties.Security;
import io.ferry.remote.Credential;
import io.ferry.remote.CredentialMissingException;
import io.ferry.remote.CredentialResolver;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;

/** Plain e-mail over SMTP. */
final class MailChannel implements Channel {
    private final Mail mail;
    private final List<String> to;
    private final @Nullable String group;
    private final CredentialResolver credentials;

    /** @param group the candidate group whose tasks are told, and what concerns everybody; null for everything */
    MailChannel(Mail mail, List<String> to, @Nullable String group, CredentialResolver credentials) {
        this.mail = mail;
        this.to = List.copyOf(to);
        this.group = group;
        this.credentials = credentials;
    }

    @Override
    public String name() {
        return group == null ? "e-mail" : "e-mail to " + group;
    }

    @Override
    public boolean concerns(Notice notice) {
        return group == null || notice.groups().isEmpty() || notice.groups().contains(group);
    }

    @Override
    public void send(Message message) throws NotSent {
        try {
            JavaMailSenderImpl sender = sender();
            MimeMessage mime = sender.createMimeMessage();
            var helper = new MimeMessageHelper(mime, StandardCharsets.UTF_8.name());
            helper.setFrom(mail.from());
            helper.setTo(to.toArray(String[]::new));
            helper.setSubject("Ferry: " + message.title() + " (" + message.sites() + ")");
            helper.setText(text(message));
            // No out-of-office answers, please.
            mime.setHeader("Auto-Submitted", "auto-generated");
            sender.send(mime);
        } catch (MailAuthenticationException e) {
            throw new NotSent("The mail server does not take the name and password behind " + mail.credential() + ".");
        } catch (MailSendException e) {
            // What the server said may repeat addresses. Only a failed connection has a cause of its own.
            throw new NotSent(
                    e.getCause() != null
                            ? "The mail server " + mail.host() + ":" + mail.port() + " does not answer as it should."
                            : "The mail server does not take the message: see its own log.");
        } catch (CredentialMissingException e) {
            throw new NotSent("There is nothing behind the credential " + mail.credential() + ".");
        } catch (MailException | MessagingException e) {
            throw new NotSent("The message could not be put together ("
                    + e.getClass().getSimpleName() + "): check ferry.reminders.mail.");
        }
    }

    private JavaMailSenderImpl sender() throws NotSent {
        var sender = new JavaMailSenderImpl();
        sender.setHost(mail.host());
        sender.setPort(mail.port());
        sender.setDefaultEncoding(StandardCharsets.UTF_8.name());
        String wait = String.valueOf(mail.timeout().toMillis());
        Properties smtp = sender.getJavaMailProperties();
        // Without these the library waits for ever.
        smtp.setProperty("mail.smtp.connectiontimeout", wait);
        smtp.setProperty("mail.smtp.timeout", wait);
        smtp.setProperty("mail.smtp.writetimeout", wait);
        smtp.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        smtp.setProperty("mail.smtp.ssl.enable", String.valueOf(mail.security() == Security.TLS));
        smtp.setProperty("mail.smtp.starttls.enable", String.valueOf(mail.security() == Security.STARTTLS));
        smtp.setProperty("mail.smtp.starttls.required", String.valueOf(mail.security() == Security.STARTTLS));
        if (mail.credential() != null) {
            if (!(credentials.resolve(mail.credential()) instanceof Credential.Basic user)) {
                throw new NotSent("The mail server needs name:password, and " + mail.credential() + " holds none.");
            }
            smtp.setProperty("mail.smtp.auth", "true");
            sender.setUsername(user.user());
            sender.setPassword(user.password().reveal());
        }
        return sender;
    }

    static String text(Message message) {
        var text = new StringBuilder("Migration " + message.migration() + ", " + message.sites() + "\n");
        for (Notice notice : message.notices()) {
            text.append("\n- ").append(notice.text()).append('\n');
            if (notice.link() != null) {
                text.append("  ").append(notice.link()).append('\n');
            }
        }
        return text + "\nThe migration: " + message.page() + "\nIn Operate:    " + message.operate()
                + "\n\nYou get this message because of ferry.reminders in Ferry's configuration.\n";
    }
}
