package io.ferry.backup.read;

import static io.ferry.backup.findings.FindingCode.ATTACHMENTS_IN_ZIP;
import static io.ferry.backup.findings.FindingCode.ENTRY_DUPLICATE;
import static io.ferry.backup.findings.FindingCode.ENTRY_ENCRYPTED;
import static io.ferry.backup.findings.FindingCode.ENTRY_EXTRA;
import static io.ferry.backup.findings.FindingCode.ENTRY_IN_FOLDER;
import static io.ferry.backup.findings.FindingCode.ENTRY_NAME_UNSAFE;

import io.ferry.backup.findings.BackupPlace;
import io.ferry.backup.findings.FindingText;
import io.ferry.backup.model.BackupDocuments;
import io.ferry.backup.model.BackupLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names in a zip: which entries are the two documents, and what is odd about the others. */
final class EntryNames {
    private static final int MOST_NAMES = 1_000;

    private final BackupLimits limits;
    private final ZipFindings findings;
    private final Set<String> seen = new HashSet<>();
    private final List<String> others = new ArrayList<>();
    private final List<String> namedExtras = new ArrayList<>();
    private int extras;
    private int attachments;

    /**
     * @param attachments how many files of attachments the directory lists, which are not told one by one
     */
    EntryNames(BackupLimits limits, ZipFindings findings, int attachments) {
        this.limits = limits;
        this.findings = findings;
        this.attachments = attachments;
    }

    /** How many files of attachments, avatars and logos there are. */
    int attachments() {
        return attachments;
    }

    /** The names of the entries that are no attachments, the first of them. */
    List<String> others() {
        return others;
    }

    /** Says which entries hold the two documents, and finds what is odd about the names. */
    Map<String, ZipEntryHeader> documents(List<ZipEntryHeader> entries) {
        Map<String, ZipEntryHeader> documents = new HashMap<>();
        for (ZipEntryHeader entry : entries) {
            judge(entry);
            if (entry.name().equals(BackupDocuments.ENTITIES) || entry.name().equals(BackupDocuments.ACTIVE_OBJECTS)) {
                documents.putIfAbsent(entry.name(), entry);
            }
        }
        for (ZipEntryHeader entry : entries) {
            String document = documentInFolder(entry);
            if (document != null && documents.putIfAbsent(document, entry) == null) {
                foundInFolder(entry, document);
            }
        }
        return documents;
    }

    /** Finds what is odd about the name of an entry. */
    void judge(ZipEntryHeader entry) {
        String name = entry.name();
        if (entry.isAttachment()) {
            attachments++;
            return;
        }
        if (others.size() < MOST_NAMES) {
            others.add(name);
        }
        if (!seen.add(name)) {
            findings.add(
                    ENTRY_DUPLICATE,
                    "The zip holds two entries of the name " + entry.shownName() + "; the first was read.",
                    BackupPlace.entry(entry.shownName()));
        } else if (isUnsafe(name)) {
            findings.add(
                    ENTRY_NAME_UNSAFE,
                    "An entry's name leads out of the folder, is longer than " + limits.maxEntryName()
                            + " characters, or holds control characters: " + entry.shownName(),
                    BackupPlace.entry(entry.shownName()));
        } else if (!entry.isFolder()
                && !name.equals(BackupDocuments.ENTITIES)
                && !name.equals(BackupDocuments.ACTIVE_OBJECTS)
                && documentInFolder(entry) == null) {
            extras++;
            if (namedExtras.size() < limits.maxPlaces()) {
                namedExtras.add(entry.shownName());
            }
            if (entry.isEncrypted()) {
                findings.add(
                        ENTRY_ENCRYPTED,
                        "The entry " + entry.shownName() + " is encrypted.",
                        BackupPlace.entry(entry.shownName()));
            }
        }
    }

    /** All that Jira does not write, in one finding for attachments and one for the rest. */
    void findExtras() {
        if (attachments > 0) {
            findings.add(
                    ATTACHMENTS_IN_ZIP,
                    "The zip holds " + FindingText.count(attachments, "file", "files")
                            + " of attachments, avatars or logos beside the two documents.",
                    BackupPlace.FILE);
        }
        if (extras > 0) {
            String first = String.join(", ", namedExtras);
            boolean mac =
                    namedExtras.stream().anyMatch(name -> name.startsWith("__MACOSX") || name.endsWith(".DS_Store"));
            findings.add(
                    ENTRY_EXTRA,
                    "The zip holds " + FindingText.count(extras, "entry", "entries") + " that Jira does not write"
                            + (mac ? " (somebody packed it again on a Mac): " : ": ") + first
                            + (extras > namedExtras.size() ? ", and " + (extras - namedExtras.size()) + " more" : ""),
                    BackupPlace.entry(namedExtras.getFirst()));
        }
    }

    private boolean isUnsafe(String name) {
        return name.length() > limits.maxEntryName()
                || name.startsWith("/")
                || name.matches("(?s).*\\p{Cntrl}.*|[A-Za-z]:.*|(.*[/\\\\])?\\.\\.([/\\\\].*)?|\\\\.*");
    }

    private @Nullable String documentInFolder(ZipEntryHeader entry) {
        String name = entry.name();
        int slash = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
        String base = name.substring(slash + 1);
        boolean document = base.equals(BackupDocuments.ENTITIES) || base.equals(BackupDocuments.ACTIVE_OBJECTS);
        return slash > 0 && document && !isUnsafe(name) ? base : null;
    }

    private void foundInFolder(ZipEntryHeader entry, String document) {
        findings.add(
                ENTRY_IN_FOLDER,
                document + " is in a folder of the zip, where Jira does not look.",
                BackupPlace.entry(entry.shownName()));
    }

    /** Which of the two documents an entry is, of those that are met one by one; null for any other. */
    @Nullable
    String documentOf(ZipEntryHeader entry) {
        if (entry.name().equals(BackupDocuments.ENTITIES) || entry.name().equals(BackupDocuments.ACTIVE_OBJECTS)) {
            return entry.name();
        }
        String document = documentInFolder(entry);
        if (document != null) {
            foundInFolder(entry, document);
        }
        return document;
    }
}
