package io.ferry.api;

import io.ferry.access.Role;
import io.ferry.access.SignedIn;
import io.ferry.api.ActionsPage.Act;
import io.ferry.api.ActionsPage.CredentialChoice;
import io.ferry.api.ActionsPage.ModeChoice;
import io.ferry.api.ActionsPage.Site;
import io.ferry.api.Frame.Link;
import io.ferry.api.Frame.Section;
import io.ferry.base.Plural;
import io.ferry.migration.CredentialName;
import io.ferry.migration.Migration;
import io.ferry.migration.Migrations;
import io.ferry.migration.Mode;
import io.ferry.migration.Operation;
import io.ferry.migration.Phase;
import io.ferry.migration.PhaseRun;
import io.ferry.migration.SiteSettings;
import io.ferry.migration.Timeline;
import io.ferry.process.engine.Incident;
import io.ferry.process.lifecycle.MigrationSide;
import io.ferry.remote.DeclaredCredentials;
import io.swagger.v3.oas.annotations.Hidden;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The page on which people act on a migration. It changes nothing itself: its buttons use the API. */
@Hidden
@RestController
class ActionsController {
    private final Migrations migrations;
    private final Timeline timeline;
    private final BlockerLookup blockerLookup;
    private final DeclaredCredentials declared;
    private final ReportDocument reports;
    private final Pages pages;
    private final Clock clock;

    ActionsController(
            Migrations migrations,
            Timeline timeline,
            BlockerLookup blockerLookup,
            DeclaredCredentials declared,
            ReportDocument reports,
            Pages pages,
            Clock clock) {
        this.migrations = migrations;
        this.timeline = timeline;
        this.blockerLookup = blockerLookup;
        this.declared = declared;
        this.reports = reports;
        this.pages = pages;
        this.clock = clock;
    }

    @GetMapping("/migrations/{id}/actions")
    ResponseEntity<String> actions(@KnownMigration Migration migration) {
        List<PhaseRun> runs = timeline.phases(migration.id());
        Blockers blockers = blockerLookup.recent(migration);
        boolean operates = SignedIn.is(Role.OPERATOR);
        boolean approves = SignedIn.is(Role.APPROVER);
        List<Act> acts = new ArrayList<>();
        if (operates) {
            acts.add(retry(migration, blockers));
            acts.add(cancel(migration, runs));
        }
        if (approves) {
            acts.add(rollBack(migration, runs));
        }
        List<Act> phases = operates ? phases(migration, runs) : List.of();
        return pages.answer(new ActionsPage(
                pages.frame(migration, Section.ACTIONS).withOwn("actions"),
                new Link(Section.OVERVIEW.address(migration), migration.name()),
                blockers.notes(),
                acts,
                operates
                        ? Arrays.stream(MigrationSide.values())
                                .map(side -> site(migration, side))
                                .toList()
                        : List.of(),
                operates ? modes(migration) : List.of(),
                api(migration) + "/modes",
                phases,
                operates && phases.isEmpty() ? "Each phase that could be run alone is running." : null));
    }

    private static String api(Migration migration) {
        return "/api/migrations/" + migration.id();
    }

    private Act retry(Migration migration, Blockers blockers) {
        String title = "Try again what is stuck";
        List<Incident> stuck = blockers.incidents();
        if (stuck != null && stuck.isEmpty()) {
            return Act.notNow("retry", title, "Nothing is stuck.");
        }
        Instant now = clock.instant();
        Stream<String> what = stuck == null
                ? Stream.of("Camunda does not say right now what is stuck. Ferry asks it again when you confirm.")
                : stuck.stream()
                        .map(incident -> "Stuck for " + Progress.age(incident.since(), now) + ": "
                                + (incident.message().isBlank() ? incident.type() : incident.message()));
        return new Act(
                "retry",
                title,
                stuck == null ? "Try again what is stuck?" : "Try " + Plural.of(stuck.size(), "step") + " again?",
                Stream.concat(
                                what,
                                Stream.of(
                                        "Each of them gets all its tries again. Nothing is done twice: a step that runs"
                                                + " again finds out first how far it came."))
                        .toList(),
                api(migration) + "/retry",
                null,
                "Try again",
                "Ferry tries again.");
    }

