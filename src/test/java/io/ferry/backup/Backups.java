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
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Assumptions;

/** Files for tests: real backups where they are there, generated ones, and zips of any layout. */
public final class Backups {
    public static final SampleBackupSpec SMALL =
            SampleBackupSpec.of(60, 16).withProjects(3).withAppRows(50).withoutAwkwardPeople();

    private static final Path REAL = Path.of("..", "shared", "data", "jira-backups");

    private Backups() {}

    public static List<Path> real() {
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

    public static Path sample(Path folder, SampleBackupSpec spec) {
        Path file = folder.resolve("sample-" + Math.abs(spec.hashCode()) + ".zip");
        SampleBackup.write(spec, file);
        return file;
    }

    public static BackupReading readSample(Path folder, SampleBackupSpec spec) {
        return new BackupReader().read(sample(folder, spec));
    }

    /** A zip of any two documents, written by another library than the one that wrote the samples. */
    public static Path zip(Path folder, String entities, String activeObjects) {
        return zip(folder, entities.getBytes(StandardCharsets.UTF_8), activeObjects.getBytes(StandardCharsets.UTF_8));
    }

    public static Path zip(Path folder, byte[] entities, byte[] activeObjects) {
        Path file = folder.resolve("made.zip");
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
            put(zip, "entities.xml", entities);
            put(zip, "activeobjects.xml", activeObjects);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    public static void put(ZipArchiveOutputStream zip, String name, String text) throws IOException {
        put(zip, name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void put(ZipArchiveOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.setUseZip64(Zip64Mode.AsNeeded);
        zip.putArchiveEntry(new ZipArchiveEntry(name));
        zip.write(bytes);
        zip.closeArchiveEntry();
    }

    public static List<FindingCode> codes(BackupReading reading) {
        return reading.findings().stream().map(BackupFinding::code).toList();
    }

    /** Changes a few bytes of a file; the same random numbers change the same bytes. */
    public static byte[] mutate(byte[] original, Random random) {
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes; i++) {
            // Half of the changes go to the end, where the directory of a zip and the counts of a document stand.
            int at = random.nextBoolean()
                    ? random.nextInt(bytes.length)
                    : bytes.length - 1 - random.nextInt(Math.min(bytes.length, 300));
            int length = Math.min(1 + random.nextInt(8), bytes.length - at);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> {
                    byte[] noise = new byte[length];
                    random.nextBytes(noise);
                    System.arraycopy(noise, 0, bytes, at, length);
                }
                case 2 -> Arrays.fill(bytes, at, at + length, (byte) (random.nextBoolean() ? 0xFF : 0));
                case 3 -> {
                    int from = random.nextInt(bytes.length - length + 1);
                    System.arraycopy(bytes, from, bytes, at, length);
                }
                default -> {
                    byte[] words = "<!--]]><![CDATA[<a><?x ?>&#0;&lt;\"'>-->".getBytes(StandardCharsets.US_ASCII);
                    System.arraycopy(words, random.nextInt(words.length - 8), bytes, at, length);
                }
            }
            if (bytes.length > 40 && random.nextInt(12) == 0) {
                bytes = Arrays.copyOf(bytes, bytes.length - random.nextInt(bytes.length / 2));
            }
        }
        return bytes;
    }
}
