package io.ferry.sandbox.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A small backup of a Jira that never was. */
final class GeneratedBackup {
    private GeneratedBackup() {}

    static Path writeTo(Path folder) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<entity-engine-xml>\n");
        for (int i = 1; i <= 12; i++) {
            xml.append("<ApplicationUser id=\"%d\" userKey=\"person%d\" lowerUserName=\"person%d\"/>\n"
                    .formatted(i, i, i));
            xml.append(
                    ("<User id=\"%d\" directoryId=\"1\" userName=\"person%d\" lowerUserName=\"person%d\" active=\"1\""
                                    + " displayName=\"Person %d\" emailAddress=\"person%d@example.com\"/>\n")
                            .formatted(i, i, i, i, i));
        }
        for (int p = 1; p <= 3; p++) {
            xml.append("<Project id=\"%d\" key=\"PRJ%d\" name=\"Project %d\"/>\n".formatted(p, p, p));
            for (int n = 1; n <= 20 * p; n++) {
                xml.append("<Issue id=\"%d\" project=\"%d\" number=\"%d\"/>\n".formatted(p * 1000 + n, p, n));
            }
        }
        xml.append("</entity-engine-xml>\n");
        Path file = folder.resolve("generated.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("entities.xml"));
            zip.write(xml.toString().getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
