package io.ferry.backup.read;

import static io.ferry.backup.findings.FindingCode.XML_BEYOND_LIMITS;
import static io.ferry.backup.findings.FindingCode.XML_TRUNCATED;
import static io.ferry.backup.findings.FindingCode.XML_WITH_DOCTYPE;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import io.ferry.backup.findings.BackupFinding;
import io.ferry.backup.findings.BackupPlace;
import io.ferry.backup.model.BackupDocuments;
import io.ferry.backup.model.BackupLimits;
import io.ferry.backup.read.DocumentHandler.BeyondLimitsException;
import io.ferry.backup.scan.CharacterGuard;
import io.ferry.backup.scan.RecordScanner;
import io.ferry.base.Sizes;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;
import org.jspecify.annotations.Nullable;

/**
 * Parses one document as its bytes arrive. The parser holds one tag or text at a time, and what does not end is refused
 * before it fills memory. Document types and entities are not processed, nothing outside the document is ever opened.
 *
 * <p>Between two records it gives way to a {@link RecordScanner}, where there is one, for as long as that takes what comes.
 * Where the scanner declines, a new parser goes on at that record.
 *
 * <p>After a malformed place, reading goes on at the next record where the document allows it, so that one damaged
 * record does not hide the next.
 */
public final class DocumentParser {
    private static final int MANY_ATTRIBUTES = 32;

    /** A scanner that declines sooner than this is asked less and less often: each new parser costs some microseconds. */
    private static final int SHORT_SCAN = 1 << 14;

    private static final int SHORTEST_STRETCH = 1 << 12;
    private static final int LONGEST_STRETCH = 1 << 24;
    private static final String STAND_IN = "<" + BackupDocuments.ENTITIES_ROOT + ">";

    private static final Pattern RECORD_BEGIN = Pattern.compile("\\n[ \\t]*<([A-Z]\\w{0,99})");

    private final BackupLimits limits;
    private final DocumentHandler handler;
    private final @Nullable RecordScanner scanner;
    private final Set<String> names = new HashSet<>();
    private final DocumentDamage damage;

    private final CharacterGuard guard;
    private final DocumentChunks chunks;
    private final ParserInput input;
    private final Bytes bytes = new Bytes();
    private @Nullable XMLStreamReader2 reader;
    private int markup;
    private int leftOutOfTag;
    /** How the document was saved, where Jira does not save so, once that is known; null where it does. */
    private @Nullable Encoding encoding;

    private int depth;
    private @Nullable String record;
    private boolean rootSeen;
    private boolean closed;
    private long readerStart;
    private long lastResumed = -1;
    private boolean standIn;
    private boolean scannable;
    private int scannedTo = Chunk.HEAD;
    /** Where the record begins that is being read, as an offset into the document, and its line. */
    private long recordStart;

    private long recordLine;
    private long scanBegun;
    private int stretch;
    private long parserUntil;
    private long random = System.nanoTime() | 1;

    /**
     * @param records takes the records that a scanner reads; null where the parser shall read all of them
     */
    public DocumentParser(
            Unpacker unpacker,
            BackupLimits limits,
            DocumentHandler handler,
            RecordScanner.@Nullable Records records,
            ProgressMeter progress) {
        this.limits = limits;
        this.handler = handler;
        this.damage = new DocumentDamage(handler.document(), limits.maxPlaces());
        this.guard = new CharacterGuard(limits.maxPlaces());
        this.chunks = new DocumentChunks(unpacker, progress, guard, damage);
        this.input = new ParserInput(this::foundForbiddenReference);
        // What the scanner takes is within all limits of one element, unless they are unusually low.
        boolean roomy = limits.maxDepth() >= 3
                && limits.maxAttributes() >= RecordScanner.MOST_ATTRIBUTES
                && limits.maxMarkup() >= Chunk.HEAD + Chunk.SIZE;
        this.scanner =
                records == null || !roomy ? null : new RecordScanner(records, this::countName, limits.maxValue());
        handler.readFrom(this::recordPlace);
    }

    /** Reads the document to the end of its entry, whatever it holds. */
    public void parse() throws InterruptedException {
        try {
            chunks.next();
            encoding = chunks.encoding();
            boolean goOn = encoding == null || encoding.isLikeAscii();
            bytes.begin("", Chunk.HEAD);
            while (goOn) {
                goOn = parseOn();
            }
            chunks.drain();
        } catch (DocumentChunks.InterruptedReading e) {
            throw new InterruptedException();
        }
        encoding = damage.judge(encoding, guard, record);
    }

