package io.ferry.backup.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.backup.BackupReader;
import io.ferry.backup.Backups;
import io.ferry.backup.model.BackupReading;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class ParserInputTest {
    private static final String SHORT =
            "<?xml version=\"1.0\"?><!-- a > b -- > -->\n<a x=\"1 > 2 &amp; 3\" y='\"'>t]] &lt; <![CDATA[<b>"
                    + " &#0; ]] ]>]]]]><b/><!---->ü 日本 🚀<?pi <x> ?></a>";

    private final List<Integer> forbidden = new ArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /** Passes a document on in pieces of random sizes, as chunks and the parser's buffer cut it. */
    private byte[] passed(String document, Random random) {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        ParserInput input = new ParserInput(forbidden::add);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] room = new byte[4_000];
        int next = 0;
        int visible = 0;
        while (next < bytes.length) {
            boolean last = visible == bytes.length;
            int given = input.pass(bytes, next, visible, room, 0, 16 + random.nextInt(room.length - 16), last);
            out.write(room, 0, given);
            next += input.taken();
            if (input.taken() == 0) {
                visible = Math.min(bytes.length, visible + 1 + random.nextInt(20_000));
            }
        }
        return out.toByteArray();
    }

    @Test
    void shouldPassOnWhatIsNotLongAsItIs() {
        for (int i = 0; i < 200; i++) {
            Random random = new Random(i);
            byte[] bytes = Backups.mutate(SHORT.getBytes(StandardCharsets.UTF_8), random);
            String document = new String(bytes, StandardCharsets.ISO_8859_1)
                    .replaceAll("[^\\x20-\\x7E]", "?")
                    .replace("&#", "&!");
            assertThat(passed(document, random)).isEqualTo(document.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(forbidden).isEmpty();
    }

    @Test
    void shouldMendForbiddenReferencesButNotInCdataAndComments() {
        String document = "<a x=\"1&#x1B;2\">3&#0;4&#9;<![CDATA[&#0;]]><!--&#0;-->&#xFFFF;</a>";
        for (int i = 0; i < 50; i++) {
            forbidden.clear();
            assertThat(new String(passed(document, new Random(i)), StandardCharsets.UTF_8))
                    .isEqualTo("<a x=\"1      2\">3    4&#9;<![CDATA[&#0;]]><!--&#0;-->        </a>");
            assertThat(forbidden).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"é", "日", "🚀", "]", "]]", "x", "]x]>", "&amp;é"})
    void shouldShortenLongValuesToSoundOnes(String filling) throws Exception {
        String cdata = filling.replace("&amp;", "&")
                .repeat(3_000_000 / filling.length())
                .replace("]]>", "]] >");
        String attribute = filling.repeat(400_000 / filling.length()).replace(">", "");
        String document = "<a x=\"" + attribute + "\"><b><![CDATA[" + cdata + "]]></b><c>behind</c></a>";

        byte[] shortened = passed(document, new Random(1));

        Element root = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(shortened))
                .getDocumentElement();
        String kept = root.getElementsByTagName("b").item(0).getTextContent();
        assertThat(root.getElementsByTagName("c").item(0).getTextContent()).isEqualTo("behind");
        assertThat(root.getAttribute("x"))
                .startsWith(attribute.replace("&amp;", "&").substring(0, 1_000));
        assertThat(kept).startsWith(cdata.substring(0, 200_000));
        if (!filling.contains("&")) {
            assertThat(shortened).hasSizeLessThan(1_400_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"body=\"%s\"/>", "><body>%s</body></Action>", "><body><![CDATA[%s]]></body></Action>"})
    void shouldReadValuesOfAnyLength(String way) {
        String action = "<Action id=\"1\" issue=\"1\" author=\"bo\" type=\"comment\" "
                + way.formatted("é x".repeat(4 << 20)) + "\n";
        Path file = Backups.zip(
                folder,
                "<entity-engine-xml date=\"1\">\n" + action
                        + "<Project id=\"1\" key=\"PP\" name=\"p\"/>\n</entity-engine-xml>",
                "<backup/>");

        BackupReading reading = new BackupReader().read(file);

        assertThat(reading.entities()).containsEntry("Action", 1L);
        assertThat(reading.projects()).hasSize(1);
        assertThat(reading.findings())
                .noneMatch(finding -> finding.code().name().startsWith("XML"));
    }
}
