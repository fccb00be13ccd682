package io.ferry.bigpicture;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The documented reasons for a connection not to come up, and what to do about each. The app tells its reason in words that
 * nobody documents, so they are recognised by what such words can hardly do without. Source: facts/bigpicture.md, Afterwards.
 */
public enum ConnectionTrouble {
    THROTTLED(
            "throttl|too many requests|rate limit",
            "The other side slows the app down",
            "Wait 10 to 15 minutes: it comes back by itself."),
    WEBHOOKS_MISSING(
            "webhook",
            "Webhooks are missing",
            "Look into the other instance’s list of webhooks: those of the app must be there and switched on."),
    RIGHTS_MISSING(
            "permission|rights|add-on user|addon user|forbidden",
            "The app’s add-on user lacks rights",
            "Give it Administer Jira, Browse users and groups, Share dashboards and filters; where issues have security"
                    + " levels, put the role atlassian-addons-project-access into each."),
    AUTHORISATION_FAILED(
            "authori[sz]|authenti|unauthori|credential|sign.?in|log.?in|token",
            "The app could not sign in",
            "Open the connection in its row and sign in again, with an account that may administer that instance."),
    JIRA_LICENCE_EXPIRED(
            "jira.{0,20}licen[cs]e|licen[cs]e.{0,20}expired",
            "The licence of that Jira has expired",
            "Renew the licence of that Jira."),
    APP_LICENCE_INVALID(
            "licen[cs]e", "The app’s licence is invalid there", "Put the app’s licence right on that instance."),
    UNREACHABLE(
            "reach|time.?out|timed out|refused|cannot connect|could not connect|resolve|network",
            "The instance cannot be reached",
            "See that the instance is up, and that the cloud can reach its address: firewall, allow list, certificate."),
    SWITCHED_OFF(
            "switched off|inactive|disabled|not operational|not active",
            "It is switched off",
            "Pick it, and Ferry switches it on; or use the switch in the column Active.");

    private final Pattern words;
    private final String title;
    private final String whatToDo;

    ConnectionTrouble(String words, String title, String whatToDo) {
        this.words = Pattern.compile(words);
        this.title = title;
        this.whatToDo = whatToDo;
    }

    /** The reason, in plain words. */
    public String title() {
        return title;
    }

    /** What to do about it. */
    public String whatToDo() {
        return whatToDo;
    }

    /** What keeps this connection from working; empty where it works, or where nothing documented fits. */
    public static Optional<ConnectionTrouble> of(Connection connection) {
        if (connection.state().isUp()) {
            return Optional.empty();
        }
        if (connection.state() == Connection.State.THROTTLED) {
            return Optional.of(THROTTLED);
        }
        if (!connection.active()) {
            return Optional.of(SWITCHED_OFF);
        }
        String reason = connection.reason().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(trouble -> trouble.words.matcher(reason).find())
                .findFirst();
    }
}
