package io.ferry.backup.content;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trailing comment, in which Jira lists how many records of each name it wrote. Its words are in the language of
 * the site, so it is known by its shape: lines of a name, a colon and a number, the first of them (apart from the
 * others) the total.
 *
 * @param total the total; null where none is told apart
 * @param byEntity the counts by name
 */
record ClaimedCounts(@Nullable Long total, SortedMap<String, Long> byEntity) {
    private static final Pattern LINE = Pattern.compile(
            "^[ \\t]*(\\S[^:\\n]{0,100}?)[ \\t]*:[ \\t]*(\\d{1,3}(?:[.,'\u2019\u00A0\u202F ]\\d{3}){1,5}|\\d{1,18})[ \\t]*\\r?$(\\s*\\n[ \\t]*\\r?\\n)?",
            Pattern.MULTILINE);

    static @Nullable ClaimedCounts parse(String comment) {
        Long total = null;
        SortedMap<String, Long> counts = new TreeMap<>();
        Matcher matcher = LINE.matcher(comment);
        boolean first = true;
        while (matcher.find()) {
            long count = Long.parseLong(matcher.group(2).replaceAll("\\D", ""));
            // A name of an entity never has a space, so a word of several is the total in some language.
            boolean apart = matcher.group(3) != null
                    || matcher.group(1).equals("Total")
                    || matcher.group(1).contains(" ");
            if (first && apart) {
                total = count;
            } else {
                counts.put(matcher.group(1), count);
            }
            first = false;
        }
        return first ? null : new ClaimedCounts(total, counts);
    }
}
