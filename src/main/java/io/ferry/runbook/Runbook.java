package io.ferry.runbook;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.ferry.forecast.Estimate.Span;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Phase;
import io.ferry.migration.Question;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The runbook of a migration. Times are moments where the plan has a start; besides them each line says when it is planned,
 * counted from the start.
 *
 * @param kind {@code MIGRATION}, {@code REHEARSAL} or {@code DRESS_REHEARSAL}
 * @param writtenAt when it was written
 * @param plan whose times these are
 * @param lines phases and tasks, in the order of the route
 * @param behind how the phase that runs, or ran last, stands against the plan; negative if it is ahead; null where nothing can
 *     be compared
 * @param mayBeKept whether a plan that begins then may be kept
 * @param warnings what does not fit together
 * @param haveReady what to have ready; nobody but people can tick it
 * @param gates moments at which people decide whether to go on
 * @param waysBack what leads back, and until when
 * @param announcements texts to send
 */
public record Runbook(
        MigrationId migration,
        String name,
        String app,
        String source,
        String target,
        Kind kind,
        Instant writtenAt,
        Plan plan,
        List<Line> lines,
        @Nullable Duration behind,
        boolean mayBeKept,
        List<String> warnings,
        List<Preparation> haveReady,
        List<Gate> gates,
        List<WayBack> waysBack,
        List<Announcement> announcements) {
    public Runbook {
        lines = List.copyOf(lines);
        warnings = List.copyOf(warnings);
        haveReady = List.copyOf(haveReady);
        gates = List.copyOf(gates);
        waysBack = List.copyOf(waysBack);
        announcements = List.copyOf(announcements);
    }

    /** What it is about. */
    public enum Kind {
        MIGRATION,
        REHEARSAL,
        DRESS_REHEARSAL
    }

    /** Where the start of a plan comes from. */
    public enum Origin {
        /** Somebody kept this plan. */
        KEPT,
        /** The reader chose the start; nothing is kept. */
        CHOSEN,
        /** Nobody kept a plan, and the migration has begun: the plan begins with it. */
        STARTED,
        /** There is no start: times are counted from it. */
        NONE
    }

    /**
     * The plan.
     *
     * @param start null where there is none
     * @param zone the time zone for people
     * @param revision how often a plan was kept; 0 if this one is not
     * @param keptAt null if it is not kept
     * @param keptBy as the record names them; null if it is not kept
     * @param whole how long all of it takes, as far as it is known
     * @param frozen how long nobody can work, as far as it is known; null if the source is not frozen
     * @param frozenFrom when the freeze is to begin at the earliest; null without start or freeze
     * @param frozenTo when work in the cloud is planned to begin; null without start or freeze
     * @param parts what the times rest on
     * @param unknown the work of which no time is known: it comes on top
     * @param sources where the times come from, in sentences
     */
    public record Plan(
            Origin origin,
            @Nullable Instant start,
            ZoneId zone,
            int revision,
            @Nullable Instant keptAt,
            @Nullable String keptBy,
            Span whole,
            @Nullable Span frozen,
            @Nullable Instant frozenFrom,
            @Nullable Instant frozenTo,
            List<Part> parts,
            List<String> unknown,
            List<String> sources) {
        public Plan {
            parts = List.copyOf(parts);
            unknown = List.copyOf(unknown);
            sources = List.copyOf(sources);
        }

        /** When something that is counted from the start happens; null without a start. */
        @Nullable
        Instant at(Duration sinceStart) {
            return start == null ? null : start.plus(sinceStart);
        }
    }

    /** How a phase or task stands. */
    public enum State {
        TO_COME("to come"),
        /** A task that waits for a person. */
        WAITING("waits for a person"),
        RUNNING("under way"),
        DONE("done"),
        /** Its phase is over, and nobody was asked. */
        NOT_NEEDED("was not needed"),
        /** The migration ended while it was under way. */
        INTERRUPTED("interrupted"),
        /** The migration ended before. */
        NOT_REACHED("not reached");

        private final String title;

        State(String title) {
            this.title = title;
        }

        /** What people read. */
        public String title() {
            return title;
        }
    }

    /**
     * A phase, or a task of people in it.
     *
     * @param key names it, and stays the same in every version of the runbook
     * @param phase in which phase
     * @param question what the task asks; null for a phase
     * @param onlyIf when the task comes at all; null if always
     * @param sinceStart when it is planned, counted from the start; null for a task that was not planned
     * @param planned the same as moments; null without a start, and for a task that was not planned
     * @param actualFrom when it began, or since when it waits; null if that is not on record
     * @param actualTo when it ended; null if it has not
     * @param late against the plan; negative if early; null where nothing can be compared
     * @param pastLatest whether it is later than the latest that was planned for
     * @param cameUp whether it is a task that was not planned and came up
     */
    public record Line(
            String key,
            Phase phase,
            @Nullable Question question,
            String title,
            String who,
            @Nullable String onlyIf,
            @Nullable Window sinceStart,
            @Nullable Moments planned,
            @Nullable Instant actualFrom,
            @Nullable Instant actualTo,
            State state,
            @Nullable Duration late,
            boolean pastLatest,
            boolean cameUp) {
        /** Whether it is a task of people. */
        @JsonIgnore
        public boolean isTask() {
            return question != null;
        }

        /** When it comes at all, or that nobody planned it, as people read it; empty where there is nothing to say. */
        @JsonIgnore
        public String note() {
            return cameUp ? "came up, was not planned" : Objects.requireNonNullElse(onlyIf, "");
        }
    }

    /** A {@link Window} as moments. */
    public record Moments(Instant earliest, Instant from, Instant to, Instant latest) {}

    /**
     * Something to have ready.
     *
     * @param group what kind of thing it is
     * @param what the thing
     * @param details what is known of it, and how to get it
     */
    public record Preparation(String group, String what, String details) {}

    /**
     * A moment at which people decide whether to go on.
     *
     * @param task the task in which it is confirmed
     * @param sinceStart when, counted from the start
     * @param at the same as a moment; null without a start
     * @param questions to answer with yes before anybody confirms
     * @param decided when it was confirmed; null if it was not
     */
    public record Gate(
            Question question,
            String task,
            String meaning,
            Duration sinceStart,
            @Nullable Instant at,
            List<String> questions,
            @Nullable Instant decided) {
        public Gate {
            questions = List.copyOf(questions);
        }
    }

    /**
     * A way back.
     *
     * @param until until when it is the one
     * @param now whether it is the one now
     */
    public record WayBack(String until, String way, String cost, boolean now) {}

    /** A text to send. */
    public record Announcement(String when, String subject, String text) {}
}
