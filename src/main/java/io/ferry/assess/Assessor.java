package io.ferry.assess;

import io.ferry.artifact.ArtifactProperties;
import io.ferry.assess.Assessment.Amount;
import io.ferry.assess.Assessment.Checked;
import io.ferry.assess.Assessment.FoundPeople;
import io.ferry.assess.Assessment.FoundSite;
import io.ferry.assess.Assessment.Limit;
import io.ferry.assess.Assessment.ProjectSize;
import io.ferry.assess.Assessment.Result;
import io.ferry.assess.Assessment.Route;
import io.ferry.assess.Assessment.Times;
import io.ferry.assess.Assessment.Verdict;
import io.ferry.assess.AssessmentRequest.Wanted;
import io.ferry.bigpicture.BigPicture;
import io.ferry.bigpicture.BigPictures;
import io.ferry.forecast.EarlierMigrations.Earlier;
import io.ferry.forecast.Forecasts;
import io.ferry.forecast.Sizes;
import io.ferry.forecast.Timetable;
import io.ferry.jira.cloud.JiraCloud;
import io.ferry.jira.cloud.JiraClouds;
import io.ferry.jira.datacenter.JiraDataCenter;
import io.ferry.jira.datacenter.JiraDataCenters;
import io.ferry.jira.datacenter.UserListing;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.SiteSettings;
import io.ferry.readiness.ActivePeople;
import io.ferry.readiness.CheckResult;
import io.ferry.readiness.Crossing;
import io.ferry.readiness.NamedSites;
import io.ferry.readiness.Readiness;
import io.ferry.readiness.ReadinessProperties;
import io.ferry.readiness.ReadinessReport;
import io.ferry.readiness.SettingsCheck;
import io.ferry.readiness.SiteLook;
import io.ferry.readiness.SiteLooks;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.CredentialMissingException;
import io.ferry.remote.CredentialResolver;
import io.ferry.remote.EndpointSets;
import io.ferry.remote.RemoteFailure;
import io.ferry.users.MatchingPreview;
import io.ferry.users.MatchingPreview.Preview;
import io.ferry.verification.Inventory;
import io.ferry.verification.Inventory.ProjectIssues;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Assesses: looks at the sites and says what a migration would come to. Every call only reads, and nothing is stored. */
@Service
public class Assessor {
    private static final int PROJECTS_SHOWN = 20;

    /** Of the readiness checks, what stands against the route itself, and not only against today. */
    private static final Set<String> AGAINST_THE_ROUTE = Set.of(
            "JIRA_TOO_OLD",
            "APP_MISSING",
            "APP_TOO_OLD",
            "SOURCE_IS_CLOUD",
            "TARGET_IS_NO_CLOUD",
            "TARGET_APP_TOO_OLD",
            "TARGET_JIRA_NOT_LICENSED",
            "SITE_IMPORT_CLOSED",
            "DATA_CENTER_ENDS",
            "JIRA_LICENCE_INVALID",
            "APP_LICENCE_INVALID",
            "TARGET_SEATS_SHORT");

    private final JiraDataCenters dataCenters;
    private final JiraClouds clouds;
    private final BigPictures bigPictures;
    private final Readiness readiness;
    private final SiteLooks siteLooks;
    private final SettingsCheck settingsCheck;
    private final Looks looks;
    private final MatchingPreview matching;
    private final CredentialResolver credentials;
    private final EndpointSets endpoints;
    private final ArtifactProperties artifacts;
    private final ReadinessProperties properties;
    private final Clock clock;

    Assessor(
            JiraDataCenters dataCenters,
            JiraClouds clouds,
            BigPictures bigPictures,
            Readiness readiness,
            SiteLooks siteLooks,
            SettingsCheck settingsCheck,
            Looks looks,
            MatchingPreview matching,
            CredentialResolver credentials,
            EndpointSets endpoints,
            ArtifactProperties artifacts,
            ReadinessProperties properties,
            Clock clock) {
        this.dataCenters = dataCenters;
        this.clouds = clouds;
        this.bigPictures = bigPictures;
        this.readiness = readiness;
        this.siteLooks = siteLooks;
        this.settingsCheck = settingsCheck;
        this.looks = looks;
        this.matching = matching;
        this.credentials = credentials;
        this.endpoints = endpoints;
        this.artifacts = artifacts;
        this.properties = properties;
        this.clock = clock;
    }

    /** What earlier migrations tell about times, or why they could not be asked. */
    public sealed interface Experience {
        /** The earlier migrations; may be none. */
        record Known(List<Earlier> earlier) implements Experience {}

        /** The record could not be read. */
        record NotReadable(String because) implements Experience {}
    }

