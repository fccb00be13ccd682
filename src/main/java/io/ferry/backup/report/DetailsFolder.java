package io.ferry.backup.report;

import io.ferry.backup.findings.BackupFinding;
import io.ferry.backup.findings.BackupPlace;
import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.findings.FindingRecord;
import io.ferry.backup.model.BackupProgress;
import io.ferry.backup.model.BackupVisitor;
import io.ferry.base.TableCell;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * Writes the records that findings are about, one CSV file for each finding, into a folder of this computer. The files hold
 * data of people, so only their owner may read them.
 */
public final class DetailsFolder implements BackupVisitor, AutoCloseable {
    private static final FileAttribute<?>[] FOR_ITS_OWNER = attributes();

    private final Path folder;
    private final BackupVisitor others;
    private final Map<FindingCode, CSVPrinter> files = new EnumMap<>(FindingCode.class);

    /**
     * Makes the folder where it is not there, and takes away what an earlier reading left in it.
     *
     * @param others who else listens to the progress
     * @throws UncheckedIOException if it cannot be written to
     */
    public DetailsFolder(Path folder, BackupVisitor others) {
        this.folder = folder;
        this.others = others;
        try {
            Files.createDirectories(folder);
            for (FindingCode code : FindingCode.values()) {
                Files.deleteIfExists(file(code));
            }
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private static FileAttribute<?>[] attributes() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private Path file(FindingCode code) {
        return folder.resolve(code.name() + ".csv");
    }

    @Override
    public boolean wantsRecords() {
        return true;
    }

    @Override
    public void onProgress(BackupProgress progress) {
        others.onProgress(progress);
    }

    @Override
    public void onRecord(FindingCode code, FindingRecord found) {
        write(
                code,
                found.entity(),
                found.id(),
                found.key(),
                found.line() > 0 ? String.valueOf(found.line()) : "",
                found.byteOffset() >= 0 ? String.valueOf(found.byteOffset()) : "",
                found.note());
    }

    /**
     * Writes a file also for those findings that no record was told of, with their place.
     *
     * @return how many files there are
     */
    public int finish(List<BackupFinding> findings) {
        for (BackupFinding finding : findings) {
            if (!files.containsKey(finding.code())) {
                BackupPlace place = finding.where();
                write(
                        finding.code(),
                        place.entity() != null ? place.entity() : place.entry() == null ? "the file" : place.entry(),
                        null,
                        null,
                        place.line() > 0 ? String.valueOf(place.line()) : "",
                        place.byteOffset() >= 0 ? String.valueOf(place.byteOffset()) : "",
                        finding.message());
            }
        }
        return files.size();
    }

    private void write(FindingCode code, @Nullable String... values) {
        try {
            CSVPrinter csv = files.get(code);
            if (csv == null) {
                BufferedWriter writer = new BufferedWriter(new java.io.OutputStreamWriter(
                        Files.newOutputStream(Files.createFile(file(code), FOR_ITS_OWNER)), StandardCharsets.UTF_8));
                csv = new CSVPrinter(writer, CSVFormat.RFC4180);
                csv.printRecord("entity", "id", "key", "line", "byte", "note");
                files.put(code, csv);
            }
            for (String value : values) {
                csv.print(harmless(value));
            }
            csv.println();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    /** A spreadsheet must not take for a formula what a hostile file calls its people. */
    private static String harmless(@Nullable String value) {
        return value == null ? "" : TableCell.defused(value);
    }

    private UncheckedIOException cannotWrite(IOException cause) {
        return new UncheckedIOException(
                "The details could not be written to " + folder + " (" + cause.getMessage()
                        + "). Name a folder that you may write to.",
                cause);
    }

    @Override
    public void close() {
        for (CSVPrinter csv : files.values()) {
            try {
                csv.close(true);
            } catch (IOException e) {
                throw cannotWrite(e);
            }
        }
    }
}
