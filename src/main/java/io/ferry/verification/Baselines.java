package io.ferry.verification;

import io.ferry.bigpicture.BigPicture;
import io.ferry.jira.Project;
import io.ferry.jira.cloud.JiraCloud;
import io.ferry.jira.datacenter.JiraDataCenter;
import io.ferry.remote.RemoteFailure;
import io.ferry.verification.Inventory.JiraSide;
import io.ferry.verification.Inventory.ProjectIssues;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Looks at a site and writes down what stands there: before on the source, afterwards on the target. */
@Service
public class Baselines {

    private final AppInventory apps;
    private final Clock clock;

    Baselines(AppInventory apps, Clock clock) {
        this.apps = apps;
        this.clock = clock;
    }

    /**
     * What stands on the source.
     *
     * @throws RemoteFailure when Jira cannot be asked, or the app is only restarting; an app that cannot be asked at all
     *     is noted as such
     */
    public Inventory take(JiraDataCenter jira, BigPicture bigPicture) {
        var people = new PeopleCount();
        jira.forEachUser(user -> people.add(user.emailAddress(), user.active()));
        return inventory(
                people.with(issues(jira.projects(), jira::issueCount), null, ifShown(jira::boards)),
                apps.ask(bigPicture, jira::issueCount));
    }

    /** What stands on the target. Its issue counts are the site's estimates, and may lag behind its index. */
    public Inventory findings(JiraCloud jira, BigPicture bigPicture) {
        return inventory(
                jiraSide(jira, ifShown(jira::filters), ifShown(jira::boards)), apps.ask(bigPicture, jira::issueCount));
    }

    /** What stands in the target's Jira, before the app is there; without filters and boards. */
    Inventory findings(JiraCloud jira) {
        return inventory(jiraSide(jira, null, null), new AppInventory.Answer.NotVerifiable("The app was not asked."));
    }

    private static JiraSide jiraSide(JiraCloud jira, @Nullable List<String> filters, @Nullable List<String> boards) {
        var people = new PeopleCount();
        jira.forEachUser(user -> {
            if (user.isPerson()) {
                people.add(user.emailAddress(), user.active());
            }
        });
        return people.with(issues(jira.projects(), jira::issueCount), filters, boards);
    }

    /** Null where the site does not offer the call, or not to Ferry's user. */
    private static @Nullable List<String> ifShown(Supplier<List<String>> call) {
        try {
            return call.get();
        } catch (RemoteFailure failure) {
            if (failure.isPassing()) {
                throw failure;
            }
            return null;
        }
    }

    /** Counts people and forgets them. */
    private static final class PeopleCount {
        private final Set<String> addresses = new HashSet<>();
        private final Set<String> activeAddresses = new HashSet<>();
        private long people;
        private long active;

        void add(Optional<String> address, boolean isActive) {
            people++;
            active += isActive ? 1 : 0;
            address.map(text -> text.strip().toLowerCase(Locale.ROOT))
                    .filter(text -> text.contains("@"))
                    .ifPresent(text -> {
                        addresses.add(text);
                        if (isActive) {
                            activeAddresses.add(text);
                        }
                    });
        }

        JiraSide with(List<ProjectIssues> projects, @Nullable List<String> filters, @Nullable List<String> boards) {
            return new JiraSide(projects, people, active, addresses.size(), activeAddresses.size(), filters, boards);
        }
    }

    private Inventory inventory(JiraSide jira, AppInventory.Answer answer) {
        return switch (answer) {
            case AppInventory.Answer.Seen(var app) -> new Inventory(clock.instant(), jira, app, null, null);
            case AppInventory.Answer.NotVerifiable(var why) -> new Inventory(clock.instant(), jira, null, why, null);
        };
    }

    private static List<ProjectIssues> issues(List<Project> projects, ToLongFunction<String> count) {
        return projects.stream()
                .map(project -> new ProjectIssues(project.id(), project.key(), issues(project, count)))
                .toList();
    }

    private static @Nullable Long issues(Project project, ToLongFunction<String> count) {
        if (project.archived()) {
            // Searches do not find the issues of archived projects.
            return null;
        }
        try {
            return count.applyAsLong("project = \"%s\"".formatted(project.key()));
        } catch (RemoteFailure failure) {
            if (failure.hasStatus(400)) {
                // Jira lists the project, but does not let this user search in it.
                return null;
            }
            throw failure;
        }
    }
}
