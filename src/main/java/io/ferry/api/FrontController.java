package io.ferry.api;

import io.ferry.access.SignedIn;
import io.ferry.api.Frame.Section;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Migration;
import io.ferry.migration.Migrations;
import io.ferry.migration.Notices;
import io.ferry.migration.Timeline;
import io.ferry.process.engine.Cluster;
import io.ferry.process.engine.Incidents;
import io.ferry.process.engine.WaitingTasks;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.data.domain.Page;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The pages to which people come first: all migrations, and each of them. They change nothing. */
@Hidden
@RestController
class FrontController {
    private static final int SIZE = 20;

    private final Migrations migrations;
    private final Timeline timeline;
    private final FactsOfMigration facts;
    private final Notices notices;
    private final BlockerLookup blockerLookup;
    private final TimeLeftLookup timesLeft;
    private final WaitingTasks waitingTasks;
    private final Incidents incidents;
    private final Cluster cluster;
    private final RecentOpenPoints openPoints;
    private final ReportDocument reports;
    private final Pages pages;
    private final Clock clock;

    FrontController(
            Migrations migrations,
            Timeline timeline,
            FactsOfMigration facts,
            Notices notices,
            BlockerLookup blockerLookup,
            TimeLeftLookup timesLeft,
            WaitingTasks waitingTasks,
            Incidents incidents,
            Cluster cluster,
            RecentOpenPoints openPoints,
            ReportDocument reports,
            Pages pages,
            Clock clock) {
        this.timesLeft = timesLeft;
        this.cluster = cluster;
        this.openPoints = openPoints;
        this.reports = reports;
        this.pages = pages;
        this.migrations = migrations;
        this.timeline = timeline;
        this.facts = facts;
        this.notices = notices;
        this.blockerLookup = blockerLookup;
        this.waitingTasks = waitingTasks;
        this.incidents = incidents;
        this.clock = clock;
    }

    @GetMapping(path = "/", produces = "text/html")
    ResponseEntity<String> all(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String show,
            @RequestParam(defaultValue = "") String app,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String sort,
            @RequestParam(defaultValue = "0") @Min(0) @Max(100) int page,
            @RequestParam(defaultValue = "0") @Min(0) @Max(100_000) int ended) {
        var filter = FrontFilter.of(q, show, app, kind, sort);
        var underWay = filter.showsUnderWay()
                ? migrations.underWay(filter.wanted()).stream()
                        .map(this::underWay)
                        .toList()
                : List.<FrontPage.UnderWay>of();
        var over = filter.showsEnded()
                ? migrations.ended(filter.wanted(), ended, SIZE).map(one -> new FrontPage.Over(one, openPoints.of(one)))
                : Page.<FrontPage.Over>empty();
        Instant now = clock.instant();
        return pages.answer(FrontPage.of(
                pages.frame("Migrations").following(now),
                waitingTasks.home(),
                filter.isSet() || !SignedIn.visibleTeams().all()
                        ? BlockerLookup.Found.NOTHING
                        : blockerLookup.startedInCamunda(),
                filter,
                underWay,
                page,
                over,
                Stream.concat(cluster.trouble().stream(), FrontPage.notTold(notices.lastFailures(), now).stream())
                        .toList(),
                now));
    }

    private FrontPage.UnderWay underWay(Migration migration) {
        Blockers blockers = blockerLookup.recent(migration);
        return new FrontPage.UnderWay(
                migration, timeline.phases(migration.id()), blockers, timesLeft.of(migration, blockers));
    }

    @GetMapping(path = "/migrations/{id}", produces = "text/html")
    ResponseEntity<String> one(
            @KnownMigration Migration migration, @RequestParam(defaultValue = "false") boolean everything) {
        var instances = migrations.instances(migration);
        String operate = instances.isEmpty() ? incidents.home() : incidents.linkTo(instances.getFirst());
        Instant now = clock.instant();
        Blockers blockers = blockerLookup.recent(migration);
        List<OpenPoint> points = migration.outcome() == null ? List.of() : reports.openPoints(migration.id());
        return pages.answer(MigrationPage.of(
                pages.frame(migration, Section.OVERVIEW)
                        .titled(migration.name())
                        .leadingTo(pages.elsewhere(operate))
                        .following(now)
                        .withOutcome(Badge.of(migration).withOpenPoints(points)),
                migration,
                points,
                timeline.phases(migration.id()),
                blockers,
                timesLeft.of(migration, blockers),
                facts.all(migration.id()),
                timeline.read(migration.id()),
                everything,
                FrontPage.notTold(notices.lastFailures(), now),
                now));
    }
}
