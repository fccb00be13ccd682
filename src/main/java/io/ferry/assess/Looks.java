package io.ferry.assess;

import io.ferry.bigpicture.BigPicture;
import io.ferry.jira.CustomField;
import io.ferry.jira.ListedApp;
import io.ferry.jira.Project;
import io.ferry.jira.cloud.JiraCloud;
import io.ferry.jira.cloud.JiraClouds;
import io.ferry.jira.datacenter.DataCenterUser;
import io.ferry.jira.datacenter.JiraDataCenter;
import io.ferry.readiness.SiteLook;
import io.ferry.remote.RemoteFailure;
import io.ferry.users.SourcePerson;
import io.ferry.users.TargetAccount;
import io.ferry.users.UsersProperties;
import io.ferry.verification.Baselines;
import io.ferry.verification.Inventory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks at the sites, with calls that only read, and few enough of them for a site that people work with. */
@Component
class Looks {
    /** More are in the total, but not counted by themselves. */
    private static final int PROJECTS_COUNTED = 500;

    private static final int BOXES_WITH_SCOPE = 300;
    private static final int APPS_LOOKED_FOR = 50;
    private static final int PEOPLE_A_PAGE = 1000;

    private final Baselines baselines;
    private final JiraClouds clouds;
    private final UsersProperties users;

    Looks(Baselines baselines, JiraClouds clouds, UsersProperties users) {
        this.baselines = baselines;
        this.clouds = clouds;
        this.users = users;
    }

    /**
     * Looks at the source.
     *
     * @param site how it answered
     * @param withNames whether people's names are kept, for examples
     * @throws RemoteFailure if Jira itself does not answer, or lets Ferry count nothing
     */
    SourceLook source(
            SiteLook site,
            JiraDataCenter jira,
            BigPicture app,
            boolean withNames,
            Unanswered unanswered,
            Consumer<String> progress) {
        progress.accept("Source: apps, fields");
        List<ListedApp> apps = unanswered.ask(
                "Other apps of the source",
                "Look at Manage apps in the source.",
                () -> jira.apps().orElse(null));
        List<CustomField> fields =
                unanswered.ask("Custom fields of the source", "Look at Issues > Custom fields.", jira::customFields);
        Long issues = unanswered.ask(
                "The number of issues", "Search for all issues in the source, and read the number.", jira::issueCount);
        List<Project> projects = unanswered.ask(
                "Archived projects", "Look at Projects > Archived projects in the source.", jira::projects);
        progress.accept("Source: people, projects, boxes");
        List<SourcePerson> people = new ArrayList<>();
        long[] unreadable = new long[1];
        long started = System.nanoTime();
        Inventory inventory = baselines.survey(
                jira,
                app,
                PROJECTS_COUNTED,
                BOXES_WITH_SCOPE,
                user -> person(user, withNames).ifPresentOrElse(people::add, () -> unreadable[0]++));
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        return new SourceLook(
                site,
                inventory,
                issues,
                projects == null
                        ? null
                        : (Long) projects.stream().filter(Project::archived).count(),
                people,
                unreadable[0],
                fields,
                apps,
                took.dividedBy(calls(inventory, people.size())));
    }

    private static long calls(Inventory inventory, int people) {
        int scopes = inventory.app() == null || inventory.app().scopes() == null
                ? 0
                : inventory.app().scopes().size();
        // Boards, boxes, teams and integrations are a call each, and more on large sites.
        return Math.min(PROJECTS_COUNTED, inventory.projects()) + scopes + people / PEOPLE_A_PAGE + 6;
    }

    private static Optional<SourcePerson> person(DataCenterUser user, boolean withNames) {
        try {
            return Optional.of(new SourcePerson(
                    user.key(),
                    withNames ? user.name() : user.key(),
                    withNames ? user.displayName() : null,
                    user.emailAddress().orElse(null),
                    user.active(),
                    false));
        } catch (IllegalArgumentException noKey) {
            return Optional.empty();
        }
    }

    /**
     * Looks at the target.
     *
     * @param site how it answered
     * @param sourceApps apps of the source, which are looked for in the target
     */
    TargetLook target(
            SiteLook site,
            JiraCloud jira,
            List<ListedApp> sourceApps,
            Unanswered unanswered,
            Consumer<String> progress) {
        progress.accept("Target: counts");
        Long projects = unanswered.ask("Projects in the target", "Look at the target's projects.", () ->
                (long) jira.projects().size());
        Long issues =
                unanswered.ask("Issues in the target", "Search for all issues in the target.", () -> jira.issueCount());
        progress.accept("Target: accounts");
        long started = System.nanoTime();
        List<TargetAccount> accounts = unanswered.ask(
                "Accounts in the target", "Export the users at admin.atlassian.com.", () -> accounts(jira));
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        progress.accept("Target: apps");
        return new TargetLook(
                site,
                projects,
                issues,
                accounts == null ? null : withAddresses(accounts, unanswered),
                apps(jira, sourceApps),
                accounts == null ? null : took.dividedBy(accounts.size() / PEOPLE_A_PAGE + 2));
    }

    private static List<TargetAccount> accounts(JiraCloud jira) {
        List<TargetAccount> accounts = new ArrayList<>();
        jira.forEachUser(user -> {
            if (!user.accountId().isBlank()) {
                accounts.add(TargetAccount.of(user));
            }
        });
        return accounts;
    }

    /** Hidden addresses, as far as the organisation tells them. */
    private List<TargetAccount> withAddresses(List<TargetAccount> accounts, Unanswered unanswered) {
        var organisation = users.organisation();
        if (organisation == null) {
            return accounts;
        }
        Map<String, String> addresses = unanswered.ask(
                "Hidden addresses of the target's accounts",
                "Export the users at admin.atlassian.com.",
                () -> clouds.organisation(organisation.id(), organisation.site())
                        .addresses());
        return addresses == null
                ? accounts
                : accounts.stream()
                        .map(account -> account.email() == null && addresses.containsKey(account.accountId())
                                ? account.withAddressOf(addresses.get(account.accountId()))
                                : account)
                        .toList();
    }

    /** Whether the target has the apps, too. It may not say: then nothing is known, of none of them. */
    private static Map<String, @Nullable Boolean> apps(JiraCloud jira, List<ListedApp> apps) {
        Map<String, @Nullable Boolean> found = new LinkedHashMap<>();
        for (ListedApp app : apps.stream().limit(APPS_LOOKED_FOR).toList()) {
            try {
                found.put(app.key(), jira.app(app.key()).isPresent());
            } catch (RemoteFailure notTold) {
                found.put(app.key(), null);
            }
        }
        return found;
    }
}
