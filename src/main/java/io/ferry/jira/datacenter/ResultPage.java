package io.ferry.jira.datacenter;

import io.ferry.remote.Masking;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the pages that Jira answers a backup with, all of them with status 200. Only markup is looked at, since the
 * words come in the user's language. What is not clearly one of these pages is {@link Unknown}; source:
 * facts/jira-data-center.md, XML backup.
 */
sealed interface ResultPage {
    /** The backup is written: Jira names the file in an element of this id. */
    record Written() implements ResultPage {}

    /** Jira says no, with its words. */
    record Refused(String reason) implements ResultPage {}

    /** A page that asks for the password first: nothing was done. */
    record SignInFirst() implements ResultPage {}

    /** Any other page. */
    record Unknown() implements ResultPage {}

    /** @param fileName the name that was asked for */
    static ResultPage of(String html, String fileName) {
        String page = visible(html.substring(0, Math.min(html.length(), Markup.LARGEST)));
        if (Markup.PASSWORD_FIELD.matcher(page).find()) {
            return new SignInFirst();
        }
        Optional<String> error = firstText(Markup.ERROR, page);
        boolean namesFile = textAfter(Markup.BACKUP_FILE, page)
                .map(text -> text.contains(fileName))
                .orElse(false);
        if (namesFile) {
            return error.isPresent() ? new Unknown() : new Written();
        }
        if (error.isPresent()) {
            return new Refused(Masking.mask(error.get()));
        }
        if (Markup.REPLACE_BUTTON.matcher(page).find()) {
            return new Refused("A backup of this name exists already.");
        }
        return new Unknown();
    }

    /** Without comments, scripts and styles; one that does not end hides the rest, as in a browser. */
    private static String visible(String html) {
        StringBuilder visible = new StringBuilder();
        Matcher begin = Markup.INVISIBLE.matcher(html);
        int from = 0;
        while (begin.find(from)) {
            visible.append(html, from, begin.start());
            Matcher end = Markup.endOf(begin.group()).matcher(html);
            if (!end.find(begin.end())) {
                return visible.toString();
            }
            from = end.end();
        }
        return visible.append(html, from, html.length()).toString();
    }

    private static Optional<String> firstText(Pattern element, String page) {
        Matcher matcher = element.matcher(page);
        while (matcher.find()) {
            String inside = textOf(
                    page.substring(matcher.end(), Math.min(page.length(), matcher.end() + 2000)), matcher.group(1));
            if (!inside.isBlank()) {
                return Optional.of(inside);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> textAfter(Pattern element, String page) {
        Matcher matcher = element.matcher(page);
        return matcher.find()
                ? Optional.of(page.substring(matcher.end(), Math.min(page.length(), matcher.end() + 4000)))
                : Optional.empty();
    }

    /** The words up to the end of the element. */
    private static String textOf(String markup, String element) {
        int end = markup.indexOf("</" + element);
        String inside = end < 0 ? markup : markup.substring(0, end);
        return inside.replaceAll("<[^<>]*>", " ")
                .replace("&nbsp;", " ")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** What the pages are known by. Every repetition is bounded, and none passes the beginning of the next element. */
    final class Markup {
        /** So many characters of a page are looked at; Jira's pages are much shorter. */
        private static final int LARGEST = 1 << 20;

        private static final Pattern INVISIBLE = Pattern.compile("(?i)<!--|<script\\b|<style\\b");
        private static final Pattern COMMENT_END = Pattern.compile("-->");
        private static final Pattern SCRIPT_END = Pattern.compile("(?i)</script>");
        private static final Pattern STYLE_END = Pattern.compile("(?i)</style>");
        private static final Pattern BACKUP_FILE = Pattern.compile(
                "(?i)<\\w{1,30}+[^<>]{0,2000}\\bid\\s{0,20}=\\s{0,20}[\"']?backup-file\\b[^<>]{0,2000}>");
        private static final Pattern PASSWORD_FIELD = Pattern.compile(
                "(?i)<input[^<>]{0,2000}\\bname\\s{0,20}=\\s{0,20}[\"']?(?:webSudoPassword|os_password)\\b");
        private static final Pattern REPLACE_BUTTON =
                Pattern.compile("(?i)\\bid\\s{0,20}=\\s{0,20}[\"']?replace_submit\\b");
        private static final Pattern ERROR = Pattern.compile(
                "(?i)<(\\w{1,30}+)[^<>]{0,2000}\\bclass\\s{0,20}=\\s{0,20}[\"'](?:[^\"'<>]{0,500}\\s)?"
                        + "(?:error|errMsg|errLabel|formErrors|aui-message-error)(?:\\s[^\"'<>]{0,500})?[\"'][^<>]{0,2000}>");

        private Markup() {}

        private static Pattern endOf(String begin) {
            if (begin.equals("<!--")) {
                return COMMENT_END;
            }
            return begin.equalsIgnoreCase("<script") ? SCRIPT_END : STYLE_END;
        }
    }
}