    /**
     * Checks what is wanted against this computer and the configuration. No site is called.
     *
     * @throws io.ferry.migration.SettingsRefused with everything that is wrong
     */
    public Wanted check(AssessmentRequest request) {
        Wanted wanted = request.read(clock);
        if (wanted.hasTarget()) {
            settingsCheck.check(wanted.settings());
        } else {
            settingsCheck.checkSource(wanted.settings());
        }
        return wanted;
    }

    /**
     * Assesses.
     *
     * @param wanted what {@link #check} let through
     * @param progress is told what is being looked at, in words
     * @throws AssessmentFailed if the source does not answer, or does not let Ferry look
     */
    public Assessment assess(Wanted wanted, Experience experience, Consumer<String> progress) {
        Instant started = clock.instant();
        Unanswered unanswered = new Unanswered();
        progress.accept("Source: what answers");
        SiteLook atSource = siteLooks.atSource(wanted.settings().source(), wanted.app());
        requireAnswer(atSource);
        JiraDataCenter source = dataCenters.at(NamedSites.site(wanted.settings().source()));
        BigPicture sourceApp = bigPictures.onDataCenter(
                NamedSites.product(wanted.app()),
                NamedSites.site(wanted.settings().source()),
                NamedSites.appCredential(wanted.settings().source()),
                wanted.settings().source().endpoints());
        JiraCloud target = clouds.at(
                NamedSites.site(wanted.settings().target()),
                wanted.settings().target().endpoints());

        SourceLook sourceLook = look(atSource, source, sourceApp, wanted, unanswered, progress);

        progress.accept("Readiness checks");
        List<Checked> checks = new ArrayList<>();
        ReadinessReport report = readiness(wanted, source, sourceApp, target, sourceLook);
        report.checks().forEach(check -> checks.add(checked(check.name(), check.result())));
        checks.addAll(clock("The source's clock", atSource));

        TargetLook targetLook = null;
        if (wanted.hasTarget()) {
            progress.accept("Target: what answers");
            SiteLook atTarget = siteLooks.atTarget(wanted.settings().target(), wanted.app());
            checks.addAll(clock("The target's clock", atTarget));
            if (atTarget.version() == null) {
                unanswered.add(
                        "Everything about the target",
                        "It did not answer.",
                        "See the readiness checks, put it right, and assess again.");
            } else {
                targetLook = looks.target(
                        atTarget,
                        target,
                        sourceLook.apps() == null ? List.of() : sourceLook.apps(),
                        unanswered,
                        progress);
            }
        }
        progress.accept("Matching people");
        Preview preview = matching.match(
                sourceLook.people(),
                targetLook == null || targetLook.accounts() == null ? List.of() : targetLook.accounts(),
                PeopleFound.examples(wanted.withPeople()));
        return write(wanted, experience, started, report, checks, sourceLook, targetLook, preview, unanswered);
    }

    private Assessment write(
            Wanted wanted,
            Experience experience,
            Instant started,
            ReadinessReport report,
            List<Checked> checks,
            SourceLook source,
            @Nullable TargetLook target,
            Preview preview,
            Unanswered unanswered) {
        FoundPeople people = PeopleFound.of(source, target, preview, wanted.withPeople());
        List<Limit> limits = Limits.of(source, target, people, properties);
        Verdict verdict = verdict(report, limits);
        List<Assessment.Loss> losses = Losses.of(wanted.app().key(), source, target, preview);
        whatNobodyTold(source, people, unanswered);
        Instant now = clock.instant();
        return new Assessment(
                Assessment.FORMAT,
                now,
                Duration.between(started, now).toSeconds(),
                wanted.app().title(),
                site(wanted.settings().source(), source.site()),
                target == null ? null : site(wanted.settings().target(), target.site()),
                verdict,
                checks,
                sizes(source, target),
                people,
                largest(source.inventory()),
                losses,
                limits,
                times(wanted.settings(), source, target, people, experience),
                Works.of(wanted.settings(), wanted.hasTarget(), verdict, checks, people, losses, limits),
                unanswered.all());
    }

    private static void requireAnswer(SiteLook source) {
        source.checks().stream()
                .limit(2)
                .map(ReadinessReport.Checked::result)
                .filter(CheckResult.Failed.class::isInstance)
                .map(CheckResult.Failed.class::cast)
                .findFirst()
                .ifPresent(failed -> {
                    throw new AssessmentFailed(
                            "The source cannot be assessed. " + failed.title() + " " + failed.message(),
                            failed.whatToDo());
                });
    }

