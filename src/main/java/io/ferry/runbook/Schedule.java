package io.ferry.runbook;

import io.ferry.forecast.Estimate.Doer;
import io.ferry.forecast.Estimate.Span;
import io.ferry.migration.Operation;
import io.ferry.migration.Phase;
import io.ferry.migration.Question;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** When each phase, and what people do in it, is planned: one after the other, by the likely time of each part. */
final class Schedule {
    /** Operations by hand in which the site works for a long time; a person starts it and sees its end. */
    private static final Set<Operation> THE_SITE_WORKS =
            EnumSet.of(Operation.CREATE_DUMP, Operation.BACK_UP_JIRA, Operation.IMPORT_BACKUP, Operation.RESTORE_DUMP);

    private final Map<Phase, Window> phases = new EnumMap<>(Phase.class);
    private final Map<Phase, Map<Doer, Window>> doers = new EnumMap<>(Phase.class);
    private final List<Part> parts;
    private Span whole = Span.NONE;

    private Schedule(List<Part> parts) {
        this.parts = parts;
    }

    /**
     * Plans.
     *
     * @param route the phases that the migration goes through
     * @param parts what is known of them, in the order of the route
     */
    static Schedule of(Set<Phase> route, List<Part> parts) {
        Schedule schedule = new Schedule(
                parts.stream().filter(part -> route.contains(part.phase())).toList());
        Span before = Span.NONE;
        for (Phase phase : route) {
            Span within = Span.NONE;
            Map<Doer, Window> who = new EnumMap<>(Doer.class);
            for (Part part : schedule.of(phase)) {
                who.merge(part.doer(), Window.after(before.plus(within), part.planned()), Window::until);
                within = within.plus(part.planned());
            }
            schedule.doers.put(phase, who);
            schedule.phases.put(phase, Window.after(before, within));
            before = before.plus(within);
        }
        schedule.whole = before;
        return schedule;
    }

    /** How long all phases take. */
    Span whole() {
        return whole;
    }

    /** The parts of all phases. */
    List<Part> parts() {
        return parts;
    }

    /** The parts of a phase. */
    List<Part> of(Phase phase) {
        return parts.stream().filter(part -> part.phase() == phase).toList();
    }

    /** When a phase of the route is planned. */
    Window window(Phase phase) {
        return Objects.requireNonNull(phases.get(phase), phase::name);
    }

    /** When a task is planned: while those work in whose part it belongs; where that is not known, in the whole phase. */
    Window window(Phase phase, Question question) {
        boolean watches = Operation.doneManuallyAt(question)
                .filter(THE_SITE_WORKS::contains)
                .isPresent();
        return Objects.requireNonNull(doers.get(phase), phase::name)
                .getOrDefault(watches ? Doer.SITE : Doer.PEOPLE, window(phase));
    }

    /** The parts of which no time is known: they come on top. */
    List<Part> unknown() {
        return parts.stream().filter(Part::isUnknown).toList();
    }
}
