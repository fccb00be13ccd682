package io.ferry.backup.read;

import static io.ferry.backup.findings.FindingCode.XML_ILLEGAL_CHARACTERS;
import static io.ferry.backup.findings.FindingCode.XML_MALFORMED;
import static io.ferry.backup.findings.FindingCode.XML_RESAVED;
import static io.ferry.backup.findings.FindingCode.XML_TRUNCATED;
import static io.ferry.backup.findings.FindingText.count;

import io.ferry.backup.findings.BackupFinding;
import io.ferry.backup.findings.BackupPlace;
import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.scan.CharacterGuard;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is wrong with one document as such: where it is not well-formed, where illegal characters stand, how it was saved. */
final class DocumentDamage {
    /** How often reading goes on behind a malformed place before the document is given up. */
    static final int MOST_MALFORMED = 1_000;

    private final String document;
    private final int mostPlaces;
    private final List<BackupFinding> findings = new ArrayList<>();
    /** Illegal characters of which it is not known yet in which record they stand. */
    private final Deque<CharacterGuard.Place> illegalHere = new ArrayDeque<>();

    private final List<BackupPlace> illegal = new ArrayList<>();
    private int forbiddenReferences;
    private final List<BackupPlace> malformed = new ArrayList<>();
    private long malformedPlaces;

    DocumentDamage(String document, int mostPlaces) {
        this.document = document;
        this.mostPlaces = mostPlaces;
    }

    void found(FindingCode code, String message, BackupPlace where) {
        findings.add(new BackupFinding(code, message, where));
    }

    List<BackupFinding> findings() {
        return findings;
    }

    // ---- places

    void malformed(BackupPlace place) {
        malformedPlaces++;
        if (malformed.size() < mostPlaces) {
            malformed.add(place);
        }
    }

    long malformedPlaces() {
        return malformedPlaces;
    }

    void illegal(List<CharacterGuard.Place> places) {
        illegalHere.addAll(places);
    }

    /** Whether the next forbidden reference is kept; the line of a place is not counted for nothing. */
    boolean takesForbiddenReferences() {
        return forbiddenReferences < mostPlaces;
    }

    void forbiddenReference(CharacterGuard.Place place) {
        forbiddenReferences++;
        illegalHere.add(place);
    }

    /**
     * Says that a record begins.
     *
     * @param start where, as an offset into the document
     * @param before the record before it, in which the illegal characters stand that were met until there
     */
    void recordBegins(long start, @Nullable String before) {
        while (!illegalHere.isEmpty() && illegalHere.getFirst().byteOffset() < start) {
            CharacterGuard.Place place = illegalHere.removeFirst();
            illegal.add(new BackupPlace(document, place.line(), place.byteOffset(), before));
        }
    }

    // ---- findings

    /**
     * Puts the findings together at the end of the document.
     *
     * @param declared how the document says that it was saved; null where as Jira does
     * @param guard has seen all of its bytes
     * @param lastRecord the last record; null where there was none
     * @return how the document was saved; null where as Jira does
     */
    @Nullable
    Encoding judge(@Nullable Encoding declared, CharacterGuard guard, @Nullable String lastRecord) {
        recordBegins(Long.MAX_VALUE, lastRecord);
        Encoding saved = declared != null ? declared : guard.isAllOfOneByteLetters() ? Encoding.SINGLE_BYTE : null;
        if (saved != null) {
            // Whatever else is odd about its bytes comes of that.
            findings.removeIf(finding -> finding.code() == XML_TRUNCATED && !saved.isLikeAscii());
            found(
                    XML_RESAVED,
                    document + " is not as Jira writes it, but was saved again by another program: " + saved.words()
                            + ".",
                    BackupPlace.entry(document));
        } else if (guard.count() > 0) {
            illegal.sort(Comparator.comparingLong(BackupPlace::byteOffset));
            List<BackupPlace> first = illegal.subList(0, Math.min(illegal.size(), mostPlaces));
            found(
                    XML_ILLEGAL_CHARACTERS,
                    count(guard.count(), "illegal character", "illegal characters")
                            + " (control characters or broken UTF-8)" + places(first) + ".",
                    first.isEmpty() ? BackupPlace.entry(document) : first.getFirst());
        }
        if (malformedPlaces > 0) {
            found(
                    XML_MALFORMED,
                    document + " is not well-formed in " + (malformedPlaces >= MOST_MALFORMED ? "at least " : "")
                            + count(malformedPlaces, "place", "places") + places(malformed) + ".",
                    malformed.getFirst());
        }
        return saved;
    }

    private static String places(List<BackupPlace> places) {
        return places.stream()
                .map(place -> "line " + place.line() + (place.entity() == null ? "" : " (" + place.entity() + ")"))
                .distinct()
                .collect(Collectors.joining(", ", places.size() == 1 ? ", in " : ", first in ", ""));
    }
}