    /** Parses until the end or until something is wrong; says whether there is more to parse after that. */
    private boolean parseOn() {
        try {
            while (events(newReader())) {
                scan();
            }
            return false;
        } catch (XMLStreamException e) {
            return isExhausted() ? truncated() : malformed(e.getLocation());
        } catch (BeyondLimitsException e) {
            damage.found(XML_BEYOND_LIMITS, String.valueOf(e.getMessage()), here());
            return false;
        } catch (DocumentChunks.InterruptedReading | BackupUnreadableException e) {
            throw e;
        } catch (RuntimeException e) {
            // A parser that stumbles over hostile input is no reason for Ferry to stumble.
            return isExhausted() ? truncated() : malformed(location());
        }
    }

    private boolean isExhausted() {
        return chunks.isExhausted();
    }

    /** Whether the document was read to the end of its root, though perhaps not all of it. */
    public boolean isReadToEnd() {
        return closed;
    }

    /** Whether the root element was closed, and nothing in the document was damaged. */
    public boolean isWhole() {
        return closed && chunks.isWhole() && damage.findings().isEmpty();
    }

    /** Whether records may have been lost over damage, so that nothing can be said about what is missing. */
    public boolean hasLostRecords() {
        return damage.malformedPlaces() > 0 || encoding != null;
    }

    /** How many bytes the document has. */
    public long bytes() {
        return chunks.start();
    }

    public List<BackupFinding> findings() {
        return damage.findings();
    }

