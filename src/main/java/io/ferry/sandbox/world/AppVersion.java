package io.ferry.sandbox.world;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of the app, such as 8.52.0. */
public record AppVersion(int major, int minor, int patch) implements Comparable<AppVersion> {
    /** The oldest version that makes dumps for Cloud (facts/bigpicture.md, documented). */
    public static final AppVersion FIRST_FOR_CLOUD = new AppVersion(8, 2, 2);

    private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,4}))?");

    /**
     * Reads a version.
     *
     * @param text such as {@code 8.52.0}
     * @return the version
     * @throws IllegalArgumentException where it has another form
     */
    @JsonCreator
    public static AppVersion parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("An app version looks like 8.52.0, not " + text);
        }
        String patch = matcher.group(3);
        return new AppVersion(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                patch == null ? 0 : Integer.parseInt(patch));
    }

    /**
     * Compares with another version.
     *
     * @param otherMajor its first number
     * @param otherMinor its second number
     * @return whether this one is that old or newer
     */
    public boolean isAtLeast(int otherMajor, int otherMinor) {
        return compareTo(new AppVersion(otherMajor, otherMinor, 0)) >= 0;
    }

    /** @return the version of the database that this app has; the sandbox takes it for the same thing */
    public String database() {
        return String.format(java.util.Locale.ROOT, "%d%03d%03d", major, minor, patch);
    }

    @Override
    public int compareTo(AppVersion other) {
        return Comparator.comparingInt(AppVersion::major)
                .thenComparingInt(AppVersion::minor)
                .thenComparingInt(AppVersion::patch)
                .compare(this, other);
    }

    @Override
    @JsonValue
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