    private Act cancel(Migration migration, List<PhaseRun> runs) {
        String title = "Cancel the migration";
        if (migration.outcome() != null) {
            return phasesToRemove(migration, runs);
        }
        if (isRunning(runs, Phase.ROLL_BACK)) {
            return Act.notNow(
                    "cancel",
                    title,
                    "The roll-back is under way. Cancelled halfway it would leave the app in the cloud neither old nor new."
                            + " Its tasks in Tasklist let people stop it.");
        }
        List<String> consequences = new ArrayList<>();
        running(runs)
                .forEach(
                        phase -> consequences.add(
                                "“" + phase.title()
                                        + "” is under way. What it has begun at the sites may still finish there; no new work begins."));
        consequences.add("What was done at the sites is not undone.");
        if (migration.settings().freezesSource()) {
            consequences.add("If the source is frozen, a task reminds people to open it again.");
        }
        consequences.add("The migration ends as cancelled, for good. To migrate later, start a new one.");
        return new Act(
                "cancel",
                title,
                "Cancel “" + migration.name() + "”?",
                consequences,
                api(migration) + "/cancel",
                null,
                "Cancel the migration",
                "The migration is being cancelled.");
    }

    private Act phasesToRemove(Migration migration, List<PhaseRun> runs) {
        String title = "Take a phase off the record";
        Set<Phase> alone = new TreeSet<>(running(runs).toList());
        migrations.phaseHold(migration.id()).ifPresent(hold -> alone.add(hold.phase()));
        if (alone.isEmpty()) {
            return Act.notNow("cancel", "Cancel the migration", "The migration has ended: there is nothing to cancel.");
        }
        return new Act(
                "cancel",
                title,
                "Take " + titles(alone) + " off the record?",
                List.of(
                        titles(alone)
                                + " was started alone. While its process runs, its own tasks in Tasklist let people"
                                + " stop it, and this is refused.",
                        "If its process is gone, Ferry notes that the phase was interrupted, and other migrations may go"
                                + " to the cloud site again."),
                api(migration) + "/cancel",
                null,
                "Take it off the record",
                "The phase is off the record.");
    }

    private static String titles(Set<Phase> phases) {
        return phases.stream().map(phase -> "“" + phase.title() + "”").collect(Collectors.joining(" and "));
    }

    private static Act rollBack(Migration migration, List<PhaseRun> runs) {
        String title = "Roll back the app in the cloud";
        boolean restored = runs.stream()
                .anyMatch(run -> run.phase() == Phase.RESTORE_BIGPICTURE && run.state() == PhaseRun.State.ENDED);
        if (isRunning(runs, Phase.ROLL_BACK)) {
            return Act.notNow(
                    "roll-back", title, "The roll-back is under way: it waits for a decision, or runs. See Tasklist.");
        }
        if (isRunning(runs, Phase.RESTORE_BIGPICTURE)) {
            return Act.notNow(
                    "roll-back", title, "The dump is being restored: the task of the restore offers the roll-back.");
        }
        if (!restored) {
            return Act.notNow("roll-back", title, "There is nothing to roll back: the dump has not been restored.");
        }
        String app = migration.app().title();
        return new Act(
                "roll-back",
                title,
                "Ask for the roll-back of “" + migration.name() + "”?",
                List.of(
                        "A task asks a person to decide first. Nothing is overwritten before.",
                        "Then the safety dump is restored: " + app + " at "
                                + Progress.host(migration.settings().target().url())
                                + " is again as it was before the first restore, and what was done there since is lost.",
                        "The imported Jira data, created accounts, and dates in Jira that scheduling has changed are not"
                                + " undone."),
                migration.outcome() == null
                        ? api(migration) + "/roll-back"
                        : api(migration) + "/phases/" + Phase.ROLL_BACK.processId(),
                null,
                "Ask for the roll-back",
                "The roll-back has been asked for. A task comes in Tasklist, where a person decides.");
    }

