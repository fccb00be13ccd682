package io.ferry.api;

import io.ferry.api.Frame.Link;
import io.ferry.api.Frame.Section;
import io.ferry.migration.Migration;
import io.ferry.migration.Notices;
import io.ferry.migration.PhaseRun;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;

/**
 * All migrations: what is under way and what it waits for, then what has ended.
 *
 * @param notes what keeps the page from telling everything, and people from being told
 * @param processes where a migration is started in Tasklist
 * @param unregistered what was started in Camunda and is not on record
 * @param cards what is under way
 */
record FrontPage(
        Frame frame,
        List<String> notes,
        String processes,
        List<Unregistered> unregistered,
        List<Card> cards,
        Ended ended)
        implements View {

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
    record UnderWay(Migration migration, List<PhaseRun> runs, Blockers blockers) {}

    /** What is shown of a migration under way. */
    record Card(Link migration, Badge state, Progress progress) {}

    /**
     * A page of the migrations that have ended, newest first.
     *
     * @param where which page this is; null if there is one only
     */
    record Ended(
            List<EndedMigration> migrations,
            @Nullable String where,
            @Nullable Link later,
            @Nullable Link earlier) {}

    /** A migration that has ended. */
    record EndedMigration(
            Link migration, Badge outcome, String from, String to, Instant at, String took, String report) {}

    /**
     * The page.
     *
     * @param frame what stands around it, with the links to Tasklist and the like
     * @param tasklist Tasklist's address in people's browsers
     * @param found what was started in Camunda and is not on record
     * @param troubles what is wrong with Camunda as a whole
     */
    static FrontPage of(
            Frame frame,
            String tasklist,
            BlockerLookup.Found found,
            List<UnderWay> underWay,
            Page<Migration> ended,
            List<String> troubles,
            Instant now) {
        return new FrontPage(
                frame,
                Stream.of(
                                troubles.stream(),
                                underWay.stream().flatMap(one -> one.blockers().notes().stream()),
                                found.notes().stream())
                        .flatMap(notes -> notes)
                        .distinct()
                        .toList(),
                // What a person starts has a form; the parts of a migration have none.
                tasklist + "/processes?hasStartForm=yes",
                found.unregistered().stream()
                        .map(one -> new Unregistered(
                                new Link(one.link(), one.title()),
                                one.process(),
                                Progress.age(one.since(), now),
                                Progress.stuck(one.incidents(), now),
                                Progress.waiting(one.tasks(), now)))
                        .toList(),
                underWay.stream()
                        .sorted(Comparator.comparing(
                                        (UnderWay one) -> !one.blockers().isFree())
                                .reversed())
                        .map(one -> new Card(
                                link(one.migration()),
                                Badge.of(one.migration()),
                                Progress.of(one.migration(), one.runs(), one.blockers(), now)))
                        .toList(),
                ended(ended));
    }

    /** Says that reminders do not reach people: they must look here meanwhile. */
    static List<String> notTold(List<Notices.Failure> failures, Instant now) {
        return failures.stream()
                .map(failure -> "Reminders by " + failure.channel() + " do not go out. The last try was "
                        + Progress.age(failure.at(), now) + " ago: " + failure.why())
                .toList();
    }

    private static Ended ended(Page<Migration> ended) {
        return new Ended(
                ended.stream().map(FrontPage::ended).toList(),
                ended.getTotalPages() > 1 ? "Page " + (ended.getNumber() + 1) + " of " + ended.getTotalPages() : null,
                ended.hasPrevious() ? new Link("/?page=" + (ended.getNumber() - 1) + "#ended", "Later ones") : null,
                ended.hasNext() ? new Link("/?page=" + (ended.getNumber() + 1) + "#ended", "Earlier ones") : null);
    }

    private static EndedMigration ended(Migration migration) {
        Instant at = Objects.requireNonNullElse(migration.endedAt(), migration.createdAt());
        return new EndedMigration(
                link(migration),
                Badge.of(migration),
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
        return unregistered.isEmpty() && cards.isEmpty() && ended.migrations().isEmpty();
    }
}
