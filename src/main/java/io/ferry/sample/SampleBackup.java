package io.ferry.sample;

import io.ferry.backup.model.BackupDocuments;
import io.ferry.backup.model.BackupLimits;
import io.ferry.backup.read.ZipDirectory;
import io.ferry.backup.read.ZipEntryHeader;
import io.ferry.backup.read.ZipFormat;
import io.ferry.base.FileContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes backups that look like Jira's, of any size, with the awkward cases of real ones in them; sound, or damaged on
 * request. Memory does not grow with the size. The same description makes the same bytes (on the same Java).
 */
public final class SampleBackup {
    /** When every sample says that it was exported. */
    public static final Instant EXPORTED_AT = Instant.ofEpochMilli(SampleEntities.EXPORTED_AT);

    /** Methods of compression, by their numbers in a zip. */
    private static final int BZIP2 = 12;

    private static final int LZMA = 14;

    private static final LocalDateTime WRITTEN_AT =
            LocalDateTime.ofEpochSecond(SampleEntities.EXPORTED_AT / 1000, 0, ZoneOffset.UTC);

    private SampleBackup() {}

    /**
     * Writes a sample backup.
     *
     * @param spec what it shall hold
     * @param file where to write it; an existing file is replaced
     * @throws UncheckedIOException if it cannot be written
     */
    public static void write(SampleBackupSpec spec, Path file) {
        try {
            try (OutputStream out = Files.newOutputStream(file);
                    ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
                entries(spec, zip);
            }
            damage(spec, file);
            if (spec.has(Damage.ZIP_IN_ZIP)) {
                packAgain(file);
            } else if (spec.has(Damage.TAR_GZ)) {
                packAsTar(file);
            } else if (spec.has(Damage.WEB_PAGE)) {
                Files.writeString(file, "<!DOCTYPE html>\n<html><head><title>Log in - Jira</title></head></html>\n");
            } else if (spec.has(Damage.EMPTY_FILE)) {
                Files.write(file, new byte[0]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The sample backup could not be written to " + file + " (" + e.getMessage() + ").", e);
        }
    }

    private static void entries(SampleBackupSpec spec, ZipOutputStream zip) throws IOException {
        String folder = spec.has(Damage.IN_FOLDER) ? "backup/" : "";
        begin(zip, folder + (spec.has(Damage.UPPER_CASE_NAME) ? "Entities.xml" : BackupDocuments.ENTITIES));
        if (spec.has(Damage.CONFLUENCE)) {
            zip.write("<hibernate-generic datetime=\"2024-06-10\"><object/></hibernate-generic>\n"
                    .getBytes(StandardCharsets.UTF_8));
        } else if (spec.has(Damage.UTF_16)) {
            zip.write(inMemory(spec).getBytes(StandardCharsets.UTF_16));
        } else if (spec.has(Damage.LATIN_1)) {
            zip.write(inMemory(spec).getBytes(StandardCharsets.ISO_8859_1));
        } else {
            new SampleEntities(spec, zip).write();
        }
        zip.closeEntry();
        if (spec.has(Damage.CONFLUENCE)) {
            extra(zip, "exportDescriptor.properties");
        }
        for (int i = 0; i < (spec.has(Damage.ATTACHMENTS) ? 1_200 : 0); i++) {
            extra(zip, "data/attachments/SP/10000/SP-1/" + (10_000 + i));
        }
        if (!spec.has(Damage.NO_ACTIVE_OBJECTS)) {
            begin(zip, folder + BackupDocuments.ACTIVE_OBJECTS);
            if (!spec.has(Damage.EMPTY_ACTIVE_OBJECTS)) {
                new SampleAppData(spec, zip).write();
            }
            zip.closeEntry();
        }
        if (spec.has(Damage.EXTRA_ENTRY)) {
            extra(zip, "readme.txt");
        }
        if (spec.has(Damage.CLIMBING_NAME)) {
            extra(zip, "../../climbed.txt");
        }
        if (spec.has(Damage.DUPLICATE_ENTRY)) {
            extra(zip, "entities.xmX");
        }
    }

    /** A document as text, for small backups only. */
    private static String inMemory(SampleBackupSpec spec) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new SampleEntities(spec, bytes).write();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void packAgain(Path file) throws IOException {
        byte[] inner = Files.readAllBytes(file);
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            begin(zip, "2024-Jun-10--0613.zip");
            zip.write(inner);
            zip.closeEntry();
        }
    }

    /** A tar archive of one file: a header and the bytes, both in blocks of 512, and two blocks of nothing. */
    private static void packAsTar(Path file) throws IOException {
        byte[] inner = Files.readAllBytes(file);
        byte[] header = new byte[512];
        put(header, 0, "2024-Jun-10--0613.zip");
        put(header, 100, "0000644\0" + "0000000\0" + "0000000\0");
        put(header, 124, String.format(Locale.ROOT, "%011o\0%011o\0", inner.length, EXPORTED_AT.getEpochSecond()));
        put(header, 148, "        0");
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte value : header) {
            sum += value;
        }
        put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(header);
            out.write(Arrays.copyOf(inner, (inner.length + 511) / 512 * 512 + 2 * 512));
        }
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private static void begin(ZipOutputStream zip, String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(WRITTEN_AT);
        zip.putNextEntry(entry);
    }

