package io.ferry.tracing;

import io.ferry.base.TraceAttribute;
import io.ferry.fixtures.WrittenPage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of attributes in the documentation is that of the code. */
class TraceAttributesPageTest {
    private static final Path PAGE = Path.of("docs/monitoring.md");
    private static final String BEGIN =
            "<!-- Made from the code by TraceAttributesPageTest (-Dferry.write-docs=true). -->\n";
    private static final String END = "<!-- End of the attributes. -->\n";

    @Test
    void shouldListEachAttribute() throws Exception {
        String table = Arrays.stream(TraceAttribute.values())
                .map(attribute -> "| `" + attribute.key() + "` | " + attribute.meaning() + " |\n")
                .collect(Collectors.joining("", "| Attribute | What it says |\n|---|---|\n", ""));
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();

        WrittenPage.hold(PAGE, page.substring(0, begin) + table + page.substring(page.indexOf(END)));
    }
}