    private SourceLook look(
            SiteLook site,
            JiraDataCenter source,
            BigPicture app,
            Wanted wanted,
            Unanswered unanswered,
            Consumer<String> progress) {
        try {
            return looks.source(site, source, app, wanted.withPeople(), unanswered, progress);
        } catch (RemoteFailure failure) {
            throw new AssessmentFailed("The source cannot be assessed. " + failure.title(), failure.whatToDo());
        } catch (CredentialMissingException | AutomationUnavailableException failure) {
            throw new AssessmentFailed(
                    "The source cannot be assessed. " + failure.getMessage(), "Put this right and try again.");
        }
    }

    private ReadinessReport readiness(
            Wanted wanted, JiraDataCenter source, BigPicture app, JiraCloud target, SourceLook look) {
        var jira = look.inventory().jira();
        Crossing crossing = new Crossing(
                wanted.settings(),
                wanted.app().key(),
                source,
                app,
                target,
                credentials,
                endpoints,
                artifacts,
                properties,
                clock,
                new ActivePeople(jira.active(), jira.listing()));
        return wanted.hasTarget() ? readiness.check(crossing) : readiness.checkSource(crossing);
    }

    private static List<Checked> clock(String name, SiteLook look) {
        return look.checks().stream()
                .filter(check -> check.name().equals("Clock"))
                .map(check -> checked(name, check.result()))
                .toList();
    }

    private static Checked checked(String name, CheckResult result) {
        return switch (result) {
            case CheckResult.Passed passed ->
                new Checked(
                        name,
                        passed.warning().isPresent() ? Result.WARNING : Result.PASSED,
                        Shown.line(passed.warning().orElse(passed.remark())),
                        null);
            case CheckResult.Failed(String code, String title, String message, String whatToDo) ->
                new Checked(name, Result.FAILED, Shown.line(title + " " + message), Shown.line(whatToDo));
            case CheckResult.LeftToAPerson(String toSee) ->
                new Checked(name, Result.LEFT_TO_A_PERSON, Shown.line(toSee), null);
            case CheckResult.NotApplicable(String why) ->
                new Checked(name, Result.NOT_APPLICABLE, Shown.line(why), null);
        };
    }

    private static Verdict verdict(ReadinessReport report, List<Limit> limits) {
        List<String> because = new ArrayList<>();
        report.failed().stream()
                .filter(failed -> AGAINST_THE_ROUTE.contains(failed.code()))
                .forEach(failed -> because.add(Shown.line(failed.title() + " " + failed.message())));
        Limit siteImport = limits.getFirst();
        long others = report.failed().stream()
                .filter(failed -> !AGAINST_THE_ROUTE.contains(failed.code()))
                .count();
        if (!because.isEmpty()) {
            return new Verdict(Route.NOT_YET, because);
        }
        if (others > 0) {
            because.add(
                    others == 1
                            ? "One check failed; see what to do about it."
                            : others + " checks failed; see what to do about them.");
        }
        if (report.importAnswers()) {
            because.addFirst("The target's import answers.");
            return new Verdict(others > 0 ? Route.NOT_YET : Route.OPEN, because);
        }
        because.addFirst(siteImport.limit() + ". " + siteImport.here() + ".");
        Route route = switch (siteImport.fit()) {
            case BEYOND -> Route.NEEDS_ATLASSIAN;
            case NOT_KNOWN -> Route.NOT_KNOWN;
            case WITHIN, NEAR -> others > 0 ? Route.NOT_YET : Route.OPEN_AS_FAR_AS_KNOWN;
        };
        if (route == Route.OPEN_AS_FAR_AS_KNOWN) {
            because.add("That the import is really there, a person must see: no call reports it.");
        }
        return new Verdict(route, because);
    }

    private static List<Amount> sizes(SourceLook source, @Nullable TargetLook target) {
        Inventory inventory = source.inventory();
        List<Amount> sizes = new ArrayList<>();
        sizes.add(new Amount(
                "Projects",
                (long) inventory.projects(),
                target == null ? null : target.projects(),
                source.archived() == null || source.archived() == 0
                        ? ""
                        : source.archived() + " of the source's are archived"));
        sizes.add(new Amount(
                "Issues",
                source.issues(),
                target == null ? null : target.issues(),
                source.archived() == null || source.archived() == 0
                        ? "as far as Ferry's user may see them"
                        : "as far as Ferry's user may see them, without archived projects"));
        sizes.add(new Amount(
                Assessment.LICENSED,
                source.site().people(),
                target == null ? null : target.seats(),
                "as the licence counts them, by the access to Jira"));
        sizes.add(new Amount("Boards", number(inventory.boards()), null, ""));
        sizes.add(new Amount("Boxes", number(inventory.boxes()), null, whyNoApp(inventory)));
        sizes.add(new Amount("Teams in the app", number(inventory.teams()), null, ""));
        sizes.add(new Amount("Integrations of the app", number(inventory.integrations()), null, ""));
        sizes.add(new Amount(
                "Custom fields",
                source.fields() == null ? null : (Long) (long) source.fields().size(),
                null,
                ""));
        sizes.add(new Amount(
                "Apps that somebody installed",
                source.apps() == null ? null : (Long) (long) source.apps().size(),
                null,
                "the app that is carried over is one of them"));
        return sizes;
    }

