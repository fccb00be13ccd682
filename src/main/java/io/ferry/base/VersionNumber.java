package io.ferry.base;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A version such as {@code 8.8.1}, {@code 8.2.2-jira9} or {@code 7.0}, compared part by part as numbers. What follows
 * the first part that is no number is left out: vendors use it for builds of one version.
 *
 * @param parts the numbers, the most important first
 */
public record VersionNumber(List<Integer> parts) implements Comparable<VersionNumber> {
    private static final Pattern NUMBERS = Pattern.compile("^\\s*v?(\\d{1,6}(?:\\.\\d{1,6}){0,5})(?!\\d)");

    public VersionNumber {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("A version needs at least one number.");
        }
    }

    /**
     * Reads a version.
     *
     * @param text such as {@code 8.8.1}
     * @return the version; null where the text does not begin with a number
     */
    public static @Nullable VersionNumber parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Matcher matcher = NUMBERS.matcher(text);
        if (!matcher.find()) {
            return null;
        }
        List<Integer> parts = new ArrayList<>();
        for (String part : matcher.group(1).split("\\.", -1)) {
            parts.add(Integer.valueOf(part));
        }
        return new VersionNumber(parts);
    }

    /**
     * Makes a version of a text that is known to be one.
     *
     * @param text such as {@code 7.6.0}
     * @return the version
     * @throws IllegalArgumentException if it is none
     */
    public static VersionNumber of(String text) {
        VersionNumber version = parse(text);
        if (version == null) {
            throw new IllegalArgumentException("\"" + text + "\" is not a version such as 8.2.2.");
        }
        return version;
    }

    /**
     * Compares only as many parts as the other has, so that 10.3.4 is not newer than "10.3".
     *
     * @param newest the newest version that is still right
     * @return whether this one is newer
     */
    public boolean isNewerThanAnyOf(VersionNumber newest) {
        int shared = Math.min(parts.size(), newest.parts.size());
        return new VersionNumber(parts.subList(0, shared)).compareTo(newest) > 0;
    }

    @Override
    public int compareTo(VersionNumber other) {
        for (int i = 0; i < Math.max(parts.size(), other.parts.size()); i++) {
            int mine = i < parts.size() ? parts.get(i) : 0;
            int others = i < other.parts.size() ? other.parts.get(i) : 0;
            if (mine != others) {
                return Integer.compare(mine, others);
            }
        }
        return 0;
    }

    @Override
    public String toString() {
        return String.join(".", parts.stream().map(String::valueOf).toList());
    }
}