    /** Parses to the end of the document, or to a place between two records where the scanner may go on: true. */
    private boolean events(XMLStreamReader2 xml) throws XMLStreamException {
        reader = xml;
        while (xml.hasNext()) {
            leftOutOfTag = 0;
            int event = xml.next();
            markup = 0;
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> {
                    boolean atRoot = depth == 0 && !standIn;
                    start(xml);
                    if (atRoot && mayScan(xml)) {
                        return true;
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    handler.end(depth);
                    depth--;
                    if (depth == 0) {
                        closed = true;
                    } else if (depth == 1 && mayScan(xml)) {
                        return true;
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (handler.wantsText()) {
                        handler.text(xml);
                    }
                }
                case XMLStreamConstants.COMMENT -> handler.comment(xml.getText(), depth);
                case XMLStreamConstants.DTD -> foundDocumentType();
                default -> {
                    // Processing instructions and unresolved entities: nothing that a backup holds
                }
            }
        }
        return false;
    }

    // ---- records straight from the bytes

    private boolean mayScan(XMLStreamReader2 xml) throws XMLStreamException {
        Chunk current = chunks.current();
        if (scanner == null || !scannable || current == null) {
            return false;
        }
        long place = readerStart + xml.getLocationInfo().getEndingByteOffset();
        long index = place - chunks.start() + Chunk.HEAD;
        // What has been given to the parser is still there, for it asks for more only when it has none left.
        if (place < parserUntil || index <= chunks.from() || index > current.checkedTo) {
            return false;
        }
        scannedTo = (int) index;
        scanBegun = place;
        return true;
    }

    /** Has the scanner take records until it declines one, and makes everything ready for a parser to go on there. */
    private void scan() {
        RecordScanner scanning = Objects.requireNonNull(scanner);
        Chunk current = Objects.requireNonNull(chunks.current());
        reader = null;
        long lastEnd = scanBegun;
        while (true) {
            int begin = RecordScanner.skipSpace(current.bytes, scannedTo, current.checkedTo);
            scannedTo = begin;
            checkMarkup(chunks.offset(begin) - lastEnd);
            damage.recordBegins(chunks.offset(begin), record);
            recordStart = chunks.offset(begin);
            recordLine = 0;
            int end = scanning.scan(current.bytes, begin, current.checkedTo);
            if (end >= 0) {
                record = scanning.lastRecord();
                scannedTo = end;
                lastEnd = chunks.offset(end);
                continue;
            }
            Chunk next = end == RecordScanner.INCOMPLETE ? chunks.nextBehind(begin) : null;
            if (next == null) {
                parseFrom(begin);
                return;
            }
            current = next;
            scannedTo = chunks.from();
        }
    }

    private void parseFrom(int index) {
        long place = chunks.offset(index);
        stretch = place - scanBegun >= SHORT_SCAN ? 0 : Math.clamp(2L * stretch, SHORTEST_STRETCH, LONGEST_STRETCH);
        parserUntil = place + stretch;
        beginAt(index, STAND_IN);
    }

    private void checkMarkup(long length) {
        if (length > limits.maxMarkup()) {
            throw new BeyondLimitsException(
                    "A tag or comment is longer than " + Sizes.exactly(limits.maxMarkup()) + " (--max-markup).");
        }
    }

    private void countName(String name) {
        names.add(name);
        if (names.size() > limits.maxNames()) {
            throw new BeyondLimitsException(
                    "More than " + limits.maxNames() + " different names are used (--max-names).");
        }
    }

    // ---- the parser's events

    private void start(XMLStreamReader2 xml) throws XMLStreamException {
        depth++;
        int attributes = xml.getAttributeCount();
        if (depth == 2 || (depth == 3 && handler.rowsAreRecords())) {
            recordStart = readerStart + xml.getLocationInfo().getStartingByteOffset() - leftOutOfTag;
            recordLine = chunks.line(recordStart);
        }
        if (depth == 2) {
            damage.recordBegins(recordStart, record);
            record = xml.getLocalName();
        } else if (depth == 1) {
            rootSeen = true;
            scannable = xml.getLocalName().equals(BackupDocuments.ENTITIES_ROOT);
        }
        if (depth > limits.maxDepth()) {
            throw new BeyondLimitsException(
                    "Elements are nested more than " + limits.maxDepth() + " deep (--max-depth).");
        }
        if (attributes > limits.maxAttributes()) {
            throw new BeyondLimitsException(
                    "An element has more than " + limits.maxAttributes() + " attributes (--max-attributes).");
        }
        if (attributes > MANY_ATTRIBUTES || oneInEight()) {
            countNames(xml, attributes);
        }
        if (standIn) {
            standIn = false;
        } else {
            handler.start(xml, depth);
        }
    }

    /**
     * The parser keeps every name it meets, so a document that invents names without end would fill memory. Looking at
     * some elements, picked so that nobody can foresee which, is enough to notice.
     */
    private void countNames(XMLStreamReader2 xml, int attributes) {
        countName(xml.getLocalName());
        for (int i = 0; i < attributes; i++) {
            countName(xml.getAttributeLocalName(i));
        }
    }

    private boolean oneInEight() {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return (random & 7) == 0;
    }

    // ---- input

    /** The document as a stream, cut where the chunks are cut: what the parser holds is always of one chunk. */
    private final class Bytes extends InputStream {
        private byte[] prefix = new byte[0];
        private int next;

        void begin(String before, int from) {
            prefix = before.getBytes(StandardCharsets.UTF_8);
            next = from;
            input.reset();
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (prefix.length > 0) {
                // Short enough for any buffer
                int given = prefix.length;
                System.arraycopy(prefix, 0, buffer, offset, given);
                prefix = new byte[0];
                return given;
            }
            while (true) {
                Chunk current = chunks.current();
                if (current != null && next < current.checkedTo) {
                    int given = input.pass(
                            current.bytes, next, current.checkedTo, buffer, offset, length, chunks.hasEnded());
                    next += input.taken();
                    readerStart += input.leftOut();
                    leftOutOfTag += input.leftOutOfTag();
                    markup += input.markup();
                    checkMarkup(markup);
                    if (given > 0) {
                        return given;
                    }
                    if (input.taken() > 0) {
                        continue;
                    }
                }
                if (chunks.receive(current == null ? 0 : next) == null) {
                    if (current == null || next >= current.checkedTo) {
                        chunks.drop();
                        return -1;
                    }
                } else {
                    next = chunks.from();
                }
            }
        }
    }

    // ---- damage

    private boolean truncated() {
        if (!closed) {
            damage.found(
                    XML_TRUNCATED,
                    handler.document() + " ends before its last element is closed.",
                    new BackupPlace(handler.document(), chunks.lineOfStart(), chunks.start(), record));
        }
        return false;
    }

    /** Notes the place, and finds the next record; says whether there is one to go on with. */
    private boolean malformed(@Nullable Location location) {
        long place = place(location);
        long line = chunks.line(place);
        if (!rootSeen && textBefore(place).contains("<!DOCTYPE")) {
            foundDocumentType(); // which Aalto does not take in all forms
        } else {
            damage.malformed(new BackupPlace(handler.document(), line, place, recordBefore(place)));
        }
        if (closed || !handler.canResume() || damage.malformedPlaces() >= DocumentDamage.MOST_MALFORMED) {
            return false;
        }
        handler.abandonRecord();
        return resume(place);
    }

    private String textBefore(long place) {
        Chunk current = chunks.current();
        return current == null
                ? ""
                : new String(
                        current.bytes,
                        chunks.from(),
                        chunks.index(current, place) - chunks.from(),
                        StandardCharsets.ISO_8859_1);
    }

    /** The record that is not finished yet has not been told of, but its name stands before the place. */
    private @Nullable String recordBefore(long place) {
        Matcher begin = RECORD_BEGIN.matcher(textBefore(place));
        String name = record;
        while (begin.find()) {
            name = begin.group(1);
        }
        return name;
    }

    private void foundDocumentType() {
        damage.found(XML_WITH_DOCTYPE, handler.document() + " declares a document type.", here());
    }

    /** Goes on at the next line that begins with a record, or with the root where that has not been seen. */
    private boolean resume(long place) {
        long from = Math.max(place, lastResumed + 1);
        boolean atLineStart = false;
        boolean open = false;
        Chunk current = chunks.current();
        while (current != null) {
            for (int i = chunks.index(current, from); i < current.checkedTo; i++) {
                byte b = current.bytes[i];
                if (open && (rootSeen ? b >= 'A' && b <= 'Z' : b == 'e')) {
                    resumeAt(i);
                    return true;
                }
                open = atLineStart && b == '<';
                if (b == '\n') {
                    atLineStart = true;
                } else if (b != ' ' && b != '\t') {
                    atLineStart = false;
                }
            }
            current = chunks.next();
        }
        return false;
    }

    private void resumeAt(int nameIndex) {
        record = null;
        lastResumed = chunks.offset(nameIndex);
        beginAt(nameIndex, rootSeen ? STAND_IN + "<" : "<");
    }

    /** Has the next parser read from that index on, behind what is put before. */
    private void beginAt(int index, String before) {
        bytes.begin(before, index);
        // A root that is put before takes part in the parser's counting, but not in the handler's.
        depth = 0;
        standIn = rootSeen;
        markup = 0;
        readerStart = chunks.offset(index) - before.length();
    }

    private BackupPlace here() {
        long place = place(location());
        return new BackupPlace(handler.document(), chunks.line(place), place, record);
    }

    private @Nullable Location location() {
        return reader == null ? null : reader.getLocationInfo().getCurrentLocation();
    }

    /** The offset into the document. Aalto tells it in 32 bits, but it is always within the chunk that was fed last. */
    private long place(@Nullable Location location) {
        if (location == null) {
            return chunks.offset(scannedTo);
        }
        int behindStart = location.getCharacterOffset() - (int) (chunks.start() - readerStart);
        return chunks.start() + Math.max(chunks.from() - Chunk.HEAD, behindStart);
    }

    /** Where the record stands that the handler was told last. */
    private BackupPlace recordPlace() {
        if (recordLine == 0) {
            recordLine = chunks.line(recordStart);
        }
        return new BackupPlace(handler.document(), recordLine, recordStart, null);
    }

    private void foundForbiddenReference(int index) {
        long place = chunks.offset(index);
        guard.note();
        if (damage.takesForbiddenReferences()) {
            damage.forbiddenReference(new CharacterGuard.Place(chunks.line(place), place));
        }
    }

    /** A parser with names of its own: what a hostile document teaches one must not stay for the next. */
    private XMLStreamReader2 newReader() throws XMLStreamException {
        InputFactoryImpl factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.IS_COALESCING, Boolean.FALSE);
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, Boolean.FALSE);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, Boolean.FALSE);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, Boolean.FALSE);
        // Jira writes UTF-8, whatever else a document may claim; the guard has checked for it.
        return (XMLStreamReader2) factory.createXMLStreamReader(bytes, StandardCharsets.UTF_8.name());
    }
}
