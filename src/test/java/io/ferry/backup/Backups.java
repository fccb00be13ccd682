package io.ferry.backup;

import io.ferry.backup.findings.BackupFinding;
import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.model.BackupReading;
import io.ferry.sample.SampleBackup;
import io.ferry.sample.SampleBackupSpec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Assumptions;

/** Files for tests: real backups where they are there, generated ones, and zips of any layout. */
final class Backups {
    static final SampleBackupSpec SMALL =
            SampleBackupSpec.of(60, 16).withProjects(3).withAppRows(50).withoutAwkwardPeople();

    private static final Path REAL = Path.of("..", "shared", "data", "jira-backups");

    private Backups() {}

    static List<Path> real() {
        Assumptions.assumeTrue(
                Files.isDirectory(REAL), "Skipped: the real backups are not there (looked for " + REAL + ").");
        try (Stream<Path> files = Files.list(REAL)) {
            return files.filter(file -> file.toString().endsWith(".zip"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path sample(Path folder, SampleBackupSpec spec) {
        Path file = folder.resolve("sample-" + Math.abs(spec.hashCode()) + ".zip");
        SampleBackup.write(spec, file);
        return file;
    }

    static BackupReading readSample(Path folder, SampleBackupSpec spec) {
        return new BackupReader().read(sample(folder, spec));
    }

    /** A zip of any two documents, written by another library than the one that wrote the samples. */
    static Path zip(Path folder, String entities, String activeObjects) {
        return zip(folder, entities.getBytes(StandardCharsets.UTF_8), activeObjects.getBytes(StandardCharsets.UTF_8));
    }

    static Path zip(Path folder, byte[] entities, byte[] activeObjects) {
        Path file = folder.resolve("made.zip");
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
            put(zip, "entities.xml", entities);
            put(zip, "activeobjects.xml", activeObjects);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    static void put(ZipArchiveOutputStream zip, String name, String text) throws IOException {
        put(zip, name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void put(ZipArchiveOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.setUseZip64(Zip64Mode.AsNeeded);
        zip.putArchiveEntry(new ZipArchiveEntry(name));
        zip.write(bytes);
        zip.closeArchiveEntry();
    }

    static List<FindingCode> codes(BackupReading reading) {
        return reading.findings().stream().map(BackupFinding::code).toList();
    }
}
