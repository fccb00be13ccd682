package io.ferry.backup.read;

import io.ferry.backup.model.BackupDocuments;
import io.ferry.base.FileContent;
import io.ferry.base.PlainText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.jspecify.annotations.Nullable;

/** Says of a file that is no backup what it is instead, and what to take: one sentence for each kind. */
final class OtherFile {
    private static final String TAKE = "take the zip that Jira's backup wrote into its export folder";
    private static final int AT_OF_TAR = 257;
    private static final int LONGEST_SHOWN = 200;
    private static final LevenshteinDistance DISTANCE = new LevenshteinDistance(3);

    /** The first bytes of a kind of file, and what it is called. */
    private record Magic(String bytes, String what) {}

    private static final List<Magic> MAGIC = List.of(
            new Magic("\u001F\u008B", "packed by gzip, often a .tar.gz"),
            new Magic("BZh", "packed by bzip2"),
            new Magic("\u00FD7zXZ", "packed by xz"),
            new Magic("(\u00B5/\u00FD", "packed by Zstandard"),
            new Magic("7z\u00BC\u00AF\u0027\u001C", "an archive of 7-Zip"),
            new Magic("Rar!", "a RAR archive"),
            new Magic("PGDMP", "a dump of a PostgreSQL database"),
            new Magic("-- ", "a script of a database, perhaps a dump"),
            new Magic("%PDF", "a PDF document"),
            new Magic("\u00D0\u00CF\u0011\u00E0", "a document of Microsoft Office"));

    private OtherFile() {}

    /** What a file is that is no zip. */
    static String notAZip(FileContent file) {
        String name = file.name();
        try {
            FileSniffer glance = FileSniffer.at(file);
            String known = switch (glance) {
                case EMPTY -> name + " is empty, so it is not a zip file: fetch it again, or " + TAKE + ".";
                case WEB_PAGE ->
                    name
                            + " is not a zip file but a web page, as a browser or a script keeps it in place of a file when nobody is signed in:"
                            + " sign in and fetch the backup again, or " + TAKE + ".";
                case UNPACKED_JIRA_BACKUP ->
                    name + " is not a zip file but one of Jira's two documents, taken out of its zip: " + TAKE
                            + ", or pack entities.xml and activeobjects.xml into a zip again.";
                case CLOUD_EXPORT ->
                    name
                            + " is not a zip file but a document of a Jira Cloud site's backup, taken out of its zip, and a cloud"
                            + " site is not a source: " + TAKE + ".";
                case SHORT_ANSWER ->
                    name
                            + " is not a zip file but a short answer in JSON, as a site gives it when it refuses: look what it says, and fetch the"
                            + " backup again.";
                default -> null;
            };
            return known != null ? known : byMagic(file, name);
        } catch (IOException e) {
            return byMagic(null, name);
        }
    }

    private static String byMagic(@Nullable FileContent file, String name) {
        String head = file == null ? "" : head(file);
        String what = MAGIC.stream()
                .filter(magic -> head.startsWith(magic.bytes()))
                .map(Magic::what)
                .findFirst()
                .orElse(head.length() > AT_OF_TAR + 5 && head.startsWith("ustar", AT_OF_TAR) ? "a tar archive" : null);
        if (what != null) {
            boolean archive = what.contains("archive") || what.contains("packed");
            return name + " is not a zip file but " + what + ", whatever its name says: "
                    + (archive ? "unpack it, and if a zip is in it, take that; else " : "") + TAKE + ".";
        }
        return name
                + " is not a zip file. A Jira backup is the zip that Jira writes into its export folder; use that"
                + " zip, not its contents and not a database dump.";
    }