    private static String whyNoApp(Inventory inventory) {
        return inventory.appMissing() == null ? "" : Shown.line(inventory.appMissing());
    }

    private static @Nullable Long number(@Nullable Integer count) {
        return count == null ? null : (Long) count.longValue();
    }

    private static List<ProjectSize> largest(Inventory inventory) {
        return inventory.jira().projects().stream()
                .filter(project -> project.issues() != null)
                .sorted(Comparator.<ProjectIssues>comparingLong(project -> Objects.requireNonNull(project.issues()))
                        .reversed())
                .limit(PROJECTS_SHOWN)
                .map(project -> new ProjectSize(Shown.line(project.key()), Objects.requireNonNull(project.issues())))
                .toList();
    }

    private static Times times(
            MigrationSettings settings,
            SourceLook source,
            @Nullable TargetLook target,
            FoundPeople people,
            Experience experience) {
        Inventory inventory = source.inventory();
        boolean matched = target != null && target.accounts() != null && people.people() != null;
        Sizes sizes = new Sizes(
                source.issues(),
                (long) inventory.projects(),
                people.people(),
                number(inventory.boxes()),
                number(inventory.integrations()),
                matched ? (Long) inGroup(people, "MISSING") : null,
                matched ? (Long) (inGroup(people, "CONFLICT") + inGroup(people, "WITHOUT_ADDRESS")) : null,
                source.call(),
                target == null ? null : target.call());
        Timetable timetable = Forecasts.of(
                sizes, experience instanceof Experience.Known(var earlier) ? earlier : List.of(), settings);
        List<String> remarks = new ArrayList<>(timetable.remarks());
        if (experience instanceof Experience.NotReadable(var because)) {
            remarks.add("Earlier migrations were not read: " + Shown.line(because));
        }
        return new Times(
                timetable.estimates(),
                timetable.frozen(),
                timetable.unknown().stream()
                        .map(unknown -> unknown.phase().title() + ": " + unknown.work())
                        .toList(),
                remarks,
                sizes);
    }

    private static long inGroup(FoundPeople people, String key) {
        return people.groups().stream()
                .filter(group -> group.key().equals(key))
                .mapToLong(Assessment.Group::people)
                .sum();
    }

    /** What no version of the sites tells, and what this one did not. */
    private static void whatNobodyTold(SourceLook source, FoundPeople people, Unanswered unanswered) {
        UserListing listing = source.inventory().jira().listing();
        if (listing != UserListing.COMPLETE) {
            unanswered.add(
                    "The people of the source" + (listing == UserListing.MAY_BE_SHORT ? ", all of them" : ""),
                    listing == UserListing.MAY_BE_SHORT
                            ? "This version of Jira has no list of all users, and its search may end early."
                            : "This version of Jira reports its people neither by a list nor by a search.",
                    "A Jira backup is the sure list: ./ferry inspect FILE counts them, a rehearsal matches them.");
        }
        unanswered.add(
                "People who were removed from the source",
                "No call lists them; issues still name them.",
                "They are in a Jira backup: a rehearsal shows and counts them.");
        if (people.hidden() != null && people.hidden() > 0) {
            unanswered.add(
                    "Whose %,d accounts of the target are that hide their address".formatted(people.hidden()),
                    "Jira Cloud shows an address only if its owner allows it.",
                    "Give Ferry a key of the organisation (ferry.users.organisation), or the list of users that"
                            + " admin.atlassian.com exports.");
        }
        if (source.inventory().app() == null) {
            unanswered.add(
                    "What the app holds",
                    whyNoApp(source.inventory()),
                    "Have a token of the app made, declare it, and name it (bigPictureCredential).");
        }
        unanswered.add(
                "The size of the app's database and of the attachments",
                "No call reports them.",
                "Ask whoever looks after the database and Jira's home.");
    }

    private static FoundSite site(SiteSettings settings, SiteLook look) {
        return new FoundSite(
                settings.url().toString(),
                look.title() == null ? "" : Shown.line(look.title()),
                look.version() == null ? "" : Shown.line(look.version()),
                look.app() == null ? null : Shown.line(look.app().version()));
    }
}
