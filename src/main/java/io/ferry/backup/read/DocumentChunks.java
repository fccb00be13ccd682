package io.ferry.backup.read;

import io.ferry.backup.scan.CharacterGuard;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one document as they arrive, a chunk at a time: checked for illegal characters, with what was left over of the
 * chunk before in front of them, and with their places and lines.
 */
final class DocumentChunks {
    /** Nobody waits for the end of this reading any more. */
    static final class InterruptedReading extends RuntimeException {
        InterruptedReading(InterruptedException cause) {
            super(cause);
        }
    }

    private final Unpacker unpacker;
    private final ProgressMeter progress;
    private final CharacterGuard guard;
    private final DocumentDamage damage;
    private @Nullable Chunk chunk;
    /** The offset into the document of the chunk's own first byte, which stands at {@link Chunk#HEAD}. */
    private long start;
    /** Where in the chunk the bytes begin, together with what was left over of the chunk before. */
    private int from = Chunk.HEAD;

    private long lineOfStart = 1;
    /** A place in the current chunk whose line is known, so that lines are counted once only. */
    private int countedTo = Chunk.HEAD;

    private long countedLine = 1;
    private @Nullable Encoding encoding;
    private boolean ended;
    private boolean whole;

    /**
     * @param guard checks every byte
     * @param damage is told where illegal characters stand
     */
    DocumentChunks(Unpacker unpacker, ProgressMeter progress, CharacterGuard guard, DocumentDamage damage) {
        this.unpacker = unpacker;
        this.progress = progress;
        this.guard = guard;
        this.damage = damage;
    }

    /** The chunk that is being read; null before the first and behind the last. */
    @Nullable
    Chunk current() {
        return chunk;
    }

    /** Where in the chunk the bytes begin. */
    int from() {
        return from;
    }

    /** How many bytes of the document stand before the chunk. */
    long start() {
        return start;
    }

    /** The line in which the chunk begins. */
    long lineOfStart() {
        return lineOfStart;
    }

    /** Whether nothing comes behind the chunk. */
    boolean hasEnded() {
        return ended;
    }

    /** Whether all bytes were taken. */
    boolean isExhausted() {
        return ended && chunk == null;
    }

    /** Whether the entry was unpacked to its end. */
    boolean isWhole() {
        return whole;
    }

    /** How the document was saved by what its first bytes say; null where as Jira does. */
    @Nullable
    Encoding encoding() {
        return encoding;
    }

    /** Takes the entry's next bytes; null when it ends. The chunk before is given back. */
    @Nullable
    Chunk next() {
        Chunk next = receive(chunk == null ? 0 : chunk.checkedTo);
        if (next == null) {
            drop();
        }
        return next;
    }

    /**
     * Takes the entry's next bytes, and puts before them what the chunk holds from that index on. Null where they are too
     * many for that, or where the entry ends; then the chunk stays.
     */
    @Nullable
    Chunk nextBehind(int index) {
        return Objects.requireNonNull(chunk).end() - index > Chunk.HEAD ? null : receive(index);
    }

    /** Takes the next chunk and puts before its bytes what the one before holds from that index on; null at the end. */
    @Nullable
    Chunk receive(int keepFrom) {
        if (ended) {
            return null;
        }
        Chunk next = take();
        switch (next.kind) {
            case BYTES -> {
                accept(next, keepFrom);
                return next;
            }
            case ENTRY_END -> {
                ended = true;
                whole = next.whole;
                unpacker.release(next);
            }
            default -> {
                ended = true;
                unpacker.giveBack(next);
            }
        }
        return null;
    }

    private void accept(Chunk next, int keepFrom) {
        from = Chunk.HEAD;
        int unchecked = Chunk.HEAD;
        Chunk before = chunk;
        if (before != null) {
            int kept = before.end() - keepFrom;
            from -= kept;
            unchecked -= before.end() - before.checkedTo;
            System.arraycopy(before.bytes, keepFrom, next.bytes, from, kept);
            drop();
        }
        chunk = next;
        countedTo = Chunk.HEAD;
        countedLine = lineOfStart;
        if (before == null && start == 0) {
            encoding = Encoding.ofResaved(next.bytes, Chunk.HEAD, next.end());
        }
        int placesBefore = guard.places().size();
        next.checkedTo = guard.check(next.bytes, unchecked, next.end(), next.last);
        damage.illegal(guard.places().subList(placesBefore, guard.places().size()));
        progress.at(next.filePosition);
    }

    private Chunk take() {
        try {
            return unpacker.take();
        } catch (InterruptedException e) {
            throw new InterruptedReading(e);
        }
    }

    /** Gives the chunk back. */
    void drop() {
        Chunk before = chunk;
        if (before != null) {
            start += before.length;
            lineOfStart = guard.line();
            unpacker.release(before);
            chunk = null;
        }
    }

    /** Takes all that is left: it is still hashed, counted and checked. */
    void drain() {
        while (next() != null) {
            // The rest is still hashed, counted and checked on the other side.
        }
    }

    /** The offset into the document of an index in the chunk. */
    long offset(int index) {
        return start + index - Chunk.HEAD;
    }

    /** The index in the chunk of a place, or the nearest one that it has. */
    int index(Chunk current, long place) {
        return (int) Math.clamp(place - start + Chunk.HEAD, from, current.checkedTo);
    }

    /** The line of a place in the current chunk, counted here because Aalto's count begins anew where reading goes on. */
    long line(long place) {
        if (chunk == null) {
            return lineOfStart;
        }
        int at = index(chunk, place);
        for (int i = countedTo; i < at; i++) {
            countedLine += chunk.bytes[i] == '\n' ? 1 : 0;
        }
        for (int i = at; i < countedTo; i++) {
            countedLine -= chunk.bytes[i] == '\n' ? 1 : 0;
        }
        countedTo = at;
        return countedLine;
    }
}