    private static void extra(ZipOutputStream zip, String name) throws IOException {
        begin(zip, name);
        zip.write("An entry that Jira does not write.\n".getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    // ---- damage to the zip itself

    private static void damage(SampleBackupSpec spec, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (spec.has(Damage.TRUNCATE)) {
                channel.truncate(channel.size() * 6 / 10);
                return;
            }
            ZipDirectory directory = ZipDirectory.read(channel, FileContent.of(file), BackupLimits.defaults());
            long central = directory.start();
            for (ZipEntryHeader entry : directory.entries()) {
                damageEntry(spec, channel, entry, central);
                central += ZipFormat.CENTRAL_LENGTH + lengths(channel, central);
            }
            if (spec.has(Damage.WRONG_DIRECTORY)) {
                put(channel, directory.start() + 42, 4, 12_345);
            }
        }
    }

    private static long lengths(FileChannel channel, long central) throws IOException {
        ByteBuffer lengths = ZipFormat.buffer(new byte[6]);
        channel.read(lengths, central + 28);
        return ZipFormat.u16(lengths, 0) + ZipFormat.u16(lengths, 2) + ZipFormat.u16(lengths, 4);
    }

    private static void damageEntry(SampleBackupSpec spec, FileChannel channel, ZipEntryHeader entry, long central)
            throws IOException {
        boolean entities = entry.name().endsWith(BackupDocuments.ENTITIES);
        boolean appData = entry.name().endsWith(BackupDocuments.ACTIVE_OBJECTS);
        if (entry.name().equals("entities.xmX")) {
            put(channel, entry.offset() + ZipFormat.LOCAL_LENGTH + 11, 1, 'l');
            put(channel, central + ZipFormat.CENTRAL_LENGTH + 11, 1, 'l');
        }
        if (appData && spec.has(Damage.ENCRYPTED)) {
            put(channel, entry.offset() + 6, 2, entry.flags() | ZipFormat.FLAG_ENCRYPTED);
            put(channel, central + 8, 2, entry.flags() | ZipFormat.FLAG_ENCRYPTED);
        }
        if ((entities || appData) && spec.has(Damage.BZIP2)) {
            method(channel, entry, central, BZIP2);
        }
        if ((entities || appData) && spec.has(Damage.LZMA)) {
            method(channel, entry, central, LZMA);
        }
        if (appData && spec.has(Damage.UNKNOWN_COMPRESSION)) {
            method(channel, entry, central, BZIP2);
        }
        if (entities && spec.has(Damage.WRONG_SIZE)) {
            put(channel, central + 24, 4, 1_000);
        }
        if (entities && spec.has(Damage.WRONG_CHECKSUM)) {
            put(channel, central + 16, 4, ~entry.crc());
        }
        if (entities && spec.has(Damage.FLIPPED_BYTES)) {
            put(channel, entry.offset() + entry.packed() / 2, 4, 0xFFFF_FFFFL);
            put(channel, entry.offset() + entry.packed() / 2 + 4, 4, 0x5A5A_A5A5L);
        }
    }

    /** Says in both headers that an entry is compressed by another method. */
    private static void method(FileChannel channel, ZipEntryHeader entry, long central, int method) throws IOException {
        put(channel, entry.offset() + 8, 2, method);
        put(channel, central + 10, 2, method);
    }

    private static void put(FileChannel channel, long at, int bytes, long value) throws IOException {
        ByteBuffer buffer = ZipFormat.buffer(new byte[8]);
        buffer.putLong(0, value);
        channel.write(buffer.limit(bytes), at);
    }
}
