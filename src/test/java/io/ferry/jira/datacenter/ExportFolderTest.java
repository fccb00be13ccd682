package io.ferry.jira.datacenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ferry.remote.RemoteFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportFolderTest {
    @TempDir
    Path folder;

    @Test
    void shouldKnowACompleteBackup() throws IOException {
        // given
        byte[] zip = zip("with a comment");
        Files.write(folder.resolve("a.zip"), zip);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        // when
        new ExportFolder(folder).copy("a.zip", out);

        // then
        assertThat(new ExportFolder(folder).holdsComplete("a.zip")).isTrue();
        assertThat(out.toByteArray()).isEqualTo(zip);
    }

    @Test
    void shouldWaitForOneThatIsStillWritten() throws IOException {
        // given
        byte[] zip = zip("");
        ExportFolder export = new ExportFolder(folder);
        for (int length : new int[] {0, 10, zip.length / 2, zip.length - 1}) {
            // when
            Files.write(folder.resolve("a.zip"), Arrays.copyOf(zip, length));

            // then
            assertThat(export.holdsComplete("a.zip")).isFalse();
        }
        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(() -> export.copy("a.zip", new ByteArrayOutputStream()))
                .matches(RemoteFailure::isPassing);
        assertThat(export.holdsComplete("missing.zip")).isFalse();
    }

    @Test
    void shouldSayThatTheFolderIsNotThere() {
        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(
                        () -> new ExportFolder(folder.resolve("nowhere")).copy("a.zip", new ByteArrayOutputStream()))
                .matches(failure -> !failure.isPassing());
    }

    @Test
    void shouldStayInsideTheFolder() throws IOException {
        // given
        Path outside = Files.write(Files.createTempFile("outside", ".zip"), zip(""));
        Files.createSymbolicLink(folder.resolve("link.zip"), outside);

        // when, then
        assertThat(new ExportFolder(folder).holdsComplete("link.zip")).isFalse();
        for (String name : new String[] {"../a.zip", "/etc/a.zip", "a/b.zip", "a.xml", ".zip", "a\n.zip"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new ExportFolder(folder).holdsComplete(name));
        }
        Files.delete(outside);
    }

    private static byte[] zip(String comment) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setComment(comment);
            zip.putNextEntry(new ZipEntry("entities.xml"));
            zip.write("<entity-engine-xml/>".repeat(100).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        return bytes.toByteArray();
    }
}
