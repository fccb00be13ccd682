package io.ferry.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import biweekly.ICalVersion;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.io.text.ICalReader;
import io.ferry.forecast.Estimate.Span;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Phase;
import io.ferry.migration.Question;
import io.ferry.runbook.Runbook.Gate;
import io.ferry.runbook.Runbook.Kind;
import io.ferry.runbook.Runbook.Line;
import io.ferry.runbook.Runbook.Moments;
import io.ferry.runbook.Runbook.Origin;
import io.ferry.runbook.Runbook.Plan;
import io.ferry.runbook.Runbook.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunbookCalendarTest {
    private static final MigrationId ID = new MigrationId("m-00000001");
    private static final Instant START = Instant.parse("2027-03-27T17:00:00Z");

    @Test
    void shouldWriteWhatAnotherProgramReadsBack() throws IOException {
        String file = RunbookCalendar.of(runbook(START, 2, "Größe; ändern, \\jetzt\n"))
                .orElseThrow();

        ICalendar read = read(file);
        assertThat(read.validate(ICalVersion.V2_0).getWarnings()).isEmpty();
        assertThat(read.getEvents()).hasSize(3);
        VEvent phase = read.getEvents().get(1);
        assertThat(phase.getDateStart().getValue().toInstant()).isEqualTo(START.plus(Duration.ofHours(1)));
        assertThat(phase.getDateEnd().getValue().toInstant()).isEqualTo(START.plus(Duration.ofHours(4)));
        assertThat(phase.getSummary().getValue()).isEqualTo("Restore Jira: Größe; ändern, \\jetzt?");
        assertThat(phase.getDescription().getValue()).contains("Who: All together.\n- Confirm the import");
        assertThat(file).contains("DTSTART:20270327T180000Z").doesNotContain("@", "TZID");
    }

    @Test
    void shouldFoldLinesAsTheStandardAsks() throws IOException {
        String file = RunbookCalendar.of(runbook(START, 1, "Ä🚢".repeat(20) + " " + "a".repeat(200)))
                .orElseThrow();

        assertThat(file).endsWith("\r\n").contains("\r\n ");
        assertThat(file.replace("\r\n", "")).doesNotContain("\n", "\r");
        for (String line : file.split("\r\n", -1)) {
            assertThat(line.getBytes(StandardCharsets.UTF_8).length).as(line).isLessThanOrEqualTo(75);
        }
        assertThat(read(file).getEvents().getFirst().getSummary().getValue())
                .isEqualTo("Jira is closed: " + "Ä🚢".repeat(20) + " " + "a".repeat(200));
    }

    @Test
    void shouldMoveEventsWhenAKeptPlanIsImportedAgain() throws IOException {
        ICalendar first = read(RunbookCalendar.of(runbook(START, 1, "Move")).orElseThrow());
        ICalendar second = read(RunbookCalendar.of(runbook(START.plus(Duration.ofDays(7)), 2, "Renamed"))
                .orElseThrow());

        assertThat(uids(second)).isEqualTo(uids(first)).doesNotHaveDuplicates();
        assertThat(second.getEvents())
                .allSatisfy(event -> assertThat(event.getSequence().getValue())
                        .isGreaterThan(
                                first.getEvents().getFirst().getSequence().getValue()));
    }

    @Test
    void shouldHaveNoEventsWithoutAStart() {
        assertThat(RunbookCalendar.of(runbook(null, 0, "Move"))).isEmpty();
    }

    private static List<String> uids(ICalendar calendar) {
        return calendar.getEvents().stream()
                .map(event -> event.getUid().getValue())
                .toList();
    }

    private static ICalendar read(String file) throws IOException {
        try (ICalReader reader = new ICalReader(file)) {
            ICalendar read = Objects.requireNonNull(reader.readNext());
            assertThat(reader.getWarnings()).isEmpty();
            return read;
        }
    }

    private static Runbook runbook(@Nullable Instant start, int revision, String name) {
        Window window =
                new Window(Duration.ofMinutes(30), Duration.ofHours(1), Duration.ofHours(4), Duration.ofHours(20));
        return new Runbook(
                ID,
                name,
                "BigPicture",
                "https://jira.example.com",
                "https://example.atlassian.net",
                Kind.MIGRATION,
                Instant.parse("2027-03-01T10:00:00Z"),
                new Plan(
                        revision == 0 ? Origin.NONE : Origin.KEPT,
                        start,
                        ZoneId.of("Europe/Berlin"),
                        revision,
                        revision == 0 ? null : Instant.parse("2027-03-01T09:00:00Z"),
                        revision == 0 ? null : "ann",
                        Span.NONE,
                        Span.NONE,
                        start,
                        start == null ? null : start.plus(Duration.ofHours(9)),
                        List.of(),
                        List.of(),
                        List.of()),
                List.of(
                        line("restore-jira", null, "Restore Jira", "All together", window, start),
                        line(
                                "restore-jira.import",
                                Question.IMPORT,
                                "Confirm the import",
                                "An approver",
                                window,
                                start)),
                null,
                true,
                List.of(),
                List.of(),
                List.of(new Gate(
                        Question.IMPORT,
                        "Confirm the import",
                        "The point of no return.",
                        window.from(),
                        start == null ? null : start.plus(window.from()),
                        List.of("Do both backups exist?"),
                        null)),
                List.of(),
                List.of());
    }

    private static Line line(
            String key, @Nullable Question question, String title, String who, Window window, @Nullable Instant start) {
        return new Line(
                key,
                Phase.RESTORE_JIRA,
                question,
                title,
                who,
                null,
                window,
                start == null
                        ? null
                        : new Moments(
                                start.plus(window.earliest()),
                                start.plus(window.from()),
                                start.plus(window.to()),
                                start.plus(window.latest())),
                null,
                null,
                State.TO_COME,
                null,
                false,
                false);
    }
}
