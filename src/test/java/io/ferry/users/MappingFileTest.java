package io.ferry.users;

import static io.ferry.users.Samples.account;
import static io.ferry.users.Samples.app;
import static io.ferry.users.Samples.named;
import static io.ferry.users.Samples.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.ferry.migration.MigrationId;
import io.ferry.users.MappingFileRefused.RowError;
import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MappingFileTest {

    private static final String HEADER = "source_key,name,e_mail,target_account_id,target_e_mail,decision,reason\n";

    private final MigrationId id = MigrationId.random();
    private final UserMappings people = PeopleDatabase.H2.people();
    private final UserMatching matching = PeopleDatabase.H2.matching();
    private final UserDecisions decisions = PeopleDatabase.H2.decisions();
    private final MappingFile file = new MappingFile(people, decisions, PeopleDatabase.CLOCK);

    @BeforeEach
    void somePeople() {
        matching.putPeople(
                id,
                List.of(
                        person("a/b", "ab@site.example"),
                        named("=cmd|' /C calc'!A0", "+Plus", null),
                        person("x", null),
                        person("y", null)));
        matching.putAccounts(
                id,
                List.of(
                        account("1", "ab@site.example"),
                        account("2", "x@other.example"),
                        account("3", "y@other.example"),
                        app("4", "bot@site.example")));
        matching.match(id);
    }

    @Test
    void shouldNameRemovedPeopleByTheirLastUserName() {
        matching.putPeople(id, List.of(new SourcePerson("JIRAUSER7", "left.long.ago", null, null, false, true)));
        matching.match(id);

        assertThat(written().lines()).contains("JIRAUSER7,left.long.ago,,,,,");
    }

    @Test
    void shouldWriteEverybodyWithFormulasDefused() {
        decisions.leaveUnmapped(id, "x", "=2+3", "ann");

        assertThat(written().lines())
                .containsExactly(
                        "\uFEFFsource_key,name,e_mail,target_account_id,target_e_mail,decision,reason",
                        "'=cmd|' /C calc'!A0,'+Plus,,,,,",
                        "a/b,Person a/b,ab@site.example,1,ab@site.example,AUTOMATIC,",
                        "x,Person x,,,,LEAVE_UNMAPPED,'=2+3",
                        "y,Person y,,,,,");
    }

    @Test
    void shouldReadBackWhatItWroteWithoutChangingAnything() {
        decisions.leaveUnmapped(id, "x", "=2+3", "ann");
        decisions.map(id, "y", "3", null, "ann");
        var before = people.mapping(id).version();

        assertThat(read(written())).isZero();
        assertThat(people.mapping(id).version()).isEqualTo(before);
    }

    @Test
    void shouldTakeDecisionsOver() {
        // when
        var changed = read(
                HEADER + "'=cmd|' /C calc'!A0,,,2,,map,\n" + "x,,,,,LEAVE_UNMAPPED,left long ago\n" + "y,,,3,,,\n");

        // then
        assertThat(changed).isEqualTo(3);
        assertThat(people.all(id))
                .extracting(mapping -> mapping.person().userKey(), PersonMapping::state)
                .containsExactlyInAnyOrder(
                        tuple("=cmd|' /C calc'!A0", PersonState.MAPPED_MANUALLY),
                        tuple("a/b", PersonState.MATCHED),
                        tuple("x", PersonState.LEFT_UNMAPPED),
                        tuple("y", PersonState.MAPPED_MANUALLY));
    }

    @Test
    void shouldLetTwoPeopleSwapTheirAccounts() {
        decisions.map(id, "x", "2", null, "ann");
        decisions.map(id, "y", "3", null, "ann");

        assertThat(read(HEADER + "x,,,3,,MAP,\ny,,,2,,MAP,\n")).isEqualTo(2);
        assertThat(people.mapping(id).entries()).contains(new Mapping.Entry("x", "3"), new Mapping.Entry("y", "2"));
    }

    @Test
    void shouldTakeADecisionBackWhereTheCellWasEmptied() {
        decisions.leaveUnmapped(id, "x", "left", "ann");

        assertThat(read(HEADER + "x,,,,,,\n")).isEqualTo(1);
        assertThat(people.page(id, PeopleFilter.MANUAL, "", 0, 10).total()).isZero();
    }

    @Test
    void shouldReadWhatSpreadsheetsOfOtherLanguagesWrite() {
        assertThat(read("\uFEFFSource_Key;target_account_id;decision;reason\r\nx;2;;\r\n"))
                .isEqualTo(1);
    }

    @Test
    void shouldTellEveryWrongLineAndTakeNothing() {
        var refused = refused(HEADER
                + "x,,,2,,MAP,\n"
                + "nobody,,,3,,MAP,\n"
                + "y,,,99,,MAP,\n"
                + "y,,,3,,MAP,\n"
                + "a/b,,,4,,MAP,\n"
                + "'=cmd|' /C calc'!A0,,,,,LEAVE_UNMAPPED,\n");

        assertThat(refused.errors())
                .extracting(RowError::line, RowError::column)
                .containsExactly(
                        tuple(3L, "source_key"),
                        tuple(4L, "target_account_id"),
                        tuple(5L, "source_key"),
                        tuple(6L, "target_account_id"),
                        tuple(7L, "reason"));
        assertThat(refused).hasMessageContaining("Nothing was taken over");
        assertThat(people.page(id, PeopleFilter.MANUAL, "", 0, 10).total()).isZero();
    }

    @Test
    void shouldRefuseOneAccountForTwoPeople() {
        assertThat(refused(HEADER + "x,,,2,,MAP,\ny,,,2,,MAP,\n").errors()).hasSize(1);
        assertThat(refused(HEADER + "x,,,1,,MAP,\n").errors())
                .containsExactly(new RowError(
                        2, "target_account_id", "This account is given to 'a/b', too; one account serves one person."));
    }

    @Test
    void shouldRefuseUnknownDecisionsAndChangedAutomaticOnes() {
        assertThat(refused(HEADER + "x,,,2,,DELETE,\na/b,,,2,,AUTOMATIC,\n").errors())
                .extracting(RowError::column)
                .containsExactly("decision", "decision");
    }

    @Test
    void shouldRefuseFilesThatAreNoSuchTable() {
        assertThatThrownBy(() -> read("key,account\nx,2\n")).hasMessageContaining("missing: source_key");
        assertThatThrownBy(() -> read("")).hasMessageContaining("missing: source_key");
        assertThatThrownBy(() -> read(HEADER + "\"x,,,2,,MAP,\n")).hasMessageContaining("quotation marks");
        assertThat(refused(HEADER + "x,2\n").errors())
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("2 cells", "7 columns"));
        assertThatThrownBy(() -> read((HEADER + "x,Jörg,,2,,MAP,\n"), Charset.forName("windows-1252")))
                .isInstanceOf(MappingFileRefused.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void shouldTellAtMostAHundredErrors() {
        var rows =
                IntStream.range(0, 500).mapToObj(n -> "nobody" + n + ",,,,,,\n").collect(Collectors.joining());

        var refused = refused(HEADER + rows);

        assertThat(refused.errors()).hasSize(100);
        assertThat(refused).hasMessageContaining("500 lines");
    }

    @Test
    void shouldTakeNothingOfAHundredThousandLinesOfWhichOneIsWrong() {
        // given
        matching.putPeople(
                id,
                IntStream.range(0, 100_000).mapToObj(n -> person("p" + n, null)).toList());
        matching.match(id);
        var rows = new StringBuilder(HEADER);
        IntStream.range(0, 100_000)
                .forEach(n -> rows.append("p" + n + ",,,,,LEAVE_UNMAPPED," + (n == 77_777 ? "" : "left") + "\n"));

        // when
        var refused = refused(rows.toString());

        // then
        assertThat(refused).hasMessageContaining("1 line of the file is wrong");
        assertThat(refused.errors()).singleElement().satisfies(error -> {
            assertThat(error.line()).isEqualTo(77_779);
            assertThat(error.column()).isEqualTo("reason");
        });
        assertThat(people.counts(id).leftUnmapped()).isZero();
    }

    private MappingFileRefused refused(String text) {
        var refused = catchThrowableOfType(MappingFileRefused.class, () -> read(text));
        assertThat(refused).isNotNull();
        return refused;
    }

    private int read(String text) {
        return read(text, StandardCharsets.UTF_8);
    }

    private int read(String text, Charset charset) {
        return file.read(id, new ByteArrayInputStream(text.getBytes(charset)), "ann");
    }

    private String written() {
        var out = new StringBuilder();
        file.write(id, out);
        return out.toString();
    }
}
