package io.ferry.backup.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.backup.Backups;
import io.ferry.base.FileContent;
import io.ferry.sample.Damage;
import io.ferry.sample.SampleBackupSpec;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileSnifferTest {
    @TempDir
    private Path folder;

    @Test
    void shouldKnowRealBackups() throws IOException {
        for (Path backup : Backups.real()) {
            assertThat(at(backup)).isEqualTo(FileSniffer.JIRA_BACKUP);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "JIRA_4,JIRA_BACKUP",
        "NO_ACTIVE_OBJECTS,JIRA_BACKUP",
        "CLOUD,CLOUD_EXPORT",
        "TRUNCATE,HALF_A_JIRA_BACKUP",
        "IN_FOLDER,JIRA_BACKUP"
    })
    void shouldKnowBackupsOfManyKinds(Damage damage, FileSniffer expected) throws IOException {
        Path backup = Backups.sample(folder, SampleBackupSpec.of(300, 20).damaged(damage));

        assertThat(at(backup)).isEqualTo(expected);
    }

    @Test
    void shouldMissBytesInTheMiddle() throws IOException {
        byte[] whole = Files.readAllBytes(Backups.sample(folder, SampleBackupSpec.of(300, 20)));
        Path file = folder.resolve("hole.zip");
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write(whole, 0, whole.length / 2);
            out.write(whole, whole.length / 2 + 1000, whole.length - whole.length / 2 - 1000);
        }

        assertThat(at(file)).isEqualTo(FileSniffer.HALF_A_JIRA_BACKUP);
    }

    @Test
    void shouldKnowABackupWhoseDocumentsStandInAnotherOrder() throws IOException {
        assertThat(at(zip("readme.txt", "activeobjects.xml", "entities.xml"))).isEqualTo(FileSniffer.JIRA_BACKUP);
    }

    @Test
    void shouldKnowOtherZips() throws IOException {
        Path zip = zip("a.txt", "b.txt");
        assertThat(at(zip)).isEqualTo(FileSniffer.OTHER_ZIP);

        byte[] bytes = Files.readAllBytes(zip);
        assertThat(FileSniffer.of(
                        bytes.length - 5,
                        java.util.Arrays.copyOf(bytes, bytes.length - 5),
                        java.util.Arrays.copyOf(bytes, bytes.length - 5)))
                .isEqualTo(FileSniffer.HALF_A_ZIP);
    }

    @Test
    void shouldKnowWhatIsNoZip() throws IOException {
        assertThat(glance("")).isEqualTo(FileSniffer.EMPTY);
        assertThat(glance("\n<!DOCTYPE html><html><title>Log in</title></html>"))
                .isEqualTo(FileSniffer.WEB_PAGE);
        assertThat(glance("<!-- a --><html lang=\"en\">")).isEqualTo(FileSniffer.WEB_PAGE);
        assertThat(glance("{\"errorMessages\":[\"You are not signed in\"]}")).isEqualTo(FileSniffer.SHORT_ANSWER);
        assertThat(glance("<?xml version=\"1.0\"?><entity-engine-xml>")).isEqualTo(FileSniffer.UNPACKED_JIRA_BACKUP);
        assertThat(glance("<?xml version=\"1.0\"?><!--\nExported for: cloud --><entity-engine-xml>"))
                .isEqualTo(FileSniffer.CLOUD_EXPORT);
        assertThat(glance("PK")).isEqualTo(FileSniffer.SOMETHING_ELSE);
        byte[] noise = new byte[200_000];
        new Random(1).nextBytes(noise);
        noise[0] = 0;
        assertThat(at(Files.write(folder.resolve("noise"), noise))).isEqualTo(FileSniffer.SOMETHING_ELSE);
    }

    @Test
    void shouldTakeHostileZipsForBroken() throws IOException {
        byte[] bytes = Files.readAllBytes(zip("entities.xml"));
        Random random = new Random(7);
        for (int round = 0; round < 2000; round++) {
            byte[] damaged = bytes.clone();
            for (int i = 0; i < 1 + round % 8; i++) {
                damaged[4 + random.nextInt(damaged.length - 4)] = (byte) random.nextInt();
            }
            assertThat(FileSniffer.of(damaged.length, damaged, damaged)).isNotNull();
        }
    }

    private FileSniffer glance(String text) throws IOException {
        return at(Files.write(folder.resolve("file"), text.getBytes(UTF_8)));
    }

    private Path zip(String... names) throws IOException {
        Path file = folder.resolve("some.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write("<a/>".getBytes(UTF_8));
                zip.closeEntry();
            }
        }
        return file;
    }

    private static FileSniffer at(Path file) throws IOException {
        return FileSniffer.at(FileContent.of(file));
    }
}
