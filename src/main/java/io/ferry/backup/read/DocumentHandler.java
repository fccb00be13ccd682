package io.ferry.backup.read;

import io.ferry.backup.findings.BackupPlace;
import io.ferry.backup.model.BackupLimits;
import java.util.function.Supplier;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;

/** Takes the events of one document, in its order. Depth 1 is the root, depth 2 a record. */
public interface DocumentHandler {

    /** A document that asks for more than {@link BackupLimits} allows; the message says of what. */
    final class BeyondLimitsException extends RuntimeException {
        public BeyondLimitsException(String message) {
            super(message, null, false, false);
        }
    }

    /** Takes over where it can ask for the place of the record that it was told last. */
    default void readFrom(Supplier<BackupPlace> places) {}

    /** Whether the elements within a record are what places are asked for, as in data of apps. */
    default boolean rowsAreRecords() {
        return false;
    }

    /** The name of the document in the zip. */
    String document();

    /** Whether each record stands for itself, so that reading can go on behind a damaged one. */
    boolean canResume();

    void start(XMLStreamReader2 reader, int depth) throws XMLStreamException;

    /** Text or CDATA, perhaps only a part of it; asked for only where {@link #wantsText()}. */
    void text(XMLStreamReader2 reader) throws XMLStreamException;

    boolean wantsText();

    void end(int depth);

    void comment(String text, int depth);

    /** The record that was being read is damaged: forget it. */
    void abandonRecord();
}
