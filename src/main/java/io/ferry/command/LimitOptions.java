package io.ferry.command;

import io.ferry.backup.model.BackupLimits;
import picocli.CommandLine.Option;

/** The limits within which a backup is read, as options of a command; every real backup known stays below them. */
final class LimitOptions {
    @Option(
            names = "--max-ratio",
            paramLabel = "N",
            description = "unpacked bytes for each packed one, above which a file counts as a zip bomb"
                    + " (default: ${DEFAULT-VALUE})",
            defaultValue = "200")
    private int maxRatio;

    @Option(
            names = "--max-entries",
            paramLabel = "N",
            description = "entries of the zip besides attachments (default: ${DEFAULT-VALUE})",
            defaultValue = "1000")
    private int maxEntries;

    @Option(
            names = "--max-depth",
            paramLabel = "N",
            description = "elements within elements (default: ${DEFAULT-VALUE})",
            defaultValue = "64")
    private int maxDepth;

    @Option(
            names = "--max-attributes",
            paramLabel = "N",
            description = "attributes of one element (default: ${DEFAULT-VALUE})",
            defaultValue = "512")
    private int maxAttributes;

    @Option(
            names = "--max-markup",
            paramLabel = "BYTES",
            description = "length of one comment, or of all of a tag but long values; costs four times as much memory"
                    + " (default: ${DEFAULT-VALUE})",
            defaultValue = "8388608")
    private int maxMarkup;

    @Option(
            names = "--max-names",
            paramLabel = "N",
            description = "different names of elements and attributes (default: ${DEFAULT-VALUE})",
            defaultValue = "4000")
    private int maxNames;

    @Option(
            names = "--max-things",
            paramLabel = "N",
            description = "projects, groups, fields, apps, tables, directories, of each (default: ${DEFAULT-VALUE})",
            defaultValue = "100000")
    private int maxThings;

    @Option(
            names = "--max-people",
            paramLabel = "N",
            description = "different people; each costs about 600 bytes of memory (default: ${DEFAULT-VALUE})",
            defaultValue = "2000000")
    private int maxPeople;

    /**
     * Makes the limits.
     *
     * @throws IllegalArgumentException if one is not positive
     */
    BackupLimits limits() {
        BackupLimits usual = BackupLimits.defaults();
        return new BackupLimits(
                maxEntries,
                usual.maxEntryName(),
                maxRatio,
                usual.ratioFrom(),
                maxDepth,
                maxAttributes,
                maxMarkup,
                maxNames,
                maxThings,
                usual.maxValue(),
                maxPeople,
                usual.maxPlaces());
    }
}
