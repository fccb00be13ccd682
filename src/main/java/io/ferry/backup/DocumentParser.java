package io.ferry.backup;

import static io.ferry.backup.FindingCode.XML_BEYOND_LIMITS;
import static io.ferry.backup.FindingCode.XML_ILLEGAL_CHARACTERS;
import static io.ferry.backup.FindingCode.XML_MALFORMED;
import static io.ferry.backup.FindingCode.XML_TRUNCATED;
import static io.ferry.backup.FindingCode.XML_WITH_DOCTYPE;

import com.fasterxml.aalto.AsyncByteArrayFeeder;
import com.fasterxml.aalto.AsyncXMLStreamReader;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import io.ferry.backup.DocumentHandler.BeyondLimitsException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Parses one document as its bytes arrive. The parser is fed, rather than reading by itself: so it never holds more
 * than one tag, and a tag that does not end can be refused before it fills memory. Document types and entities are not
 * processed, nothing outside the document is ever opened.
 *
 * <p>After a malformed place, reading goes on at the next record where the document allows it, so that one damaged
 * record does not hide the next.
 */
final class DocumentParser {
    /** How often reading goes on behind a malformed place before the document is given up. */
    private static final int MOST_RESUMPTIONS = 1_000;

    private static final int MANY_ATTRIBUTES = 32;

    private final Unpacker unpacker;
    private final BackupLimits limits;
    private final DocumentHandler handler;
    private final ProgressMeter progress;
    private final List<BackupFinding> findings = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Deque<CharacterGuard.Place> illegalHere = new ArrayDeque<>();
    private final List<BackupPlace> illegal = new ArrayList<>();
    private final List<BackupPlace> malformed = new ArrayList<>();

    private AsyncXMLStreamReader<AsyncByteArrayFeeder> reader;
    private @Nullable Chunk chunk;
    private long chunkStart;
    private int markup;
    private boolean inputEnded;
    private boolean inputWhole;
    private long illegalCount;
    private long malformedCount;

    private int depth;
    private @Nullable String record;
    private boolean rootSeen;
    private boolean closed;
    private long readerStart;
    private long readerLine;
    private long lastResumed = -1;
    private long random = System.nanoTime() | 1;

    DocumentParser(Unpacker unpacker, BackupLimits limits, DocumentHandler handler, ProgressMeter progress) {
        this.unpacker = unpacker;
        this.limits = limits;
        this.handler = handler;
        this.progress = progress;
        this.reader = newReader();
    }

    /** Reads the document to the end of its entry, whatever it holds. */
    void parse() throws InterruptedException {
        try {
            boolean goOn = true;
            while (goOn) {
                try {
                    events();
                    goOn = false;
                } catch (XMLStreamException e) {
                    goOn = inputEnded ? truncated() : malformed(e);
                } catch (BeyondLimitsException e) {
                    goOn = false;
                    findings.add(new BackupFinding(XML_BEYOND_LIMITS, String.valueOf(e.getMessage()), here()));
                }
            }
        } finally {
            drain();
        }
        judge();
    }

    /** Whether the root element was closed, and nothing in the document was damaged. */
    boolean isWhole() {
        return closed && inputWhole && findings.isEmpty();
    }

    /** How many bytes the document has. */
    long bytes() {
        return chunkStart;
    }

    List<BackupFinding> findings() {
        return findings;
    }

