package io.ferry.sandbox.fault;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can go wrong in the sandbox on demand, and which parameters say how. */
public enum FaultKind {
    DELAY("answers late: delay (milliseconds, default 1000)"),
    TOO_MANY_REQUESTS("429: retryAfter (seconds, or 'date', or 'none'; default 1), reason"),
    SERVER_ERROR("answers with status (default 503)"),
    REFUSED("refuses with status, such as 401, 403, 404 or 409 (default 403), in the form of the site: message"),
    LOGIN_PAGE("a page to sign in with status 200; redirect = true: answers 302, to the site's page to sign in"),
    SILENCE("takes the request and never answers: delay (milliseconds until 504, default 600000)"),
    DROPPED_CONNECTION(
            "the connection ends without an answer: when = BEFORE or AFTER the work is done (default BEFORE)"),
    TRUNCATED_DOWNLOAD("sends only percent of the body (default 50); declared = true also claims the shorter length"),
    CORRUPTED_DOWNLOAD("one byte of the body arrives changed"),
    TRUNCATED_UPLOAD("only percent of the body arrives (default 50)"),
    CORRUPTED_UPLOAD("one byte of the body arrives changed"),
    WRONG_PASSWORD("every credential is refused"),
    CAPTCHA("signing in to Jira Data Center is denied with 403 until a person solves a CAPTCHA"),
    WEBSUDO_REFUSED("the second password of the administration pages is refused, on a page with status 200"),
    BACKUP_REFUSED("the XML backup ends on a page with status 200 that means failure: page = UNWRITABLE_FOLDER, "
            + "ILLEGAL_CHARACTERS, APP_DATA or IO_ERROR (default ILLEGAL_CHARACTERS)"),
    USER_SEARCH_ENDS_EARLY("Jira Data Center's user/search ends after some people: after (default 1000)"),
    SEARCH_TOO_SLOW("Jira Cloud's list of users answers 409"),
    IMPORT_FAILS("the import of the Jira backup ends as FAILED: message"),
    IMPORT_STUCK("the import of the Jira backup makes no progress after this percentage (default 90)"),
    MISSING_PEOPLE("the import leaves people out: percent (default 50)"),
    LOST_ISSUES("the import leaves issues out: percent (default 10)"),
    LOST_PROJECTS("the import leaves projects out: count (default 1)"),
    CHANGED_ISSUES(
            "the import changes something in issues: field = summary, type, status, priority, assignee or created "
                    + "(default summary), percent (default 10)"),
    LOST_FILTERS("the import leaves filters out: count (default 1)"),
    LOST_BOARDS("the import leaves boards out: count (default 1)"),
    LICENCE_FULL("Jira Cloud has no licence left for a new account"),
    NO_APP_INSTALLATION("the app manager of Jira Cloud has no installation: 404"),
    INSTALLATION_FAILS("the app manager accepts the installation, and then fails"),
    LICENCE_INVALID("the app's licence is invalid: error (default EXPIRED)"),
    LOCATION_MOVED("BigPicture Cloud moves to another location; the old one answers 401 from then on"),
    DUMP_STUCK("a new dump stays in progress: progress (default 40)"),
    DUMP_FAILS("a new dump ends as FAILED"),
    RESTORE_FAILS("the restore ends as FAILED, and leaves the app empty"),
    RESTORE_STUCK("the restore makes no progress after this percentage (default 60)"),
    LOST_BOXES("the restore loses boxes: count (default 1)"),
    CHANGED_BOX("the restore gives a box another name: name"),
    RENAMED_TEAM("the restore gives a team another name: name"),
    LOST_TASKS("the restore loses the tasks that were added to boxes by hand"),
    BROKEN_SCOPE(
            "after the restore the app no longer finds elements of scopes: type = JIRA_FILTER, JIRA_AGILE_BOARD or "
                    + "JIRA_PROJECT (default JIRA_FILTER)"),
    BOX_INDEX_BEHIND("Jira finds no issue in boxes: JQL issue in box(…) counts 0"),
    LOST_CONNECTION("the restore loses the last connection"),
    CONNECTION_STAYS_DOWN("a connection cannot be activated: id (default any), reason"),
    CONNECTION_THROTTLED("a connection comes up only after a while: id (default any)");

    private final String explanation;

    FaultKind(String explanation) {
        this.explanation = explanation;
    }

    /** @return the name in JSON and in the address, such as {@code dump-stuck} */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @return what it does, and its parameters */
    public String explanation() {
        return explanation;
    }

    /**
     * Finds a kind by its label.
     *
     * @param label such as {@code dump-stuck}
     * @return the kind
     * @throws IllegalArgumentException naming the labels that there are
     */
    @JsonCreator
    public static FaultKind labelled(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no fault '" + label + "'. There are: "
                        + Arrays.stream(values()).map(FaultKind::label).collect(Collectors.joining(", "))));
    }
}
