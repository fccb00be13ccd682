package io.ferry.runbook;

import biweekly.ICalVersion;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.io.text.ICalWriter;
import biweekly.property.Status;
import io.ferry.base.PlainText;
import io.ferry.runbook.Runbook.Gate;
import io.ferry.runbook.Runbook.Line;
import io.ferry.runbook.Runbook.Moments;
import io.ferry.runbook.Runbook.Plan;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A runbook as a calendar file (RFC 5545): an event for each phase, for each confirmation that cannot be undone, and for the
 * freeze. Times are UTC. An event has the same UID in every version, and a higher sequence with each plan that is kept, so that a
 * file that is imported again moves the events. It names no people.
 */
public final class RunbookCalendar {
    /** What identifies the program that wrote the file. */
    private static final String PRODUCT = "-//Ferry//Runbook//EN";

    private static final int LONGEST_LINE = 75;

    private static final Duration SHORTEST = Duration.ofMinutes(15);

    private RunbookCalendar() {}

    /** The file; empty if the plan has no start. */
    public static Optional<String> of(Runbook runbook) {
        if (runbook.plan().start() == null) {
            return Optional.empty();
        }
        ICalendar calendar = new ICalendar();
        calendar.setProductId(PRODUCT);
        calendar.setVersion(ICalVersion.V2_0);
        calendar.setName(title(runbook));
        freeze(runbook).ifPresent(calendar::addEvent);
        for (Line line : runbook.lines()) {
            if (!line.isTask()) {
                calendar.addEvent(phase(runbook, line));
            }
        }
        for (Gate gate : runbook.gates()) {
            calendar.addEvent(gate(runbook, gate));
        }
        return Optional.of(written(calendar));
    }

    private static String written(ICalendar calendar) {
        StringWriter unfolded = new StringWriter();
        try (ICalWriter writer = new ICalWriter(unfolded, ICalVersion.V2_0)) {
            // The library counts characters, the standard octets.
            writer.getVObjectWriter().getFoldedLineWriter().setLineLength(null);
            writer.write(calendar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        StringBuilder file = new StringBuilder();
        unfolded.toString().lines().forEach(line -> fold(line, file));
        return file.toString();
    }

    /** Writes a line as lines of at most 75 octets, without cutting a character; those that go on begin with a space. */
    private static void fold(String line, StringBuilder file) {
        int octets = 0;
        for (int at = 0; at < line.length(); at = line.offsetByCodePoints(at, 1)) {
            String character = Character.toString(line.codePointAt(at));
            int more = character.getBytes(StandardCharsets.UTF_8).length;
            if (octets + more > LONGEST_LINE) {
                file.append("\r\n ");
                octets = 1;
            }
            file.append(character);
            octets += more;
        }
        file.append("\r\n");
    }

    private static String title(Runbook runbook) {
        return switch (runbook.kind()) {
                    case MIGRATION -> "";
                    case REHEARSAL -> "REHEARSAL · ";
                    case DRESS_REHEARSAL -> "DRESS REHEARSAL · ";
                }
                + PlainText.line(runbook.name());
    }

    private static Optional<VEvent> freeze(Runbook runbook) {
        Plan plan = runbook.plan();
        return plan.frozenFrom() == null || plan.frozenTo() == null
                ? Optional.empty()
                : Optional.of(event(
                        runbook,
                        "freeze",
                        "Jira is closed: " + title(runbook),
                        plan.frozenFrom(),
                        plan.frozenTo(),
                        List.of("Nobody works in " + runbook.source() + ".")));
    }

    private static VEvent phase(Runbook runbook, Line line) {
        List<String> text = new ArrayList<>();
        Moments planned = Objects.requireNonNull(line.planned());
        text.add("Ends at " + Clocks.moment(planned.latest(), runbook.plan().zone())
                + " at the latest that is planned for.");
        text.add("Who: " + line.who() + ".");
        runbook.lines().stream()
                .filter(task -> task.isTask() && task.phase() == line.phase())
                .forEach(task -> text.add("- " + task.title() + (task.note().isEmpty() ? "" : ", " + task.note())));
        return event(runbook, line.key(), line.title() + ": " + title(runbook), planned.from(), planned.to(), text);
    }

    private static VEvent gate(Runbook runbook, Gate gate) {
        List<String> text = new ArrayList<>(List.of(gate.meaning(), "Answer together:"));
        gate.questions().forEach(question -> text.add("- " + question));
        Instant at = Objects.requireNonNull(gate.at());
        return event(
                runbook,
                "gate." + gate.question().key(),
                "Go or no-go, " + gate.task() + ": " + title(runbook),
                at,
                at.plus(SHORTEST),
                text);
    }

    private static VEvent event(
            Runbook runbook, String key, String summary, Instant from, @Nullable Instant to, List<String> text) {
        Plan plan = runbook.plan();
        VEvent event = new VEvent();
        event.setUid(UUID.nameUUIDFromBytes(
                        ("ferry-runbook " + runbook.migration() + " " + key).getBytes(StandardCharsets.UTF_8))
                .toString());
        Instant stamp = plan.keptAt() == null ? runbook.writtenAt() : plan.keptAt();
        event.setDateTimeStamp(Date.from(stamp));
        event.setLastModified(Date.from(stamp));
        event.setSequence(plan.revision());
        event.setSummary(summary);
        event.setDateStart(Date.from(from));
        // An event without any length is not shown by every calendar.
        event.setDateEnd(Date.from(to == null || !to.isAfter(from) ? from.plus(SHORTEST) : to));
        event.setDescription(String.join("\n", text));
        event.setStatus(plan.keptAt() == null ? Status.tentative() : Status.confirmed());
        return event;
    }
}
