package io.ferry.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.findings.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of findings in docs/inspect.md are made from the code: {@link #main} writes them, the test compares. */
class GuideTest {
    private static final Path GUIDE = Path.of("docs", "inspect.md");
    private static final String BEGIN = "<!-- findings: made from the code by GuideTest -->\n";
    private static final String END = "<!-- end of findings -->\n";

    @Test
    void shouldListEveryFindingAsTheCodeHasIt() throws IOException {
        String guide = Files.readString(GUIDE);
        assertThat(guide).contains(BEGIN).contains(END);
        assertThat(guide.substring(guide.indexOf(BEGIN) + BEGIN.length(), guide.indexOf(END)))
                .as("written by running the main method of GuideTest")
                .isEqualTo(tables());
    }

    /** Writes the tables anew. */
    public static void main(String[] arguments) throws IOException {
        String guide = Files.readString(GUIDE);
        Files.writeString(
                GUIDE,
                guide.substring(0, guide.indexOf(BEGIN) + BEGIN.length())
                        + tables()
                        + guide.substring(guide.indexOf(END)));
    }

    private static String tables() {
        return Stream.of(Severity.values()).map(GuideTest::table).collect(Collectors.joining("\n"));
    }

    private static String table(Severity severity) {
        String title = switch (severity) {
            case BLOCKS -> "Blocks";
            case WARNS -> "Warns";
            case INFORMS -> "Informs";
        };
        return "### " + title + "\n\n| Code | What it means | Why, and how sure | What to do |\n|---|---|---|---|\n"
                + Stream.of(FindingCode.values())
                        .filter(code -> code.severity() == severity)
                        .map(GuideTest::row)
                        .collect(Collectors.joining());
    }

    private static String row(FindingCode code) {
        return "| `" + code + "` | " + code.meaning() + " | " + code.why() + " This "
                + code.certainty().words() + " ([" + code.source().title() + "]("
                + code.source().url() + ")" + (code.source().confirmed() ? "" : ", page not found when looked up")
                + "). | " + code.whatToDo() + " |\n";
    }
}
