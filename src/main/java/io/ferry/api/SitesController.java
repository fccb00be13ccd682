package io.ferry.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ferry.jira.InstalledApp;
import io.ferry.migration.Actor;
import io.ferry.migration.App;
import io.ferry.migration.MigrationRequest;
import io.ferry.migration.Refusals;
import io.ferry.migration.SiteSettings;
import io.ferry.process.lifecycle.MigrationSide;
import io.ferry.readiness.CheckResult.Failed;
import io.ferry.readiness.CheckResult.LeftToAPerson;
import io.ferry.readiness.CheckResult.NotApplicable;
import io.ferry.readiness.CheckResult.Passed;
import io.ferry.readiness.ReadinessReport.Checked;
import io.ferry.readiness.SiteLook;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Sites that no migration names yet. */
@RestController
@RequestMapping(path = "/api/sites", produces = "application/json")
@Tag(name = "Sites")
class SitesController {
    private final ConnectionTests tests;
    private final Clock clock;

    SitesController(ConnectionTests tests, Clock clock) {
        this.tests = tests;
        this.clock = clock;
    }

    /**
     * A site to look at.
     *
     * @param side {@code source} or {@code target}
     * @param app {@code BIGPICTURE} or {@code BIGGANTT}
     * @param site the site, as in the body that starts a migration
     */
    record SiteToCheck(@Nullable String side, @Nullable String app, MigrationRequest.@Nullable Site site) {}

    /** How it stands with one thing that was looked at. */
    enum LookedAtOutcome {
        PASSED,
        WARNING,
        FAILED,
        /** No call tells: a person looks. */
        LEFT_TO_A_PERSON,
        /** There is nothing to look at, or the site does not report it. */
        NOT_REPORTED
    }

    /**
     * One thing that was looked at.
     *
     * @param name what it is, as people read it
     * @param outcome how it stands
     * @param text what was found
     * @param whatToDo what a person does about it, if there is anything to do
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LookedAt(
            String name,
            LookedAtOutcome outcome,
            String text,
            @Nullable String whatToDo) {
        static LookedAt of(Checked checked) {
            return switch (checked.result()) {
                case Passed passed ->
                    passed.warning()
                            .map(warning ->
                                    new LookedAt(checked.name(), LookedAtOutcome.WARNING, sentence(warning), null))
                            .orElseGet(
                                    () -> new LookedAt(checked.name(), LookedAtOutcome.PASSED, passed.remark(), null));
                case Failed failed ->
                    new LookedAt(
                            checked.name(),
                            LookedAtOutcome.FAILED,
                            failed.title() + " " + failed.message(),
                            failed.whatToDo());
                case LeftToAPerson left ->
                    new LookedAt(checked.name(), LookedAtOutcome.LEFT_TO_A_PERSON, left.toSee(), null);
                case NotApplicable not -> new LookedAt(checked.name(), LookedAtOutcome.NOT_REPORTED, not.why(), null);
            };
        }

        private static String sentence(String text) {
            return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
        }
    }

    /**
     * What the site answered.
     *
     * @param passed whether nothing was found that keeps a migration from starting
     * @param title the site's title, if it reported one
     * @param version the version of Jira, likewise
     * @param people how many people may use Jira, likewise
     * @param app the app, if it is installed
     * @param missingRights the global permissions that Ferry's user lacks
     * @param clockAheadSeconds how far the site's clock is ahead of Ferry's; negative if it is behind
     * @param checks everything that was looked at, in the order in which it was asked
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SiteChecked(
            boolean passed,
            @Nullable String title,
            @Nullable String version,
            @Nullable Long people,
            @Nullable InstalledApp app,
            Set<String> missingRights,
            @Nullable Long clockAheadSeconds,
            List<LookedAt> checks) {
        static SiteChecked of(SiteLook look) {
            Duration ahead = look.clockAhead();
            return new SiteChecked(
                    look.passed(),
                    look.title(),
                    look.version(),
                    look.people(),
                    look.app(),
                    new TreeSet<>(look.missingRights()),
                    ahead == null ? null : ahead.toSeconds(),
                    look.checks().stream().map(LookedAt::of).toList());
        }
    }

    @PostMapping(path = "/check", consumes = "application/json")
    @Operation(
            summary = "Test the connection to a site",
            description =
                    "Ferry signs in and reads: title, version, rights of its user, people, app, clock. Nothing is changed"
                            + " there. The site and its credentials must be such as a migration could name; a person may test a few"
                            + " in a minute (ferry.connection-test), and each test is on the audit record.")
    SiteChecked check(@RequestBody SiteToCheck request, Actor by) {
        Refusals refusals = new Refusals();
        MigrationSide side = MigrationSide.withKey(Objects.requireNonNullElse(request.side(), ""))
                .orElse(null);
        App app = App.named(Objects.requireNonNullElse(request.app(), "")).orElse(null);
        MigrationRequest.Site site = request.site();
        refusals.expect(side != null, "side", "source or target", request.side())
                .expect(app != null, "app", "BIGPICTURE or BIGGANTT", request.app())
                .expect(site != null, "site", "a site with url and credential", null);
        SiteSettings settings = site == null || side == null ? null : refusals.part(side.key(), () -> site.read(clock));
        refusals.throwIfAny();
        return SiteChecked.of(tests.test(
                Objects.requireNonNull(side), Objects.requireNonNull(settings), Objects.requireNonNull(app), by));
    }
}
