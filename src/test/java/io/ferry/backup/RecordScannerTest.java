package io.ferry.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.backup.judge.BackupCriteria;
import io.ferry.backup.model.BackupIssue;
import io.ferry.backup.model.BackupLimits;
import io.ferry.backup.model.BackupReading;
import io.ferry.backup.model.BackupVisitor;
import io.ferry.backup.read.BackupUnreadableException;
import io.ferry.backup.scan.RecordScanner;
import io.ferry.sample.Damage;
import io.ferry.sample.SampleBackupSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordScannerTest {

    /** Every kind of damage that leaves something to read. */
    private static final Damage[] READABLE =
            Stream.of(Damage.values()).filter(damage -> !damage.hidesTheRest()).toArray(Damage[]::new);

    @TempDir
    Path folder;

    private final List<String> taken = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private final RecordScanner scanner = new RecordScanner(
            new RecordScanner.Records() {
                @Override
                public List<String> wanted(String name) {
                    return name.equals("Other") ? List.of() : List.of("id", "summary", "body");
                }

                @Override
                public void record(String name, @Nullable String[] values) {
                    taken.add(name + Arrays.toString(values));
                }
            },
            names::add,
            100);

    private int scan(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return scanner.scan(Arrays.copyOf(bytes, bytes.length + RecordScanner.MARGIN), 0, bytes.length);
    }

    @Test
    void shouldTakeRecordsAsJiraWritesThem() {
        assertThat(scan("<Issue id=\"1\" summary=\"ok\" x=\"\"/>\n")).isEqualTo(33);
        assertThat(scan("<Issue id=\"2\" x=\"a > b\" summary=\"größer 日本\"></Issue>"))
                .isPositive();
        assertThat(scan("<Issue\n  id=\"3\"\n  x=\"y\" >\n <body>one\ntwo</body>\n </Issue>"))
                .isPositive();
        assertThat(scan("<Issue summary=\"a &amp; &#66; &#x1F680; &lt;&gt;&quot;&apos;\"/>"))
                .isPositive();
        assertThat(
                        scan(
                                "<Issue><body>a]b]]c &amp; <![CDATA[<x> ]] &no; ]]>d<![CDATA[]]></body><other>&lt;</other></Issue>"))
                .isPositive();
        assertThat(scan("<Issue summary=\"" + "n".repeat(300) + "\"/>")).isPositive();
        assertThat(scan("<Other id=\"7\"><a>x</a><b>&gt;]]</b></Other>")).isPositive();

        assertThat(taken)
                .containsExactly(
                        "Issue[1, ok, null]",
                        "Issue[2, größer 日本, null]",
                        "Issue[3, null, one\ntwo]",
                        "Issue[null, a & B \uD83D\uDE80 <>\"', null]",
                        "Issue[null, null, a]b]]c & <x> ]] &no; d]",
                        "Issue[null, " + "n".repeat(100) + ", null]",
                        "Other[]");
        assertThat(names).contains("Issue", "id", "summary", "x", "body", "other", "Other", "a", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!-- comment --> ",
                "</entity-engine-xml>",
                "<?x y?>  ",
                "text   ",
                "<Issue id='1'/>  ",
                "<Issue id=\"1\" id=\"2\"/>  ",
                "<Issue id=\"1\"summary=\"x\"/>  ",
                "<Issue id =\"1\"/>  ",
                "<Issue id=\"<\"/>  ",
                "<Issue id=\"&unknown;\"/>  ",
                "<Issue x=\"&#0;\"/>   ",
                "<Issue x=\"&#xD800;\"/>   ",
                "<Issue x=\"&#xFFFE;\"/>   ",
                "<Issue x=\"&#12345678;\"/>   ",
                "<Issue x=\"& \"/>                ",
                "<Issue summary=\"a\tb\"/>  ",
                "<Issue 1=\"x\"/>  ",
                "<Issue a:b=\"x\"/>  ",
                "<Issue xmlns=\"x\"/>  ",
                "<Issue größe=\"x\"/>  ",
                "<x:Issue id=\"1\"/>  ",
                "<Issue/ >    ",
                "<Issue>text</Issue>  ",
                "<Issue><body>x</other></Issue>  ",
                "<Issue><body>x</body ></Issue>  ",
                "<Issue><body>x</body></Other>  ",
                "<Issue><body a=\"b\">x</body></Issue>  ",
                "<Issue><body/></Issue>  ",
                "<Issue><body>a<deeper>x</deeper></body></Issue>  ",
                "<Issue><body>a ]]> b</body></Issue>  ",
                "<Issue><body>a<!-- b --></body></Issue>  ",
                "<Issue><body>a\r\nb</body></Issue>  ",
                "<Issue><!-- b --></Issue>  ",
            })
    void shouldLeaveEverythingElseToTheParser(String text) {
        assertThat(scan(text)).isEqualTo(RecordScanner.DECLINED);
        assertThat(taken).isEmpty();
    }

    @Test
    void shouldTakeNoPartOfARecord() {
        String whole = "<Issue id=\"1\" summary=\"a &amp; b\"><body>x ] &lt; <![CDATA[ y ]] ]]></body></Issue>";
        for (int length = 0; length < whole.length(); length++) {
            assertThat(scan(whole.substring(0, length))).as("%s bytes", length).isEqualTo(RecordScanner.INCOMPLETE);
        }
        assertThat(taken).isEmpty();
        assertThat(scan(whole)).isEqualTo(whole.length());
        // Now that all names are known
        for (int length = 0; length < whole.length(); length++) {
            assertThat(scan(whole.substring(0, length))).as("%s bytes", length).isEqualTo(RecordScanner.INCOMPLETE);
        }
    }

    @Test
    void shouldNotTakeForARecordWhatStandsBehindTheEnd() {
        byte[] bytes = "<Issue id=\"1\"/>  <Issue id=\"22\"/>                ".getBytes(StandardCharsets.UTF_8);
        assertThat(scanner.scan(bytes, 0, 15)).isEqualTo(15);
        for (int end = 17; end < 33; end++) {
            assertThat(scanner.scan(bytes, 17, end)).isEqualTo(RecordScanner.INCOMPLETE);
        }
    }

    // ---- the parser alone must come to the same

    @Test
    void shouldReadWhatTheParserReads() {
        for (SampleBackupSpec spec :
                List.of(SampleBackupSpec.of(300, 40).withProjects(5), Backups.SMALL, Backups.SMALL.damaged(READABLE))) {
            assertSame(Backups.sample(folder, spec), spec.toString());
        }
    }

    @Test
    void shouldReadRealFilesAsTheParserDoes() {
        for (Path file : Backups.real()) {
            assertSame(file, file.toString());
        }
    }

    @Test
    void shouldReadRecordsAcrossTheEdgesOfChunksAsTheParserDoes() {
        Random random = new Random(5);
        StringBuilder document = new StringBuilder("<entity-engine-xml>\n");
        for (int i = 0; i < 400; i++) {
            // Some fit before a chunk, some only behind one, some in none
            int length = random.nextInt(20) == 0 ? random.nextInt(200_000) : random.nextInt(3_000);
            document.append("<Project id=\"")
                    .append(i)
                    .append("\" key=\"P")
                    .append(i)
                    .append("\" name=\"");
            if (random.nextBoolean()) {
                document.append("n".repeat(length)).append(" &amp; é\"/>\n");
            } else {
                document.append("x\"><other>").append("o".repeat(length)).append("</other></Project>\n");
            }
            if (random.nextInt(9) == 0) {
                document.append("<!-- between -->");
            }
        }
        Path file = Backups.zip(folder, document + "</entity-engine-xml>", "<backup/>");
        assertSame(file, "edges");
        assertThat(new BackupReader().read(file).projects()).hasSize(400);
    }

    @Test
    void shouldFindInDamagedDocumentsWhatTheParserFinds() throws Exception {
        String entities = IndependentReading.text(Backups.sample(folder, Backups.SMALL), "entities.xml");
        for (int i = 0; i < 250; i++) {
            byte[] bytes = Backups.mutate(entities.getBytes(StandardCharsets.UTF_8), new Random(90_000L + i));
            assertSame(Backups.zip(folder, bytes, "<backup/>".getBytes(StandardCharsets.UTF_8)), "round " + i);
        }
    }

    private static void assertSame(Path file, String what) {
        BackupLimits limits = BackupLimits.defaults();
        String scanned = reading(new BackupReader(limits, BackupCriteria.defaults(), true), file);
        assertThat(scanned)
                .as(what)
                .isEqualTo(reading(new BackupReader(limits, BackupCriteria.defaults(), false), file));
    }

    private static String reading(BackupReader reader, Path file) {
        List<BackupIssue> issues = new ArrayList<>();
        try {
            BackupReading reading = reader.read(file, new BackupVisitor() {
                @Override
                public boolean wantsIssues() {
                    return true;
                }

                @Override
                public void onIssue(BackupIssue issue) {
                    issues.add(issue);
                }
            });
            return issues + "\n" + reading.entities() + reading.claimed() + reading.people() + reading.projects()
                    + reading.apps() + reading.appData() + reading.findings() + reading.complete();
        } catch (BackupUnreadableException refused) {
            return String.valueOf(refused.getMessage());
        }
    }
}
