package io.ferry.sandbox.page;

import io.ferry.sandbox.side.Side;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.HtmlUtils;

/** Writes a page of a pretend site. Texts are escaped; markup is the sandbox's own. */
public final class Page {
    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");
    private static final String STYLE = """
            *{box-sizing:border-box}body{margin:0;font:15px/1.5 system-ui,sans-serif;color:#172b4d}
            .practice{background:repeating-linear-gradient(135deg,#ffe380 0 18px,#fff0b3 18px 36px);padding:6px 20px;font-weight:600}
            header{background:#253858;color:#fff;padding:10px 20px;font-size:17px}header.cloud{background:#0747a6}
            .announcement{background:#ffebe6;padding:8px 20px}
            .frame{display:flex;min-height:70vh}nav{width:230px;background:#f4f5f7;padding:14px 20px}nav a{display:block;padding:3px 0}
            nav b{display:block;margin-top:12px;color:#5e6c84}main{padding:14px 28px;max-width:1000px;flex:1}
            a{color:#0052cc}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:6px 10px;border-bottom:1px solid #dfe1e6;vertical-align:top}
            button,input[type=submit],.button{font:inherit;border:0;border-radius:3px;padding:6px 14px;background:#0052cc;color:#fff;cursor:pointer;text-decoration:none;display:inline-block}
            input[type=text],input[type=password],input[type=email],textarea,select{font:inherit;padding:5px 8px;border:2px solid #dfe1e6;border-radius:3px;width:100%;max-width:480px;display:block}
            label{display:block;margin:10px 0}progress{width:220px}td form{display:inline}
            .error{background:#ffebe6;border-left:4px solid #de350b;padding:8px 12px;margin:8px 0}
            .note{background:#deebff;border-left:4px solid #0052cc;padding:8px 12px;margin:8px 0}
            .warn{background:#fffae6;border-left:4px solid #ff991f;padding:8px 12px;margin:8px 0}
            """;

    private final Side side;
    private final String title;
    private final StringBuilder menu = new StringBuilder();
    private final StringBuilder body = new StringBuilder();
    private String announcement = "";
    private String head = "";

    private Page(Side side, String title) {
        this.side = side;
        this.title = title;
    }

    /**
     * Begins a page.
     *
     * @param side the site that it belongs to
     * @param title its heading
     * @return the page
     */
    public static Page of(Side side, String title) {
        return new Page(side, title);
    }

    /**
     * Adds markup to the page's body.
     *
     * @param markup with a {@code %s} for each text
     * @param texts put in escaped
     * @return this
     */
    public Page add(String markup, Object... texts) {
        body.append(filled(markup, texts));
        return this;
    }

    /**
     * Adds markup as it stands.
     *
     * @param markup the sandbox's own, with every text in it escaped already
     * @return this
     */
    public Page raw(String markup) {
        body.append(markup);
        return this;
    }

    /**
     * Adds a line to the menu at the left.
     *
     * @param markup with a {@code %s} for each text
     * @param texts put in escaped
     * @return this
     */
    public Page menu(String markup, Object... texts) {
        menu.append(filled(markup, texts));
        return this;
    }

    /**
     * Shows the announcement banner.
     *
     * @param text what it says; empty: none
     * @return this
     */
    public Page announcing(String text) {
        announcement = text;
        return this;
    }

    /**
     * Lets the browser load the page again by itself.
     *
     * @return this
     */
    public Page again() {
        head = "<meta http-equiv=\"refresh\" content=\"1\">";
        return this;
    }

    /** @return the page as an answer */
    public ResponseEntity<String> answer() {
        return answer(HttpStatus.OK.value());
    }

    /**
     * The page as an answer.
     *
     * @param status the HTTP status
     * @return the answer
     */
    public ResponseEntity<String> answer(int status) {
        return ResponseEntity.status(status).contentType(HTML).body(toString());
    }

    /**
     * Sends the browser to another page.
     *
     * @param address where to
     * @return the answer
     */
    public static ResponseEntity<String> to(String address) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header("Location", address)
                .build();
    }

    @Override
    public String toString() {
        return filled(
                        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>%s - Sandbox</title>",
                        title)
                + head
                + "<style>" + STYLE + "</style></head><body>"
                + "<div class=\"practice\">Practice: a pretend site of Ferry's sandbox. Nothing here is real; no password"
                + " of a real site belongs here.</div>"
                + filled(
                        "<header class=\"%s\">%s</header>",
                        side == Side.JIRA_CLOUD ? "cloud" : "server", NAMES.getOrDefault(side, ""))
                + (announcement.isEmpty() ? "" : filled("<div class=\"announcement\">%s</div>", announcement))
                + "<div class=\"frame\">"
                + (menu.isEmpty() ? "" : "<nav>" + menu + "</nav>")
                + filled("<main><h1>%s</h1>", title) + body + "</main></div></body></html>";
    }

    private static final Map<Side, String> NAMES =
            Map.of(Side.JIRA_DATA_CENTER, "Pretend Jira Data Center", Side.JIRA_CLOUD, "Pretend Jira Cloud");

    private static String filled(String markup, Object... texts) {
        return String.format(
                Locale.ROOT,
                markup,
                Arrays.stream(texts)
                        .map(text -> HtmlUtils.htmlEscape(String.valueOf(text), "UTF-8"))
                        .toArray());
    }
}
