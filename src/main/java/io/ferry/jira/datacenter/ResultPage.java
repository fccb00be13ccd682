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
        String page = Markup.INVISIBLE.matcher(html).replaceAll("");
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
        return inside.replaceAll("<[^>]*>", " ")
                .replace("&nbsp;", " ")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** What the pages are known by. */
    final class Markup {
        private static final Pattern INVISIBLE =
                Pattern.compile("(?is)<!--.*?-->|<script\\b.*?</script>|<style\\b.*?</style>");
        private static final Pattern BACKUP_FILE =
                Pattern.compile("(?i)<\\w+[^>]*\\bid\\s*=\\s*[\"']?backup-file\\b[^>]*>");
        private static final Pattern PASSWORD_FIELD =
                Pattern.compile("(?i)<input[^>]*\\bname\\s*=\\s*[\"']?(?:webSudoPassword|os_password)\\b");
        private static final Pattern REPLACE_BUTTON = Pattern.compile("(?i)\\bid\\s*=\\s*[\"']?replace_submit\\b");
        private static final Pattern ERROR = Pattern.compile(
                "(?i)<(\\w+)[^>]*\\bclass\\s*=\\s*[\"'](?:[^\"']*\\s)?(?:error|errMsg|errLabel|formErrors|aui-message-error)(?:\\s[^\"']*)?[\"'][^>]*>");

        private Markup() {}
    }
}
