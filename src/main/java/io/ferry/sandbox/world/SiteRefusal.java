package io.ferry.sandbox.world;

import java.util.List;
import java.util.Map;

/** A request that the site refuses, with the status and the body that the real site would give. */
public final class SiteRefusal extends RuntimeException {
    private final int status;
    private final transient Object body;
    private final transient Map<String, String> headers;

    private SiteRefusal(int status, String message, Object body, Map<String, String> headers) {
        super(message, null, false, false);
        this.status = status;
        this.body = body;
        this.headers = Map.copyOf(headers);
    }

    /**
     * A refusal in Jira's form.
     *
     * @param status the HTTP status
     * @param message what Jira says
     * @return the refusal
     */
    public static SiteRefusal byJira(int status, String message) {
        return new SiteRefusal(
                status, message, Map.of("errorMessages", List.of(message), "errors", Map.of()), Map.of());
    }

    /**
     * A refusal in Jira's form that names a field.
     *
     * @param status the HTTP status
     * @param field the field
     * @param message what Jira says of it
     * @return the refusal
     */
    public static SiteRefusal byJiraForField(int status, String field, String message) {
        return new SiteRefusal(
                status, message, Map.of("errorMessages", List.of(), "errors", Map.of(field, message)), Map.of());
    }

    /**
     * A refusal in the app's form.
     *
     * @param status the HTTP status
     * @param message what the app says
     * @return the refusal
     */
    public static SiteRefusal byApp(int status, String message) {
        return new SiteRefusal(status, message, Map.of("message", message), Map.of());
    }

    /**
     * A refusal in the form of Atlassian's gateway, as threads show it.
     *
     * @param status the HTTP status
     * @param message what the gateway says
     * @return the refusal
     */
    public static SiteRefusal byGateway(int status, String message) {
        return new SiteRefusal(status, message, Map.of("code", status, "message", message), Map.of());
    }

    /**
     * A refusal as a page.
     *
     * @param status the HTTP status
     * @param html the page
     * @return the refusal
     */
    public static SiteRefusal byPage(int status, String html) {
        return new SiteRefusal(status, "page", html, Map.of());
    }

    /**
     * The same refusal with a header.
     *
     * @param name the header
     * @param value its value
     * @return the refusal
     */
    public SiteRefusal with(String name, String value) {
        return new SiteRefusal(status, String.valueOf(getMessage()), body, Map.of(name, value));
    }

    /** @return the HTTP status */
    public int status() {
        return status;
    }

    /** @return what goes out: a text as a page, everything else as JSON */
    public Object body() {
        return body;
    }

    /** @return headers of the answer */
    public Map<String, String> headers() {
        return headers;
    }
}