    private static String head(FileContent file) {
        try (InputStream in = file.stream()) {
            return new String(in.readNBytes(512), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /** What a zip is that holds no entities.xml. */
    static String zipWithoutEntities(FileContent file, Collection<String> names, int attachments) {
        String name = file.name();
        String inner = first(names, entry -> lower(entry).endsWith(".zip"));
        if (inner != null) {
            return name + " holds another zip, " + shown(inner)
                    + ", and no entities.xml: unpack it, and take the zip that is" + " in it.";
        }
        String near = first(names, OtherFile::isNearlyEntities);
        if (near != null) {
            return name + " holds " + shown(near)
                    + ", but Jira looks for entities.xml, in small letters: rename it and pack it"
                    + " again with activeobjects.xml, or " + TAKE + ".";
        }
        if (names.stream().anyMatch(entry -> base(entry).equalsIgnoreCase("exportDescriptor.properties"))) {
            return name + " is an export of Confluence, not of Jira: " + TAKE + ".";
        }
        if (names.stream().anyMatch(entry -> base(entry).equals(BackupDocuments.ACTIVE_OBJECTS))) {
            return name + " holds activeobjects.xml, but no entities.xml: half of a backup is missing; " + TAKE + ".";
        }
        if (attachments > 0) {
            return name + " holds attachments only, and no entities.xml: " + TAKE + ".";
        }
        if (names.stream()
                .anyMatch(entry ->
                        lower(entry).startsWith("word/") || lower(entry).startsWith("xl/"))) {
            return name + " is a document of Microsoft Office, not a backup: " + TAKE + ".";
        }
        if (names.stream()
                .anyMatch(entry -> entry.equals("META-INF/MANIFEST.MF") || entry.equals("atlassian-plugin.xml"))) {
            return name + " is a Java archive, perhaps an app, not a backup: " + TAKE + ".";
        }
        if (names.isEmpty()) {
            return name + " is a zip without entries: " + TAKE + ".";
        }
        return name + " holds no entities.xml, so it is no Jira backup (it holds "
                + shown(names.iterator().next())
                + (names.size() > 1 ? " and " + (names.size() - 1) + " more" : "") + "): " + TAKE + ".";
    }

    /** Says that an entities.xml is not Jira's. */
    static String ofAnotherProduct(FileContent file, Collection<String> names, String root) {
        boolean confluence = root.equals("hibernate-generic")
                || names.stream().anyMatch(entry -> base(entry).equalsIgnoreCase("exportDescriptor.properties"));
        return file.name()
                + (confluence
                        ? " is an export of Confluence, whose entities.xml is not Jira's: "
                        : " holds an entities.xml that is not Jira's (its root is <" + root + ">): ")
                + TAKE + ".";
    }

    /** Says how an entities.xml came to be packed in a way that Jira does not read. */
    static String packedOtherwise(FileContent file, int method) {
        String how = switch (method) {
            case 1, 2, 3, 4, 5, 6 -> "by a very old zip program (method " + method + ")";
            case 9 -> "by Deflate64, which Windows Explorer uses for files above 2 GB";
            case 12 -> "by bzip2, which 7-Zip and zip -Z bzip2 offer as a method";
            case 14 -> "by LZMA, which 7-Zip and WinZip offer as a method";
            case 93 -> "by Zstandard, which newer zip programs offer as a method";
            case 95 -> "by xz, which WinZip offers as a method";
            case 98 -> "by PPMd, which 7-Zip offers as a method";
            case 99 -> "and encrypted by AES, as 7-Zip and WinZip do with a password";
            default -> "in an unknown way (method " + method + ")";
        };
        return "The entities.xml in " + file.name() + " is compressed " + how
                + ", so somebody repacked this zip, and Jira does not read it: unpack it and pack entities.xml and"
                + " activeobjects.xml again with the method Deflate, or " + TAKE + ".";
    }

    private static @Nullable String first(Collection<String> names, java.util.function.Predicate<String> wanted) {
        return names.stream().filter(wanted).findFirst().orElse(null);
    }

    private static boolean isNearlyEntities(String entry) {
        String base = lower(base(entry)).replaceAll("[\\s_-]+|\\(\\d+\\)|\\.txt$|\\.bak$|\\.old$", "");
        int distance = DISTANCE.apply(base, BackupDocuments.ENTITIES);
        return distance >= 0 && !base.equals(BackupDocuments.ACTIVE_OBJECTS);
    }

    private static String base(String entry) {
        return entry.substring(Math.max(entry.lastIndexOf('/'), entry.lastIndexOf('\\')) + 1);
    }

    private static String lower(String entry) {
        return entry.toLowerCase(Locale.ROOT);
    }

    private static String shown(String entry) {
        String plain = PlainText.line(entry);
        return plain.length() <= LONGEST_SHOWN ? plain : plain.substring(0, LONGEST_SHOWN) + "...";
    }
}
