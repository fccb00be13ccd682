package io.ferry.api;

import io.ferry.access.Role;
import io.ferry.access.SignedIn;
import io.ferry.api.Frame.Link;
import io.ferry.api.Frame.Section;
import io.ferry.base.Plural;
import io.ferry.forecast.TimeLeft;
import io.ferry.migration.Actor;
import io.ferry.migration.Migration;
import io.ferry.migration.Notices;
import io.ferry.migration.PhaseRun;
import io.ferry.process.engine.WaitingTask;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;

/**
 * All migrations: what is under way and what it waits for, then what has ended.
 *
 * @param notes what keeps the page from telling everything, and people from being told
 * @param processes where a migration is started in Tasklist
 * @param unregistered what was started in Camunda and is not on record
 * @param filter which migrations are shown
 * @param found how many they are, in words
 * @param cards what is under way, one page of it
 * @param turning from page to page of what is under way
 */
record FrontPage(
        Frame frame,
        List<String> notes,
        String processes,
        FrontFilter filter,
        String found,
        List<Unregistered> unregistered,
        List<Card> cards,
        Turning turning,
        Ended ended)
        implements View {
    /** So many cards stand on a page. */
    static final int SIZE = 20;

    private static final int MOST_UNDER_WAY = 100;
    private static final int POINTS_SHOWN = 2;

    /**
     * What is shown of an instance that was started in Camunda and of which Ferry has no record.
     *
     * @param title its migration's name and sites, as far as they are known, with the way to it in Operate
     * @param process the process's name
     * @param since for how long
     */
    record Unregistered(
            Link title, String process, String since, List<Progress.Stuck> stuck, List<Progress.Waiting> waiting) {}

    /** A migration in which something happens, and what holds it up. */
    record UnderWay(
            Migration migration,
            List<PhaseRun> runs,
            Blockers blockers,
            @Nullable TimeLeft timeLeft) {
        private boolean waits() {
            return blockers.tasks() != null && !blockers.tasks().isEmpty();
        }

        private boolean isStuck() {
            return !blockers.retried().isEmpty()
                    || (blockers.incidents() != null && !blockers.incidents().isEmpty());
        }

        private boolean waitsForMe() {
            return blockers.tasks() != null && blockers.tasks().stream().anyMatch(FrontPage::isMine);
        }
    }

    /** A migration that has ended, and what is left to look at. */
    record Over(Migration migration, List<OpenPoint> openPoints) {}

    /** What is shown of a migration under way. */
    record Card(Link migration, Badge state, Progress progress) {}

    /**
     * From page to page.
     *
     * @param where which page this is; null if there is one only
     */
    record Turning(
            @Nullable String where,
            @Nullable Link before,
            @Nullable Link after) {}

    /** A page of the migrations that have ended. */
    record Ended(List<EndedMigration> migrations, Turning turning) {}

    /**
     * A migration that has ended.
     *
     * @param openPoints the first points that need a look
     * @param more how many more there are, with a link to all; null if all are shown
     */
    record EndedMigration(
            Link migration,
            Badge outcome,
            List<String> openPoints,
            @Nullable Link more,
            String from,
            String to,
            Instant at,
            String took,
            String report) {}

    /**
     * The page.
     *
     * @param frame what stands around it, with the links to Tasklist and the like
     * @param tasklist Tasklist's address in people's browsers
     * @param found what was started in Camunda and is not on record
     * @param underWay all that the filter's fields of the record let through, in the filter's order
     * @param page which page of them is shown, from 0
     * @param troubles what is wrong with Camunda as a whole
     */
    static FrontPage of(
            Frame frame,
            String tasklist,
            BlockerLookup.Found found,
            FrontFilter filter,
            List<UnderWay> underWay,
            int page,
            Page<Over> ended,
            List<String> troubles,
            Instant now) {
        List<UnderWay> shown = shown(filter, underWay);
        return new FrontPage(
                frame,
                Stream.of(
                                troubles.stream(),
                                underWay.stream().flatMap(one -> one.blockers().notes().stream()),
                                found.notes().stream(),
                                underWay.size() < MOST_UNDER_WAY
                                        ? Stream.<String>of()
                                        : Stream.of("Only " + MOST_UNDER_WAY
                                                + " migrations under way are shown. Search by name to find others."))
                        .flatMap(notes -> notes)
                        .distinct()
                        .toList(),
                // What a person starts has a form; the parts of a migration have none.
                tasklist + "/processes?hasStartForm=yes",
                filter,
                Stream.of(
                                filter.showsUnderWay() ? shown.size() + " under way" : null,
                                filter.showsEnded() ? ended.getTotalElements() + " ended" : null)
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(", ")),
                found.unregistered().stream()
                        .map(one -> new Unregistered(
                                new Link(one.link(), one.title()),
                                one.process(),
                                Progress.age(one.since(), now),
                                Progress.stuck(one.incidents(), now),
                                Progress.waiting(one.tasks(), now)))
                        .toList(),
                shown.stream()
                        .skip((long) page * SIZE)
                        .limit(SIZE)
                        .map(one -> new Card(
                                link(one.migration()),
                                Badge.of(one.migration()),
                                Progress.of(one.migration(), one.runs(), one.blockers(), one.timeLeft(), now)))
                        .toList(),
                turning(
                        page,
                        (shown.size() + SIZE - 1) / SIZE,
                        "Previous page",
                        "Next page",
                        other -> filter.address(other, ended.getNumber())),
                ended(filter, page, ended));
    }

    private static List<UnderWay> shown(FrontFilter filter, List<UnderWay> underWay) {
        Stream<UnderWay> shown = underWay.stream().filter(one -> switch (filter.show()) {
            case ALL, UNDER_WAY -> true;
            case WAITING -> one.waits();
            case MINE -> one.waitsForMe();
            case STUCK -> one.isStuck();
            case ENDED -> false;
        });
        return (filter.sort() == FrontFilter.Sort.URGENT
                        ? shown.sorted(
                                Comparator.comparing(one -> one.blockers().isFree()))
                        : shown)
                .toList();
    }

    /** Whether the task waits for whoever looks at the page: who took it, or, if nobody did, who may take it. */
    private static boolean isMine(WaitingTask task) {
        if (task.assignee() != null) {
            return SignedIn.actor()
                    .map(Actor::name)
                    .filter(task.assignee()::equals)
                    .isPresent();
        }
        return task.candidateGroups().isEmpty()
                || Arrays.stream(Role.values())
                        .anyMatch(role -> SignedIn.is(role)
                                && task.candidateGroups().stream()
                                        .anyMatch(group -> group.equalsIgnoreCase(role.name())));
    }

    /** Says that reminders do not reach people: they must look here meanwhile. */
    static List<String> notTold(List<Notices.Failure> failures, Instant now) {
        return failures.stream()
                .map(failure -> "Reminders by " + failure.channel() + " do not go out. The last try was "
                        + Progress.age(failure.at(), now) + " ago: " + failure.why())
                .toList();
    }

    private static Turning turning(int page, int pages, String before, String after, IntFunction<String> address) {
        return new Turning(
                pages > 1 ? "Page " + (page + 1) + " of " + pages : null,
                page > 0 ? new Link(address.apply(page - 1), before) : null,
                page + 1 < pages ? new Link(address.apply(page + 1), after) : null);
    }

    private static Ended ended(FrontFilter filter, int page, Page<Over> ended) {
        return new Ended(
                ended.stream().map(FrontPage::ended).toList(),
                turning(
                        ended.getNumber(),
                        ended.getTotalPages(),
                        "Previous ones",
                        "Next ones",
                        other -> filter.address(page, other) + "#ended"));
    }

    private static EndedMigration ended(Over over) {
        Migration migration = over.migration();
        Instant at = Objects.requireNonNullElse(migration.endedAt(), migration.createdAt());
        List<String> points = over.openPoints().stream()
                .filter(OpenPoint::needsALook)
                .map(OpenPoint::text)
                .toList();
        int more = points.size() - POINTS_SHOWN;
        return new EndedMigration(
                link(migration),
                Badge.of(migration).withOpenPoints(over.openPoints()),
                points.subList(0, Math.min(POINTS_SHOWN, points.size())),
                more > 0
                        ? new Link(
                                Section.OVERVIEW.address(migration) + "#open-points",
                                Plural.of(more, "more open point"))
                        : null,
                Progress.host(migration.settings().source().url()),
                Progress.host(migration.settings().target().url()),
                at,
                Progress.age(migration.createdAt(), at),
                Section.REPORT.address(migration));
    }

    private static Link link(Migration migration) {
        return new Link(Section.OVERVIEW.address(migration), migration.name());
    }

    /** Whether there is no migration at all. */
    boolean isEmpty() {
        return hasNothing()
                && !filter.isSet()
                && turning.before() == null
                && ended.turning().before() == null;
    }

    /** Whether nothing is shown. */
    boolean hasNothing() {
        return unregistered.isEmpty() && cards.isEmpty() && ended.migrations().isEmpty();
    }

    @Override
    public boolean sendsForms() {
        return true;
    }
}
