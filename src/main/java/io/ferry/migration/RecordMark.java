package io.ferry.migration;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code record-mark} in {@code ferry.home}: with which database Ferry worked here last, and how far that had
 * counted. It must not be in a backup, or at least be newer there than the database: what it knows is what a backup lacks.
 */
final class RecordMark {
    static final String NAME = "record-mark";

    private static final Logger log = LoggerFactory.getLogger(RecordMark.class);
    private static final Pattern CONTENT = Pattern.compile("([0-9a-f-]{36}) ([0-9]{1,18})\\s*");

    private final @Nullable Path file;
    private @Nullable Counted written;

    /**
     * How far a database had counted.
     *
     * @param database the id of the database
     */
    record Counted(String database, long steps) {
        /** Whether it is a later state than the other one, or of another database. */
        boolean isAheadOf(Counted other) {
            return !database.equals(other.database()) || steps > other.steps();
        }
    }

    /** @param home the folder {@code ferry.home}; empty where there is none, and then nothing is kept */
    RecordMark(String home) {
        this.file = home.isBlank() ? null : Path.of(home).resolve(NAME);
    }

    /** Whether there is a place for it. */
    boolean isKept() {
        return file != null;
    }

    /** Whether as much of this database was written here by this Ferry already; each count comes once. */
    synchronized boolean isBeyond(Counted counted) {
        return written != null && written.database().equals(counted.database()) && written.steps() >= counted.steps();
    }

    /** What this Ferry has written here last; empty if nothing. */
    synchronized Optional<Counted> written() {
        return Optional.ofNullable(written);
    }

    /** What it says; empty if it is not there, or cannot be read. */
    Optional<Counted> read() {
        if (file == null) {
            return Optional.empty();
        }
        try {
            Matcher content = CONTENT.matcher(Files.readString(file));
            return content.matches()
                    ? Optional.of(new Counted(content.group(1), Long.parseLong(content.group(2))))
                    : Optional.empty();
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException unreadable) {
            log.warn("{} cannot be read: {}", file, unreadable.toString());
            return Optional.empty();
        }
    }

    /**
     * Writes what the database has counted, unless the file says more by now. What cannot be written is only logged: the
     * intent is in the database, and without the file Ferry sees less of what a later restore lacks.
     */
    synchronized void write(Counted counted) {
        if (isBeyond(counted)) {
            return;
        }
        written = counted;
        if (file == null) {
            return;
        }
        Path next = file.resolveSibling(NAME + ".next");
        try {
            Files.createDirectories(next.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(
                    next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer content = ByteBuffer.wrap(
                        (counted.database() + " " + counted.steps() + "\n").getBytes(StandardCharsets.US_ASCII));
                while (content.hasRemaining()) {
                    channel.write(content);
                }
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            log.error(
                    "{} cannot be written ({}). Until it can, Ferry may not notice by itself when its database is restored from a backup.",
                    file,
                    failure.toString());
        }
    }
}
