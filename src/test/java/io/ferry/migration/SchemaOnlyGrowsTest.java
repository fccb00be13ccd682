package io.ferry.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * During an upgrade, nodes of the release before go on with the new tables (docs/nodes.md): a migration of the tables adds, and takes
 * nothing away that they read or write.
 */
class SchemaOnlyGrowsTest {
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    /** The first one that no release has had; whoever makes a release raises it, and may then take away what that one leaves unused. */
    private static final int FIRST = 782;

    private static final Pattern NUMBER = Pattern.compile("V(\\d+)__.*\\.sql");
    private static final Pattern TAKES_AWAY =
            Pattern.compile("\\bdrop\\s+(?:table|column|constraint)|\\brename\\b|\\bset\\s+not\\s+null|\\btruncate\\b");
    private static final Pattern ADDS_A_COLUMN =
            Pattern.compile("alter\\s+table\\s+\\w+\\s+add\\s+(?:column\\s+)?(?!constraint)(\\w+\\s[^;]*);");

    @Test
    void shouldAddOnlyWhatNodesOfTheReleaseBeforeNeedNotKnow() throws IOException {
        assertThat(migrations())
                .isNotEmpty()
                .allSatisfy(file -> assertThat(wrong(Files.readString(file)))
                        .as(file.getFileName().toString())
                        .isEmpty());
    }

    @Test
    void shouldNoticeWhatTheyWouldMiss() {
        assertThat(wrong("alter table notice add b integer;\ncreate table c (d integer not null);"))
                .isEmpty();
        assertThat(wrong("alter table a add b integer default 0 not null;")).isEmpty();
        assertThat(wrong("alter table a\n  add b integer not null;")).hasSize(1);
        assertThat(wrong("alter table a drop column b;")).hasSize(1);
        assertThat(wrong("ALTER TABLE a RENAME COLUMN b TO c;")).hasSize(1);
        assertThat(wrong("alter table a alter column b set not null;")).hasSize(1);
        assertThat(wrong("-- drop table a;\ncreate index i on a (b);")).isEmpty();
    }

    private static List<Path> migrations() throws IOException {
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            return files.filter(file -> number(file) >= FIRST).sorted().toList();
        }
    }

    private static int number(Path file) {
        Matcher number = NUMBER.matcher(file.getFileName().toString());
        return number.matches() ? Integer.parseInt(number.group(1)) : 0;
    }

    private static List<String> wrong(String migration) {
        String sql = migration.replaceAll("--[^\n]*", "").toLowerCase(Locale.ROOT);
        return Stream.concat(
                        TAKES_AWAY.matcher(sql).results().map(found -> found.group()),
                        ADDS_A_COLUMN
                                .matcher(sql)
                                .results()
                                .map(found -> found.group(1))
                                .filter(column -> column.contains("not null") && !column.contains("default")))
                .toList();
    }
}
