package io.ferry.backup.read;

import io.ferry.backup.scan.CharacterGuard;
import io.ferry.backup.scan.RecordScanner;
import org.jspecify.annotations.Nullable;

/** A piece of what the zip holds, on its way from the thread that unpacks to the one that parses; used again and again. */
final class Chunk {
    /** Big enough that passing it on costs nothing, small enough that a few of them stay in the processor's cache. */
    static final int SIZE = 1 << 16;

    enum Kind {
        /** An entry begins. */
        ENTRY,
        /** Bytes of the entry. */
        BYTES,
        /** The entry ends, whole or not. */
        ENTRY_END,
        /** Nothing more comes. */
        FILE_END
    }

    /** Room before the bytes, for what is left over of the chunk before. */
    static final int HEAD = 1 << 15;

    /** The entry's bytes stand from {@link #HEAD} on. */
    final byte[] bytes = new byte[HEAD + SIZE + RecordScanner.MARGIN];

    Kind kind = Kind.BYTES;
    /** How many bytes of the entry there are. */
    int length;
    /** Whether these are the last bytes of the entry. */
    boolean last;
    /** The index up to which {@link CharacterGuard} has checked the bytes; a letter cut in two is left for the next chunk. */
    int checkedTo;

    /** How much of the zip file has been read. */
    long filePosition;

    @Nullable
    ZipEntryHeader entry;
    /** Which of the two documents an entry is. */
    String document = "";
    /** Whether an entry that ends here was unpacked to its end. */
    boolean whole;

    /** The index behind the last of the entry's bytes. */
    int end() {
        return HEAD + length;
    }
}