    private void events() throws XMLStreamException, InterruptedException {
        while (true) {
            int event = reader.next();
            if (event != AsyncXMLStreamReader.EVENT_INCOMPLETE) {
                markup = 0;
            }
            switch (event) {
                case AsyncXMLStreamReader.EVENT_INCOMPLETE -> {
                    if (inputEnded) {
                        truncated();
                        return;
                    }
                    feed();
                }
                case XMLStreamConstants.START_ELEMENT -> start();
                case XMLStreamConstants.END_ELEMENT -> {
                    handler.end(depth);
                    depth--;
                    if (depth == 0) {
                        closed = true;
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (handler.wantsText()) {
                        handler.text(reader);
                    }
                }
                case XMLStreamConstants.COMMENT -> handler.comment(reader.getText(), depth);
                case XMLStreamConstants.DTD ->
                    findings.add(new BackupFinding(
                            XML_WITH_DOCTYPE, handler.document() + " declares a document type.", here()));
                case XMLStreamConstants.END_DOCUMENT -> {
                    return;
                }
                default -> {
                    // Processing instructions and unresolved entities: nothing that a backup holds
                }
            }
        }
    }

    private void start() throws XMLStreamException {
        depth++;
        int attributes = reader.getAttributeCount();
        if (depth > limits.maxDepth()) {
            throw new BeyondLimitsException("Elements stand more than " + limits.maxDepth() + " deep.");
        }
        if (attributes > limits.maxAttributes()) {
            throw new BeyondLimitsException("An element has more than " + limits.maxAttributes() + " attributes.");
        }
        if (attributes > MANY_ATTRIBUTES || oneInSixteen()) {
            countNames(attributes);
        }
        if (depth == 2) {
            if (!illegalHere.isEmpty()) {
                attributeIllegalPlaces(readerStart + reader.getLocationInfo().getStartingByteOffset());
            }
            record = reader.getLocalName();
        } else if (depth == 1) {
            rootSeen = true;
        }
        handler.start(reader, depth);
    }

    /**
     * The parser keeps every name it meets, so a document that invents names without end would fill memory. Looking at
     * some elements, picked so that nobody can foresee which, is enough to notice.
     */
    private void countNames(int attributes) {
        names.add(reader.getLocalName());
        for (int i = 0; i < attributes; i++) {
            names.add(reader.getAttributeLocalName(i));
        }
        if (names.size() > limits.maxNames()) {
            throw new BeyondLimitsException("More than " + limits.maxNames() + " different names are used.");
        }
    }

    private boolean oneInSixteen() {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return (random & 15) == 0;
    }

    // ---- input

    private void feed() throws XMLStreamException, InterruptedException {
        Chunk next = nextChunk();
        if (next == null) {
            reader.getInputFeeder().endOfInput();
            return;
        }
        markup += next.length;
        if (markup > limits.maxMarkup() + Chunk.SIZE) {
            throw new BeyondLimitsException("A tag or comment is longer than " + limits.maxMarkup() + " bytes.");
        }
        if (next.length > 0) {
            reader.getInputFeeder().feedInput(next.bytes, 0, next.length);
        }
    }

    /** Takes the entry's next bytes; null when it ends. The chunk before is given back. */
    private @Nullable Chunk nextChunk() throws InterruptedException {
        if (inputEnded) {
            return null;
        }
        if (chunk != null) {
            chunkStart += chunk.length;
            unpacker.release(chunk);
            chunk = null;
        }
        Chunk next = unpacker.take();
        switch (next.kind) {
            case BYTES -> {
                illegalHere.addAll(next.illegal);
                progress.at(next.filePosition);
                chunk = next;
                return next;
            }
            case ENTRY_END -> {
                inputEnded = true;
                inputWhole = next.whole;
                illegalCount = next.illegalCount;
                unpacker.release(next);
            }
            default -> {
                inputEnded = true;
                unpacker.giveBack(next);
            }
        }
        return null;
    }

    private void drain() throws InterruptedException {
        while (nextChunk() != null) {
            // The rest is still hashed, counted and checked on the other side.
        }
    }

    // ---- damage

    private boolean truncated() {
        if (!closed) {
            findings.add(new BackupFinding(
                    XML_TRUNCATED,
                    handler.document() + " ends before its last element is closed.",
                    new BackupPlace(handler.document(), line(), chunkStart, record)));
        }
        return false;
    }

    /** Notes the place, and finds the next record; says whether there is one to go on with. */
    private boolean malformed(XMLStreamException e) throws InterruptedException {
        // Aalto counts bytes in 32 bits here, but the place is always within the chunk that it was fed last.
        int offset = e.getLocation() == null ? 0 : e.getLocation().getCharacterOffset();
        long place = chunkStart + Math.max(0, offset - (int) (chunkStart - readerStart));
        long line = line();
        malformedCount++;
        if (malformed.size() < limits.maxPlaces()) {
            malformed.add(new BackupPlace(handler.document(), line, place, depth >= 2 || rootSeen ? record : null));
        }
        if (closed || !handler.canResume() || malformedCount >= MOST_RESUMPTIONS) {
            return false;
        }
        handler.abandonRecord();
        return resume(place, line);
    }

    /** Goes on at the next line that begins with a record, or with the root where that has not been seen. */
    private boolean resume(long place, long placeLine) throws InterruptedException {
        long from = Math.max(place, lastResumed + 1);
        long line = placeLine;
        boolean atLineStart = false;
        boolean open = false;
        Chunk current = chunk;
        while (current != null) {
            for (int i = (int) Math.max(0, from - chunkStart); i < current.length; i++) {
                byte b = current.bytes[i];
                if (open && (rootSeen ? b >= 'A' && b <= 'Z' : b == 'e')) {
                    resumeAt(current, i, line);
                    return true;
                }
                open = atLineStart && b == '<';
                if (b == '\n') {
                    atLineStart = true;
                    line++;
                } else if (b != ' ' && b != '\t') {
                    atLineStart = false;
                }
            }
            current = nextChunk();
        }
        return false;
    }

    private void resumeAt(Chunk current, int nameIndex, long line) {
        String before = rootSeen ? "<entity-engine-xml><" : "<";
        byte[] prefix = before.getBytes(StandardCharsets.UTF_8);
        reader = newReader();
        depth = 0;
        record = null;
        markup = 0;
        // The parser counts from the beginning of a buffer, so what is left of this one moves there.
        current.length -= nameIndex;
        System.arraycopy(current.bytes, nameIndex, current.bytes, 0, current.length);
        chunkStart += nameIndex;
        lastResumed = chunkStart;
        readerStart = chunkStart - prefix.length;
        readerLine = line - 1;
        try {
            AsyncByteArrayFeeder feeder = reader.getInputFeeder();
            feeder.feedInput(prefix, 0, prefix.length);
            while (reader.next() != AsyncXMLStreamReader.EVENT_INCOMPLETE) {
                if (reader.getEventType() == XMLStreamConstants.START_ELEMENT) {
                    depth++;
                }
            }
            feeder.feedInput(current.bytes, 0, current.length);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("A new parser refuses a new document.", e);
        }
    }

    private void attributeIllegalPlaces(long recordStart) {
        while (!illegalHere.isEmpty() && illegalHere.getFirst().byteOffset() < recordStart) {
            CharacterGuard.Place place = illegalHere.removeFirst();
            illegal.add(new BackupPlace(handler.document(), place.line(), place.byteOffset(), record));
        }
    }

    private void judge() {
        attributeIllegalPlaces(Long.MAX_VALUE);
        if (illegalCount > 0) {
            findings.add(new BackupFinding(
                    XML_ILLEGAL_CHARACTERS,
                    illegalCount + " illegal characters (control characters or broken UTF-8)" + places(illegal) + ".",
                    illegal.getFirst()));
        }
        if (malformedCount > 0) {
            findings.add(new BackupFinding(
                    XML_MALFORMED,
                    handler.document() + " is not well-formed in "
                            + (malformedCount >= MOST_RESUMPTIONS ? "at least " : "") + malformedCount
                            + (malformedCount == 1 ? " place" : " places") + places(malformed) + ".",
                    malformed.getFirst()));
        }
    }

    private static String places(List<BackupPlace> places) {
        return places.stream()
                .map(place -> "line " + place.line() + (place.entity() == null ? "" : " (" + place.entity() + ")"))
                .distinct()
                .collect(Collectors.joining(", ", ", first in ", ""));
    }

    private BackupPlace here() {
        return new BackupPlace(handler.document(), line(), -1, record);
    }

    private long line() {
        return readerLine
                + Math.max(1, reader.getLocationInfo().getCurrentLocation().getLineNumber());
    }

    /** A parser with names of its own: what a hostile document teaches one must not stay for the next. */
    private static AsyncXMLStreamReader<AsyncByteArrayFeeder> newReader() {
        InputFactoryImpl factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.IS_COALESCING, Boolean.FALSE);
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, Boolean.FALSE);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, Boolean.FALSE);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, Boolean.FALSE);
        return factory.createAsyncForByteArray();
    }
}
