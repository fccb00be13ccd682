package io.ferry.readiness;

import io.ferry.base.PlainText;
import io.ferry.base.Plural;
import io.ferry.bigpicture.BigPictures;
import io.ferry.jira.InstalledApp;
import io.ferry.jira.ServerInfo;
import io.ferry.jira.cloud.JiraCloud;
import io.ferry.jira.cloud.JiraClouds;
import io.ferry.jira.cloud.SiteLicence;
import io.ferry.jira.datacenter.JiraDataCenter;
import io.ferry.jira.datacenter.JiraDataCenters;
import io.ferry.jira.datacenter.ProductUse;
import io.ferry.migration.App;
import io.ferry.migration.Operation;
import io.ferry.migration.SiteSettings;
import io.ferry.readiness.CheckResult.NotApplicable;
import io.ferry.readiness.CheckResult.Passed;
import io.ferry.readiness.ReadinessReport.Checked;
import io.ferry.remote.Site;
import io.ferry.remote.SiteCredential;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Looks at one site alone, before there is a migration. Every call only reads; what a site refuses or does not offer becomes a
 * finding. Whoever calls this has checked the settings with {@link SettingsCheck}.
 */
@Component
public class SiteLooks {
    /** Sign-ins and dates on certificates bear less than this; people read times of both sites side by side. */
    private static final Duration TOLERABLE_CLOCK = Duration.ofMinutes(2);

    private static final int LONGEST_TEXT = 100;

    private final JiraDataCenters dataCenters;
    private final JiraClouds clouds;
    private final BigPictures bigPictures;
    private final ReadinessProperties properties;
    private final Clock clock;

    SiteLooks(
            JiraDataCenters dataCenters,
            JiraClouds clouds,
            BigPictures bigPictures,
            ReadinessProperties properties,
            Clock clock) {
        this.dataCenters = dataCenters;
        this.clouds = clouds;
        this.bigPictures = bigPictures;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * Looks at a Jira Data Center. Where the settings name no export folder, a person backs Jira up, and Ferry's user needs
     * fewer rights.
     *
     * @param settings the site, checked
     * @param app the app that is carried over
     */
    public SiteLook atSource(SiteSettings settings, App app) {
        Looking looking = new Looking();
        Site site = NamedSites.site(settings);
        JiraDataCenter jira = dataCenters.at(site);
        boolean open =
                looking.at("The site answers", () -> ReadinessChecks.sourceAnswers(looking.met(jira.serverInfo())))
                        && looking.at("The site takes the credential", () -> ReadinessChecks.sourceCredential(jira));
        if (!open) {
            return looking.done();
        }
        looking.at("Version of Jira", () -> ReadinessChecks.sourceVersion(String.valueOf(looking.version), properties));
        looking.at("Rights of Ferry's user", () -> {
            Set<String> needed = ReadinessChecks.sourceRights(Operation.BACK_UP_JIRA.defaultMode(settings));
            Set<String> held = looking.held(needed, jira.permissions(needed));
            return ReadinessChecks.sourceRights(needed, held);
        });
        looking.at("People", () -> looking.counted(jira.productUse()));
        looking.at("App", () -> {
            InstalledApp installed = looking.found(jira.app(app.key()));
            return ReadinessChecks.sourceApp(app.key(), installed, properties);
        });
        SiteCredential token = NamedSites.appCredential(settings);
        if (token != null) {
            looking.at(
                    "The app lets Ferry look in",
                    () -> ReadinessChecks.sourceAppAnswers(
                            bigPictures.onDataCenter(NamedSites.product(app), site, token, settings.endpoints())));
        }
        looking.at("Clock", looking::clock);
        return looking.done();
    }

    /**
     * Looks at a Jira Cloud site.
     *
     * @param settings the site, checked
     * @param app the app that is carried over; it need not be installed yet
     */
    public SiteLook atTarget(SiteSettings settings, App app) {
        Looking looking = new Looking();
        JiraCloud jira = clouds.at(NamedSites.site(settings));
        boolean open =
                looking.at("The site answers", () -> ReadinessChecks.targetAnswers(looking.met(jira.serverInfo())))
                        && looking.at("The site takes the credential", () -> ReadinessChecks.targetCredential(jira));
        if (!open) {
            return looking.done();
        }
        looking.at("Scopes of the API token", () -> ReadinessChecks.targetScopes(jira));
        looking.at(
                "Rights of Ferry's user",
                () -> ReadinessChecks.targetRights(
                        looking.held(ReadinessChecks.TARGET_RIGHTS, jira.permissions(ReadinessChecks.TARGET_RIGHTS))));
        looking.at("People", () -> looking.counted(jira.licence()));
        looking.at("App", () -> {
            InstalledApp installed = looking.found(jira.app(app.key()));
            return installed == null
                    ? new NotApplicable(app.title() + " is not installed yet. The migration installs it.")
                    : new Passed(app.title() + " " + installed.version() + " is installed"
                            + (installed.enabled() ? "." : ", and disabled."));
        });
        looking.at("Clock", looking::clock);
        return looking.done();
    }

    /** What a site says of itself is hostile until it is read: one line, and a short one. */
    private static String shown(String text) {
        String line = PlainText.line(text);
        return line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT) + "…";
    }

