package io.ferry.backup.findings;

/** How sure Ferry is that a finding stops an import. No file was imported into a real cloud site to find out. */
public enum Certainty {
    /** Nobody can read the file to its end, or the rules of the format forbid it. */
    CERTAIN("stops the import"),
    /** A public report says that the import stopped at such a file. */
    REPORTED("is reported to stop the import"),
    /** It follows from how Jira stores its data, but no public report of an import that stopped was found. */
    LIKELY("probably stops the import"),
    /** The import may go through; what comes of it is not known for every site. */
    UNSURE("may trouble the import"),
    /** The import goes through. */
    PASSES("does not stop the import");

    private final String words;

    Certainty(String words) {
        this.words = words;
    }

    /** {@return the same in words that go on after "This", such as {@code is reported to stop the import}} */
    public String words() {
        return words;
    }
}
