package io.ferry.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.judge.BackupCriteria;
import io.ferry.backup.model.BackupLimits;
import io.ferry.backup.model.BackupReading;
import io.ferry.backup.model.BackupTable;
import io.ferry.backup.read.BackupUnreadableException;
import io.ferry.sample.Damage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileFilesTest {
    private static final String EMPTY = "<entity-engine-xml date=\"1\">%s</entity-engine-xml>";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    // ---- refused

    @Test
    void shouldRefuseWhatIsNoZip() throws IOException {
        Path file = Files.writeString(folder.resolve("entities.xml"), EMPTY.formatted(""));
        assertThatThrownBy(() -> new BackupReader().read(file))
                .isInstanceOf(BackupUnreadableException.class)
                .hasMessageContaining("is not a zip file");
        Path nothing = Files.createFile(folder.resolve("nothing.zip"));
        assertThatThrownBy(() -> new BackupReader().read(nothing)).isInstanceOf(BackupUnreadableException.class);
    }

    @Test
    void shouldRefuseWhatIsNotThere() {
        assertThatThrownBy(() -> new BackupReader().read(folder.resolve("missing.zip")))
                .isInstanceOf(BackupUnreadableException.class)
                .hasMessageContaining("Check the path");
        assertThatThrownBy(() -> new BackupReader().read(folder)).isInstanceOf(BackupUnreadableException.class);
    }

    @Test
    void shouldRefuseAZipWithoutEntities() throws IOException {
        Path file = folder.resolve("other.zip");
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
            Backups.put(zip, "photo.jpg", "not really");
        }
        assertThatThrownBy(() -> new BackupReader().read(file))
                .isInstanceOf(BackupUnreadableException.class)
                .hasMessageContaining("no entities.xml");
    }

    @Test
    void shouldRefuseTheEntitiesOfAnotherProduct() {
        Path file = Backups.zip(folder, "<hibernate-generic><object/></hibernate-generic>", "<backup/>");
        assertThatThrownBy(() -> new BackupReader().read(file))
                .isInstanceOf(BackupUnreadableException.class)
                .hasMessageContaining("not Jira's");
    }

    @Test
    void shouldRefuseEncryptedEntities() throws IOException {
        Path file = Backups.zip(folder, EMPTY.formatted(""), "<backup/>");
        byte[] bytes = Files.readAllBytes(file);
        bytes[6] |= 1;
        for (int i = 0; i < bytes.length - 4; i++) {
            if (bytes[i] == 'P' && bytes[i + 1] == 'K' && bytes[i + 2] == 1 && bytes[i + 3] == 2) {
                bytes[i + 8] |= 1;
                break;
            }
        }
        Files.write(file, bytes);
        assertThatThrownBy(() -> new BackupReader().read(file))
                .isInstanceOf(BackupUnreadableException.class)
                .hasMessageContaining("encrypted");
    }

    @Test
    void shouldRefuseAThousandEntriesAndMore() throws IOException {
        Path file = folder.resolve("many.zip");
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
            for (int i = 0; i < 1_200; i++) {
                Backups.put(zip, "e" + i, "");
            }
        }
        assertThatThrownBy(() -> new BackupReader().read(file))
                .isInstanceOf(BackupUnreadableException.class)
                .hasMessageContaining("1200");
    }

    // ---- layouts that are allowed

    @ParameterizedTest
    @EnumSource(Zip64Mode.class)
    void shouldReadEveryWayOfZip64(Zip64Mode mode) throws IOException {
        Path file = folder.resolve("zip64.zip");
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
            zip.setUseZip64(mode);
            deflated(zip, "entities.xml", EMPTY.formatted("<Issue id=\"1\"/>"));
            deflated(zip, "activeobjects.xml", "<backup/>");
        }
        assertThat(new BackupReader().read(file).issues()).isOne();
        assertThat(Backups.codes(new BackupReader().read(file))).doesNotContain(FindingCode.ENTRY_SIZE_DIFFERS);
    }

    @Test
    void shouldReadStreamedEntriesInAnyOrderAmongOthers() throws IOException {
        Path file = folder.resolve("order.zip");
        try (ZipArchiveOutputStream zip =
                new ZipArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            zip.setUseZip64(Zip64Mode.Always); // into a stream: sizes follow the data, in eight bytes each
            deflated(zip, "activeobjects.xml", "<backup><data tableName=\"AO_1\"><row/><row/></data></backup>");
            deflated(zip, "logs/today.log", "x".repeat(100_000));
            deflated(zip, "entities.xml", EMPTY.formatted("<Issue id=\"1\"/>"));
        }
        BackupReading reading = new BackupReader().read(file);
        assertThat(reading.issues()).isOne();
        assertThat(reading.appData()).containsExactly(new BackupTable("AO_1", 2, null, false));

        // and without its directory, as after a broken transfer
        byte[] all = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(all, all.length - 40));
        BackupReading cut = new BackupReader().read(file);
        assertThat(cut.issues()).isOne();
        assertThat(cut.appData()).hasSize(1);
        assertThat(Backups.codes(cut)).contains(FindingCode.ZIP_TRUNCATED);
    }

    @Test
    void shouldReadStoredEntries() throws IOException {
        Path file = folder.resolve("stored.zip");
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
            stored(zip, "entities.xml", EMPTY.formatted("<Issue id=\"1\"/>".repeat(20_000)));
            stored(zip, "activeobjects.xml", "<backup/>");
        }
        BackupReading reading = new BackupReader().read(file);
        assertThat(reading.issues()).isEqualTo(20_000);
        assertThat(reading.findings())
                .noneMatch(finding -> finding.code().name().startsWith("ENTRY"));
    }

    private static void deflated(ZipArchiveOutputStream zip, String name, String text) throws IOException {
        zip.putArchiveEntry(new ZipArchiveEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeArchiveEntry();
    }

    private static void stored(ZipArchiveOutputStream zip, String name, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setMethod(ZipArchiveEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        zip.putArchiveEntry(entry);
        zip.write(bytes);
        zip.closeArchiveEntry();
    }

    // ---- documents

    @ParameterizedTest
    @ValueSource(strings = {"deep", "many-attributes"})
    void shouldStopAtAbsurdDocuments(String damage) {
        BackupReading reading = Backups.readSample(folder, Backups.SMALL.damaged(Damage.of(damage)));
        assertThat(Backups.codes(reading)).contains(FindingCode.XML_BEYOND_LIMITS);
        assertThat(reading.importable()).isFalse();
    }

    @Test
    void shouldStopAtADocumentThatInventsNames() {
        StringBuilder records = new StringBuilder();
        for (int i = 0; i < 400_000; i++) {
            records.append("<A a").append(i).append("=\"\"/>");
        }
        Path file = Backups.zip(folder, EMPTY.formatted(records), "<backup/>");
        assertThat(Backups.codes(new BackupReader().read(file))).contains(FindingCode.XML_BEYOND_LIMITS);
    }

    @Test
    void shouldNeverOpenWhatADocumentPointsTo() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "TOP-SECRET");
        Path file = Backups.zip(
                folder,
                "<!DOCTYPE entity-engine-xml [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>\n"
                        + EMPTY.formatted(
                                "\n    <Project id=\"1\" key=\"P\"><name>&x;</name></Project>\n    <Project id=\"2\" key=\"Q\""
                                        + " name=\"&x;\"/>\n"),
                "<backup/>");
        BackupReading reading = new BackupReader().read(file);
        assertThat(Backups.codes(reading)).contains(FindingCode.XML_WITH_DOCTYPE);
        assertThat(reading.projects().toString()).doesNotContain("TOP-SECRET");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(secret, file);
        }
    }

    @Test
    void shouldKeepLongValuesShort() {
        Path file = Backups.zip(
                folder,
                EMPTY.formatted("<Project id=\"1\" key=\"P\"><name>" + "n".repeat(300_000) + "</name></Project>"),
                "<backup/>");
        assertThat(new BackupReader().read(file).projects().getFirst().name()).hasSize(1_000);
    }

    @Test
    void shouldRefuseMorePeopleThanMemoryBears() {
        BackupLimits few = new BackupLimits(10, 100, 100, 1 << 20, 10, 100, 1 << 20, 1_000, 100, 100, 5, 5);
        Path file = Backups.sample(folder, Backups.SMALL);
        BackupReading reading = new BackupReader(few, BackupCriteria.defaults()).read(file);
        assertThat(Backups.codes(reading)).contains(FindingCode.XML_BEYOND_LIMITS);
    }

    // ---- fuzz

    @Test
    void shouldSurviveWhateverHappensToAFile() throws IOException {
        fuzz(Backups.sample(folder, Backups.SMALL), 250, 1);
        fuzz(Backups.sample(folder, Backups.SMALL.damaged(Damage.MALFORMED, Damage.CONTROL_CHARACTERS)), 100, 2);
    }

    @Test
    void shouldSurviveWhateverHappensToRealFiles() throws IOException {
        for (Path file : Backups.real()) {
            fuzz(file, 150, 3);
        }
    }

    @Test
    void shouldSurviveWhateverHappensToADocument() throws IOException {
        String entities = IndependentReading.text(Backups.sample(folder, Backups.SMALL), "entities.xml");
        String activeObjects = IndependentReading.text(Backups.sample(folder, Backups.SMALL), "activeobjects.xml");
        for (int i = 0; i < 250; i++) {
            Random random = new Random(i);
            byte[] bytes = Backups.mutate(entities.getBytes(StandardCharsets.UTF_8), random);
            Path file = folder.resolve("document.zip");
            try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
                zip.putArchiveEntry(new ZipArchiveEntry("entities.xml"));
                zip.write(bytes);
                zip.closeArchiveEntry();
                Backups.put(zip, "activeobjects.xml", activeObjects);
            }
            readSafely(file, "document, round " + i);
        }
    }

    private void fuzz(Path original, int rounds, int seed) throws IOException {
        byte[] bytes = Files.readAllBytes(original);
        Path file = folder.resolve("mutant.zip");
        for (int i = 0; i < rounds; i++) {
            Files.write(file, Backups.mutate(bytes, new Random(seed * 1_000L + i)));
            readSafely(file, original.getFileName() + ", seed " + seed + ", round " + i);
        }
    }

    /** A reading, or a refusal that says what to do; nothing else, and soon. */
    private static void readSafely(Path file, String what) {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> {
                    try {
                        assertThat(new BackupReader().read(file).sha256()).hasSize(64);
                    } catch (BackupUnreadableException refused) {
                        assertThat(refused.getMessage()).isNotBlank();
                    }
                },
                what);
    }
}
