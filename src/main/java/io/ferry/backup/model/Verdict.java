package io.ferry.backup.model;

/** What the findings of a backup come to. */
public enum Verdict {
    /** Nothing was found that an import would stumble over or lose. */
    IMPORTABLE("IMPORTABLE"),
    /** The import may go through, but something will be missing or needs work by hand: at least one finding warns. */
    IMPORTABLE_WITH_LOSSES("IMPORTABLE WITH LOSSES"),
    /** The import would fail or lose data: at least one finding blocks. */
    NOT_IMPORTABLE("NOT IMPORTABLE");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /** {@return the same as people read it} */
    public String words() {
        return words;
    }
}
