package io.ferry.backup.content;

import io.ferry.base.VersionNumber;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a backup says about the Jira that wrote it, in up to four places: the build number and the version in the properties,
 * and both again in the header. The build number counts: the import goes by it.
 *
 * <p>Build numbers hold the version, in ways that changed: 335 was 3.13.2, 6341 was 6.3.11, 70107 was 7.0.0, 713000 was
 * 7.13.0, 808001 was 8.8.1, 940000 was 9.4.0, 9120000 is 9.12.0 and 10030000 is 10.3.0.
 */
public record VersionEvidence(
        @Nullable String propertyBuild,
        @Nullable String headerBuild,
        @Nullable String propertyVersion,
        @Nullable String headerVersion) {

    private static final int FIRST_OF_THE_CLOUD = 1000;
    /** No Jira has had more minor versions than this. */
    private static final int MOST_MINOR = 40;

    private static final long BEYOND_ALL = 100_000_000L;

    /** What the evidence comes to: the version, and whether the build number told it. */
    public record Told(VersionNumber version, boolean byBuild) {}

    boolean isOfCloud() {
        return Stream.of(propertyVersion, headerVersion).anyMatch(VersionEvidence::isOfCloud);
    }

    private static boolean isOfCloud(@Nullable String version) {
        if (version == null) {
            return false;
        }
        VersionNumber number = VersionNumber.parse(version);
        return version.toUpperCase(Locale.ROOT).contains("-OD-")
                || version.toUpperCase(Locale.ROOT).startsWith("OD-")
                || (number != null && number.parts().getFirst() >= FIRST_OF_THE_CLOUD);
    }

    /** The build number that counts; null where there is none. */
    @Nullable
    public String build() {
        return propertyBuild != null && number(propertyBuild) > 0 ? propertyBuild : headerBuild;
    }

    /** The version in words that counts; null where there is none that is one. */
    private @Nullable VersionNumber words() {
        VersionNumber first = VersionNumber.parse(propertyVersion);
        return first != null ? first : VersionNumber.parse(headerVersion);
    }

    /** Which version it is: that of the build number, in the words where the two agree; null where nothing tells. */
    @Nullable
    public Told told() {
        VersionNumber words = words();
        List<VersionNumber> byBuild = ofBuild(build());
        if (byBuild.isEmpty()) {
            return words == null ? null : new Told(words, false);
        }
        if (words != null && byBuild.stream().anyMatch(version -> isSameFamily(version, words))) {
            return new Told(words, false);
        }
        return new Told(byBuild.getFirst(), true);
    }

    /** Whether the build number is newer than any that this knows how to read. */
    public boolean isBuildBeyondAll() {
        String build = build();
        return build != null && number(build) >= BEYOND_ALL;
    }

    /** What contradicts what, in words; null where all of it can be true. */
    @Nullable
    public String contradiction() {
        VersionNumber words = words();
        List<VersionNumber> byBuild = ofBuild(build());
        if (words != null && !byBuild.isEmpty() && byBuild.stream().noneMatch(told -> isSameFamily(told, words))) {
            return "The build number " + build() + " is one of Jira " + family(byBuild.getFirst())
                    + ", but the version says " + words + ".";
        }
        VersionNumber property = VersionNumber.parse(propertyVersion);
        VersionNumber header = VersionNumber.parse(headerVersion);
        if (property != null && header != null && !family(property).equals(family(header))) {
            return "The properties say version " + property + ", the header says " + header + ".";
        }
        boolean twoBuilds = propertyBuild != null
                && headerBuild != null
                && !ofBuild(propertyBuild).isEmpty()
                && !ofBuild(headerBuild).isEmpty()
                && !family(ofBuild(propertyBuild).getFirst())
                        .equals(family(ofBuild(headerBuild).getFirst()));
        return twoBuilds
                ? "The properties say build " + propertyBuild + ", the header says build " + headerBuild + "."
                : null;
    }

    private static boolean isSameFamily(VersionNumber byBuild, VersionNumber words) {
        // The minor version cannot be told from every build number, and was written by hand into many.
        return byBuild.parts().getFirst().equals(words.parts().getFirst());
    }

    private static String family(VersionNumber version) {
        List<Integer> parts = version.parts();
        return parts.size() < 2 ? version.toString() : parts.get(0) + "." + parts.get(1);
    }

    private static long number(String build) {
        return IdSet.number(build.strip());
    }

    /** What a build number can mean, the likeliest first; empty where it means nothing known. */
    static List<VersionNumber> ofBuild(@Nullable String build) {
        long number = build == null ? -1 : number(build);
        if (number <= 0 || number >= BEYOND_ALL) {
            return List.of();
        }
        if (number < 10_000) {
            return List.of(VersionNumber.of(ofOldBuild((int) number)));
        }
        return Stream.of(
                        version(number, 1_000_000, 10_000, 9, 99), // 9120000, 10030000
                        version(number, 100_000, 1_000, 7, 9), // 713000, 808001
                        version(number, 100_000, 10_000, 9, 9), // 940000
                        version(number, 100_000, 1_000, 10, 99), // 1101000, made by older versions of Ferry's generator
                        version(number, 10_000, 1_000, 6, 7)) // 64014, 70107
                .flatMap(List::stream)
                .toList();
    }

    private static List<VersionNumber> version(
            long build, long majorUnit, long minorUnit, int firstMajor, int lastMajor) {
        long major = build / majorUnit;
        long minor = build % majorUnit / minorUnit;
        return major >= firstMajor && major <= lastMajor && minor <= MOST_MINOR
                ? List.of(VersionNumber.of(major + "." + minor))
                : List.of();
    }

    /** Before 6.4 build numbers only grew; the first of each version is told here. */
    private static String ofOldBuild(int build) {
        if (build >= 6_000) {
            return build >= 6_300 ? "6.3" : build >= 6_250 ? "6.2" : build >= 6_140 ? "6.1" : "6.0";
        }
        if (build >= 700) {
            return build >= 840 ? "5.2" : build >= 770 ? "5.1" : "5.0";
        }
        return build >= 460 ? build >= 650 ? "4.4" : build >= 580 ? "4.2" : "4.0" : "3.13";
    }
}