    /** A look that is under way. */
    private final class Looking {
        private final List<Checked> checks = new ArrayList<>();
        private @Nullable String title;
        private @Nullable String version;
        private @Nullable Long people;
        private @Nullable InstalledApp app;
        private Set<String> missingRights = Set.of();
        private @Nullable Duration clockAhead;

        /** @return whether nothing is wrong there */
        boolean at(String name, Supplier<CheckResult> look) {
            CheckResult result = Readiness.resultOf(name, look);
            checks.add(new Checked(name, result));
            return result instanceof Passed;
        }

        SiteLook done() {
            return new SiteLook(title, version, people, app, missingRights, clockAhead, checks);
        }

        ServerInfo met(ServerInfo server) {
            title = shown(server.title());
            version = shown(server.version());
            if (server.time() != null) {
                clockAhead = Duration.between(clock.instant(), server.time());
            }
            return new ServerInfo(version, server.buildNumber(), server.deploymentType(), title, server.baseUrl());
        }

        @Nullable
        InstalledApp found(Optional<InstalledApp> installed) {
            app = installed
                    .map(one -> new InstalledApp(one.key(), shown(one.version()), one.enabled()))
                    .orElse(null);
            return app;
        }

        Set<String> held(Set<String> needed, Set<String> held) {
            Set<String> missing = new TreeSet<>(needed);
            missing.removeAll(held);
            missingRights = missing;
            return held;
        }

        CheckResult counted(List<ProductUse> products) {
            if (products.isEmpty()) {
                return new NotApplicable("The site does not report how many people use it.");
            }
            people = products.stream()
                    .map(ProductUse::people)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            return new Passed(products.stream()
                    .map(use -> shown(use.product()) + ": " + Plural.of(use.people(), "person has", "people have")
                            + " access"
                            + (use.seats() == null ? "" : ", of " + use.seats() + " that the licence allows"))
                    .collect(Collectors.joining("; ", "", ".")));
        }

        CheckResult counted(SiteLicence licence) {
            if (licence.usedSeats().isEmpty()) {
                return new NotApplicable("The site does not report how many people use it.");
            }
            people = licence.usedSeats().getAsLong();
            return new Passed(Plural.of(people, "seat is used.", "seats are used.")
                    + " No API reports how many the plan has: compare with the plan.");
        }

        CheckResult clock() {
            Duration ahead = clockAhead;
            if (ahead == null) {
                return new NotApplicable("The site does not report its clock.");
            }
            boolean tolerable = ahead.abs().compareTo(TOLERABLE_CLOCK) <= 0;
            if (tolerable) {
                return new Passed("It agrees with Ferry's.");
            }
            long minutes = Math.max(1, ahead.abs().toMinutes());
            return new Passed(Passed.WARNING + "it is about " + Plural.of(minutes, "minute") + " "
                    + (ahead.isNegative() ? "behind" : "ahead of")
                    + " Ferry's. Have both computers set by the same time service (NTP): times in the record are Ferry's,"
                    + " those of backups and dumps are the site's.");
        }
    }
}
