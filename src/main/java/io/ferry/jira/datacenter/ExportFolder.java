package io.ferry.jira.datacenter;

import io.ferry.remote.RemoteFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Jira's export folder as it is reachable from here (mounted, or on the same machine): Jira offers no download of its
 * backups.
 *
 * @param folder the local path from the migration's settings
 */
public record ExportFolder(Path folder) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,150}\\.zip");
    private static final int END_RECORD = 0x06054b50;
    private static final int DIRECTORY_ENTRY = 0x02014b50;
    private static final int END_RECORD_BYTES = 22;
    private static final int LONGEST_COMMENT = 0xffff;

    /**
     * Whether a backup of this name stands there complete: a zip that ends with its directory.
     *
     * @throws IllegalArgumentException if the name is no plain name of a zip
     */
    public boolean holdsComplete(String fileName) {
        Path file = fileOf(fileName);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return endsAsZip(channel);
        } catch (IOException e) {
            return false;
        }
    }

    /** The size of the backup; empty if it is not there or cannot be looked at. */
    public OptionalLong bytes(String fileName) {
        try {
            return OptionalLong.of(Files.size(fileOf(fileName)));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * Copies the backup, as a stream.
     *
     * @throws RemoteFailure passing if it is not there yet or not complete; lasting if the folder is not there
     * @throws UncheckedIOException if {@code out} could not be written
     */
    public void copy(String fileName, OutputStream out) {
        Path file = fileOf(fileName);
        if (!Files.isDirectory(folder)) {
            throw RemoteFailure.lasting(
                    "Jira's export folder is not reachable from here.",
                    "Mount it at the path in the migration's settings, readable by Ferry, then try again; or hand the file over.");
        }
        if (!holdsComplete(fileName)) {
            throw RemoteFailure.passing(
                    "The backup " + fileName + " is not (yet) complete in Jira's export folder.",
                    "If it stays so, check that the folder in the settings is the one of the node that made "
                            + "the backup.");
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] buffer = new byte[64 * 1024];
            int read;
            while ((read = in.read(buffer)) >= 0) {
                write(out, buffer, read);
            }
        } catch (IOException e) {
            throw RemoteFailure.passing(
                    "The backup " + fileName + " cannot be read from Jira's export folder to its end.",
                    "If it stays so, look at the mount and its rights.");
        }
    }

    private static void write(OutputStream out, byte[] buffer, int bytes) {
        // What the own disk refuses is no failure of the folder that is read.
        try {
            out.write(buffer, 0, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void requireName(String fileName) {
        if (!NAME.matcher(fileName).matches()) {
            throw new IllegalArgumentException(
                    "A backup's name has letters, digits, spaces, dots, dashes only, and ends with .zip.");
        }
    }

    private Path fileOf(String fileName) {
        requireName(fileName);
        return folder.resolve(fileName);
    }

    private static boolean endsAsZip(FileChannel channel) throws IOException {
        long size = channel.size();
        int tail = (int) Math.min(size, END_RECORD_BYTES + LONGEST_COMMENT);
        ByteBuffer end = read(channel, size - tail, tail);
        for (int at = tail - END_RECORD_BYTES; at >= 0; at--) {
            if (end.getInt(at) == END_RECORD && (end.getShort(at + 20) & 0xffff) == tail - at - END_RECORD_BYTES) {
                long directory = end.getInt(at + 16) & 0xffffffffL;
                // All bits set: the place stands in a Zip64 record, whose reading is the business of who reads the
                // backup.
                return directory == 0xffffffffL
                        || (directory + 4 <= size && read(channel, directory, 4).getInt(0) == DIRECTORY_ENTRY);
            }
        }
        return false;
    }

    private static ByteBuffer read(FileChannel channel, long from, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                throw new IOException("The file became shorter.");
            }
        }
        return buffer;
    }
}
