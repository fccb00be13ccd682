package io.ferry.process.reminders;

import io.ferry.remote.CredentialResolver;
import io.ferry.remote.FailureClassifier;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** The ways to tell people that are configured. */
@Component
class Channels {
    private final List<Channel> all;

    Channels(
            RemindersProperties properties, CredentialResolver credentials, HttpClient http, FailureClassifier failures) {
        List<Channel> configured = new ArrayList<>();
        var mail = properties.mail();
        if (mail != null) {
            if (!mail.to().isEmpty()) {
                configured.add(new MailChannel(mail, mail.to(), null, credentials));
            }
            new TreeMap<>(mail.groups())
                    .forEach((group, to) -> configured.add(new MailChannel(mail, to, group, credentials)));
        }
        if (properties.webhook() != null) {
            configured.add(new WebhookChannel(properties.webhook(), credentials, http, failures));
        }
        all = List.copyOf(configured);
    }

    List<Channel> all() {
        return all;
    }
}
