package io.ferry.process.reminders;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ferry.base.Json;
import io.ferry.base.PlainText;
import io.ferry.process.reminders.RemindersProperties.Format;
import io.ferry.process.reminders.RemindersProperties.Webhook;
import io.ferry.remote.CredentialMissingException;
import io.ferry.remote.CredentialResolver;
import io.ferry.remote.FailureClassifier;
import io.ferry.remote.RemoteFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Posts JSON that Slack or Teams takes. The address is a secret: it stands in no message and no log. */
final class WebhookChannel implements Channel {
    private static final ObjectMapper JSON = Json.MAPPER;

    private final Webhook webhook;
    private final CredentialResolver credentials;
    private final HttpClient http;
    private final FailureClassifier failures;

    /** @param http that goes out as to the sites, and follows no redirection */
    WebhookChannel(Webhook webhook, CredentialResolver credentials, HttpClient http, FailureClassifier failures) {
        this.webhook = webhook;
        this.credentials = credentials;
        this.http = http;
        this.failures = failures;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public boolean concerns(Notice notice) {
        return true;
    }

    @Override
    public void send(Message message) throws NotSent {
        try {
            HttpRequest request = HttpRequest.newBuilder(address())
                    .timeout(webhook.timeout())
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body(message))))
                    .build();
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status / 100 != 2) {
                throw new NotSent("The webhook answered with status " + status + ": see whether its address behind "
                        + webhook.url() + " is still good, and the format " + webhook.format() + " right.");
            }
        } catch (JsonProcessingException e) {
            throw new NotSent("The message could not be written as JSON.");
        } catch (IOException e) {
            String which = "The webhook behind " + webhook.url();
            throw new NotSent(failures.onTheWay(which, e)
                    .map(RemoteFailure::getMessage)
                    .orElse(which + " does not answer."));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotSent("Ferry was ending.");
        }
    }

    private URI address() throws NotSent {
        try {
            URI address = URI.create(credentials.secret(webhook.url()).reveal());
            String host = address.getHost() == null ? "" : address.getHost();
            boolean here = host.equals("localhost") || host.startsWith("127.");
            if (!host.isEmpty()
                    && ("https".equals(address.getScheme()) || "http".equals(address.getScheme()) && here)) {
                return address;
            }
        } catch (CredentialMissingException e) {
            throw new NotSent("There is nothing behind " + webhook.url() + ".");
        } catch (IllegalArgumentException e) {
            // Its message would repeat the address; what is said below is all there is to say.
        }
        throw new NotSent("" + webhook.url() + " does not lead to an https address.");
    }

    private ObjectNode body(Message message) {
        return webhook.format() == Format.SLACK ? slack(message) : teams(message);
    }

    /** The text of Slack's incoming webhooks: three characters are escaped, links are written {@code <address|words>}. */
    static ObjectNode slack(Message message) {
        var text = new StringBuilder("*" + escaped(message.title()) + "* (" + escaped(message.sites()) + ")");
        for (Notice notice : message.notices()) {
            text.append("\n• ").append(escaped(notice.text()));
            if (notice.link() != null) {
                text.append(" <")
                        .append(escaped(notice.link()).replace("|", "%7C"))
                        .append("|Open>");
            }
        }
        text.append("\n<")
                .append(escaped(message.page()))
                .append("|Migration ")
                .append(escaped(message.migration()))
                .append("> · <")
                .append(escaped(message.operate()))
                .append("|Operate>");
        return JSON.createObjectNode().put("text", text.toString());
    }

    /** A message with an adaptive card, as workflows in Teams take it. Its texts are Markdown, so only Ferry writes links into them. */
    static ObjectNode teams(Message message) {
        ObjectNode body = JSON.createObjectNode().put("type", "message");
        ObjectNode card = body.putArray("attachments")
                .addObject()
                .put("contentType", "application/vnd.microsoft.card.adaptive")
                .putNull("contentUrl")
                .putObject("content");
        card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
                .put("type", "AdaptiveCard")
                .put("version", "1.4");
        ArrayNode lines = card.putArray("body");
        line(lines, PlainText.unmarked(message.title())).put("weight", "Bolder").put("size", "Medium");
        line(lines, PlainText.unmarked("Migration " + message.migration() + ", " + message.sites()))
                .put("isSubtle", true);
        for (Notice notice : message.notices()) {
            String text = PlainText.unmarked(notice.text());
            line(
                    lines,
                    notice.link() == null
                            ? text
                            : text + " [Open]("
                                    + notice.link().replace("(", "%28").replace(")", "%29") + ")");
        }
        ArrayNode actions = card.putArray("actions");
        action(actions, "The migration", message.page());
        action(actions, "Operate", message.operate());
        return body;
    }

    private static ObjectNode line(ArrayNode lines, String text) {
        return lines.addObject().put("type", "TextBlock").put("text", text).put("wrap", true);
    }

    private static void action(ArrayNode actions, String title, String url) {
        actions.addObject().put("type", "Action.OpenUrl").put("title", title).put("url", url);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
