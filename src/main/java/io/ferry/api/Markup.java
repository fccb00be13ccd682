package io.ferry.api;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.HtmlUtils;

/** Writes a page: {@link #tag} is markup of Ferry's own, {@link #text} is everything else and is escaped. */
final class Markup {
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private final StringBuilder page = new StringBuilder(64_000);

    /** A new page in the report's style, up to the beginning of its body. */
    static Markup page(String title) {
        return new Markup().begin(title);
    }

    /** Adds what a page in the report's style begins with, up to the beginning of its body. */
    Markup begin(String title) {
        return tag("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>")
                .text(title)
                .tag(" · Ferry</title><link rel=\"icon\" href=\"data:,\"><style>")
                .tag(ReportPage.STYLE)
                .tag("</style></head><body>\n");
    }

    /** Adds markup as it stands. */
    Markup tag(String markup) {
        page.append(markup);
        return this;
    }

    /** Adds text, escaped. */
    Markup text(@Nullable Object text) {
        page.append(HtmlUtils.htmlEscape(String.valueOf(text), "UTF-8"));
        return this;
    }

    /** Adds an element with nothing but text in it; the name may carry attributes. */
    Markup element(String opening, @Nullable Object text) {
        int blank = opening.indexOf(' ');
        return tag("<" + opening + ">")
                .text(text)
                .tag("</" + (blank < 0 ? opening : opening.substring(0, blank)) + ">");
    }

    /** Begins a table; the headings are texts. */
    Markup table(String... headings) {
        tag("<div class=\"wide\"><table><thead><tr>");
        for (String heading : headings) {
            element("th scope=\"col\"", heading);
        }
        return tag("</tr></thead><tbody>");
    }

    Markup endTable() {
        return tag("</tbody></table></div>\n");
    }

    /** A row of texts. */
    Markup row(Object... cells) {
        tag("<tr>");
        for (Object cell : cells) {
            element("td", cell);
        }
        return tag("</tr>\n");
    }

    @Override
    public String toString() {
        return page.toString();
    }

    /** The page as an answer that runs no script, loads nothing, and stands in nobody's frame. */
    static ResponseEntity<String> answer(int status, String html) {
        return answer(status, "", html);
    }

    /** The page as an answer that may run Ferry's own scripts and ask Ferry itself, and stands in nobody's frame. */
    static ResponseEntity<String> withOwnScripts(int status, String html) {
        return answer(status, " script-src 'self'; connect-src 'self';", html);
    }

    private static ResponseEntity<String> answer(int status, String allowed, String html) {
        return ResponseEntity.status(status)
                .contentType(HTML)
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; img-src data:;" + allowed
                                + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
                .header("Referrer-Policy", "no-referrer")
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-store")
                .body(html);
    }
}