    /** Beside the migration only what changes no site; afterwards what it has gone through, or should have. */
    private List<Act> phases(Migration migration, List<PhaseRun> runs) {
        boolean underWay = migration.outcome() == null;
        Set<Phase> offered = underWay
                ? Set.of(Phase.CHECK_READINESS, Phase.VERIFY)
                : Phase.expected(migration.settings().rehearsal());
        var planned = new PlannedActions(reports.withoutPeople(migration.id(), false));
        return Arrays.stream(Phase.values())
                .filter(offered::contains)
                .filter(phase -> !isRunning(runs, phase))
                .map(phase -> phase(migration, phase, planned.does(phase)))
                .toList();
    }

    private static Act phase(Migration migration, Phase phase, String does) {
        List<String> consequences = new ArrayList<>();
        consequences.add(does.isEmpty() ? "People are asked what remains to be done after the restore." : does);
        if (phase.changesTarget()) {
            consequences.add("It may change the cloud site "
                    + Progress.host(migration.settings().target().url())
                    + ". People confirm in their tasks before anything is overwritten; until it ends, no other migration"
                    + " may go to that site.");
        } else {
            consequences.add("It changes nothing in the cloud site.");
        }
        consequences.add("What people have to do waits in Tasklist, as in the migration itself.");
        return new Act(
                "phase-" + phase.processId(),
                phase.title(),
                "Run “" + phase.title() + "” alone?",
                consequences,
                api(migration) + "/phases/" + phase.processId(),
                null,
                "Run " + phase.title(),
                "“" + phase.title() + "” has been started. It shows on the migration's page within a minute.");
    }

    private Site site(Migration migration, MigrationSide side) {
        SiteSettings site = side.of(migration.settings());
        return new Site(
                side.key(),
                Progress.host(site.url()),
                api(migration) + "/sites/" + side.key(),
                List.of(
                        new CredentialChoice(
                                "credential",
                                "Credential for Jira",
                                site.credential().value(),
                                with(site.credential().value(), declared.namesFor(site.url())),
                                false,
                                date(site.credentialEnds())),
                        new CredentialChoice(
                                "bigPictureCredential",
                                "Token of the app",
                                name(site.bigPictureCredential()),
                                with(
                                        name(site.bigPictureCredential()),
                                        declared.credentials().keySet()),
                                true,
                                date(site.bigPictureCredentialEnds()))));
    }

    private static String name(@Nullable CredentialName credential) {
        return credential == null ? "" : credential.value();
    }

    private static String date(@Nullable LocalDate day) {
        return Objects.toString(day, "");
    }

    /** What counts now can always be kept. */
    private static List<String> with(String now, Set<String> names) {
        Set<String> all = new TreeSet<>(names);
        if (!now.isEmpty()) {
            all.add(now);
        }
        return List.copyOf(all);
    }

    private static List<ModeChoice> modes(Migration migration) {
        var settings = migration.settings();
        return Arrays.stream(Operation.values())
                .map(operation -> new ModeChoice(
                        operation.key(),
                        operation.title(),
                        settings.mode(operation) == Mode.AUTOMATIC,
                        operation.defaultMode(settings.source()).words()))
                .toList();
    }

    private static Stream<Phase> running(List<PhaseRun> runs) {
        return runs.stream()
                .filter(run -> run.state() == PhaseRun.State.RUNNING)
                .map(PhaseRun::phase)
                .distinct();
    }

    private static boolean isRunning(List<PhaseRun> runs, Phase phase) {
        return running(runs).anyMatch(phase::equals);
    }
}
