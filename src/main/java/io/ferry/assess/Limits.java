package io.ferry.assess;

import io.ferry.assess.Assessment.Fit;
import io.ferry.assess.Assessment.FoundPeople;
import io.ferry.assess.Assessment.Limit;
import io.ferry.base.VersionNumber;
import io.ferry.readiness.AppVersions;
import io.ferry.readiness.ReadinessProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the cloud and the route allow, and where this site is. Source: facts/jira-cloud.md, facts/bigpicture.md. */
final class Limits {
    /** Sites of up to so many users have no import since May 2022, unless Atlassian opens it. */
    static final long CLOSED_TO_USERS = 1_000;

    /** So close to the limit the count of licensed users decides, which may differ from that of active ones. */
    private static final long NEAR = 100;

    private Limits() {}

    static List<Limit> of(
            SourceLook source, @Nullable TargetLook target, FoundPeople people, ReadinessProperties properties) {
        List<Limit> limits = new ArrayList<>();
        limits.add(siteImport(source.site().people(), people));
        limits.add(version(source, properties));
        limits.add(app(source, target, properties));
        limits.add(seats(people, target, properties));
        limits.add(new Limit(
                "5,000 comments, 2,000 attachments, 2,000 links and 10,000 work logs for each issue",
                "Not counted: no call of the source counts them without reading every issue.",
                Fit.NOT_KNOWN,
                "Make a Jira backup and read it with ./ferry inspect FILE: it names the issues beyond these limits."));
        limits.add(new Limit(
                "A token lasts a year at most",
                "No site tells when a token ends.",
                Fit.NOT_KNOWN,
                "Look where the tokens were created, and plan their last day after the end of the migration."));
        return limits;
    }

    /** Whom the licence counts decides; where the site does not report them, those who are active stand for them. */
    private static Limit siteImport(@Nullable Long licensed, FoundPeople people) {
        String limit = "Site import: closed to sites of 1 to 1,000 users since May 2022";
        Long users = licensed == null ? people.active() : licensed;
        if (users == null) {
            return new Limit(
                    limit,
                    "The source does not report its people.",
                    Fit.NOT_KNOWN,
                    "Look at Administration > System > License of the source.");
        }
        boolean sure = licensed != null || people.listing().equals("COMPLETE");
        String here = "%,d %s%s"
                .formatted(users, licensed == null ? "active people" : "people may use Jira", sure ? "" : " or more");
        if (users > CLOSED_TO_USERS) {
            return new Limit(
                    limit,
                    here,
                    users <= CLOSED_TO_USERS + NEAR ? Fit.NEAR : Fit.WITHIN,
                    "See with your own eyes, before the freeze, that Settings > System > Import Jira Server is there.");
        }
        return new Limit(
                limit,
                here,
                sure ? Fit.BEYOND : Fit.NOT_KNOWN,
                "Ask Atlassian's support to open the import for the target, and begin nothing before it is open.");
    }

    private static Limit version(SourceLook source, ReadinessProperties properties) {
        String supported = properties.oldestSupportedJira();
        VersionNumber here = VersionNumber.parse(source.version());
        Fit fit = here == null
                ? Fit.NOT_KNOWN
                : here.compareTo(VersionNumber.of(properties.oldestJira())) < 0
                        ? Fit.BEYOND
                        : here.compareTo(VersionNumber.of(supported)) < 0 ? Fit.NEAR : Fit.WITHIN;
        return new Limit(
                "Backups of Jira " + supported + " and newer are supported, from " + properties.oldestJira()
                        + " on they may work",
                "Jira " + Shown.line(source.version()),
                fit,
                fit == Fit.WITHIN ? "Nothing." : "Upgrade the source first.");
    }

    private static Limit app(SourceLook source, @Nullable TargetLook target, ReadinessProperties properties) {
        String limit = "A dump is restored from " + properties.oldestApp()
                + " on, and only by an app that is not older; the vendor advises " + properties.oldestAdvisedApp();
        String onSource = source.appVersion();
        if (onSource == null) {
            return new Limit(limit, "The version on the source is not known.", Fit.NOT_KNOWN, "Look at Manage apps.");
        }
        VersionNumber here = VersionNumber.parse(onSource);
        String onTarget = target == null ? null : target.appVersion();
        boolean refused = onTarget != null && !AppVersions.takesDumpOf(onTarget, onSource);
        Fit fit = refused || (here != null && here.compareTo(VersionNumber.of(properties.oldestApp())) < 0)
                ? Fit.BEYOND
                : here == null
                        ? Fit.NOT_KNOWN
                        : here.compareTo(VersionNumber.of(properties.oldestAdvisedApp())) < 0 ? Fit.NEAR : Fit.WITHIN;
        return new Limit(
                limit,
                "Source: " + Shown.line(onSource)
                        + (target == null
                                ? ""
                                : onTarget == null
                                        ? "; target: not installed yet"
                                        : "; target: " + Shown.line(onTarget)),
                fit,
                fit == Fit.WITHIN ? "Nothing." : "Update the app on the source to its newest version before the dump.");
    }

    private static Limit seats(FoundPeople people, @Nullable TargetLook target, ReadinessProperties properties) {
        String limit = properties.targetSeats() == null
                ? "Seats of the target's plan, which no call reports"
                : "%,d seats, as the settings say".formatted(properties.targetSeats());
        if (people.active() == null) {
            return new Limit(limit, "The source does not report its people.", Fit.NOT_KNOWN, "Compare with the plan.");
        }
        List<Assessment.Group> needing = people.groups().stream()
                .filter(group -> group.key().equals("MISSING"))
                .toList();
        long needed = needing.stream().mapToLong(Assessment.Group::people).sum();
        Long used = target == null ? null : target.seats();
        String here = (used == null ? "" : "%,d are used. ".formatted(used))
                + "%,d more people need one".formatted(needed)
                + needing.stream()
                        .map(group -> " (“" + group.what() + "” under People)")
                        .collect(Collectors.joining())
                + (people.hidden() != null && people.hidden() > 0
                        ? ", or fewer: %,d accounts hide their address.".formatted(people.hidden())
                        : ".");
        Long seats = properties.targetSeats();
        if (seats == null || (used == null && target != null)) {
            return new Limit(
                    limit,
                    here,
                    Fit.NOT_KNOWN,
                    "Compare with the plan at admin.atlassian.com > Billing, or set ferry.readiness.target-seats.");
        }
        long after = needed + (used == null ? 0 : used);
        return new Limit(
                limit,
                here,
                after <= seats ? Fit.WITHIN : Fit.BEYOND,
                after <= seats ? "Nothing." : "Raise the plan's user limit before the migration.");
    }
}
