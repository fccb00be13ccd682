package io.ferry.backup.model;

/**
 * How much a file may ask of its reader. A file beyond a limit gets a finding or is refused; memory stays within what
 * these figures allow, whatever the file claims.
 *
 * @param maxEntries entries of the zip, besides attachments, which are counted only
 * @param maxEntryName characters of an entry's name
 * @param maxRatio unpacked bytes for each packed one, once {@code ratioFrom} bytes are unpacked. Jira's backups reach
 *     10 to 20
 * @param ratioFrom unpacked bytes below which the ratio does not matter
 * @param maxDepth elements within elements
 * @param maxAttributes attributes of one element
 * @param maxMarkup bytes of one comment, or of one tag without what is long in its values (the longest comments of real
 *     backups have 200 KB); each costs up to four bytes of memory. Values may have any length
 * @param maxNames different names of elements and attributes (real backups have fewer than 2,000). The parser's table of
 *     names grows slow long before it fills memory
 * @param maxThings projects, groups, custom fields, apps, tables and directories, of each
 * @param maxValue characters that are kept of one value
 * @param maxPeople different people, and different keys that are referred to. Each one held costs about 600 bytes
 * @param maxPlaces places that are named of one kind of damage
 */
public record BackupLimits(
        int maxEntries,
        int maxEntryName,
        int maxRatio,
        long ratioFrom,
        int maxDepth,
        int maxAttributes,
        int maxMarkup,
        int maxNames,
        int maxThings,
        int maxValue,
        int maxPeople,
        int maxPlaces) {

    public BackupLimits {
        if (maxEntries < 1 || maxEntryName < 1 || maxRatio < 1 || ratioFrom < 0 || maxDepth < 1 || maxAttributes < 1) {
            throw new IllegalArgumentException("Limits for backups must be positive.");
        }
        if (maxMarkup < 1 || maxNames < 1 || maxThings < 1 || maxValue < 1 || maxPeople < 1 || maxPlaces < 1) {
            throw new IllegalArgumentException("Limits for backups must be positive.");
        }
    }

    /** {@return limits that every real backup stays below, and that a heap of 96 MB bears} */
    public static BackupLimits defaults() {
        return new BackupLimits(1_000, 512, 200, 64L << 20, 64, 512, 8 << 20, 4_000, 100_000, 1_000, 2_000_000, 5);
    }

    /**
     * Changes the ratio.
     *
     * @param ratio unpacked bytes for each packed one
     * @return these limits with it
     */
    public BackupLimits withMaxRatio(int ratio) {
        return new BackupLimits(
                maxEntries,
                maxEntryName,
                ratio,
                ratioFrom,
                maxDepth,
                maxAttributes,
                maxMarkup,
                maxNames,
                maxThings,
                maxValue,
                maxPeople,
                maxPlaces);
    }
}
