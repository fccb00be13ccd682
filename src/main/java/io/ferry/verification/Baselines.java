package io.ferry.verification;

import io.ferry.bigpicture.BigPicture;
import io.ferry.jira.Project;
import io.ferry.jira.cloud.JiraCloud;
import io.ferry.jira.datacenter.JiraDataCenter;
import io.ferry.remote.RemoteFailure;
import io.ferry.verification.Inventory.JiraSide;
import io.ferry.verification.Inventory.ProjectIssues;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
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
        var people = new AtomicLong();
        jira.forEachUser(user -> people.incrementAndGet());
        return inventory(new JiraSide(issues(jira.projects(), jira::issueCount), people.get()), apps.ask(bigPicture));
    }

    /** What stands on the target. Its issue counts are the site's estimates, and may lag behind its index. */
    public Inventory findings(JiraCloud jira, BigPicture bigPicture) {
        return inventory(jiraSide(jira), apps.ask(bigPicture));
    }

    /** What stands in the target's Jira, before the app is there. */
    Inventory findings(JiraCloud jira) {
        return inventory(jiraSide(jira), new AppInventory.Answer.NotVerifiable("The app was not asked."));
    }

    private static JiraSide jiraSide(JiraCloud jira) {
        var people = new AtomicLong();
        jira.forEachUser(user -> {
            if (user.isPerson()) {
                people.incrementAndGet();
            }
        });
        return new JiraSide(issues(jira.projects(), jira::issueCount), people.get());
    }

    private Inventory inventory(JiraSide jira, AppInventory.Answer answer) {
        return switch (answer) {
            case AppInventory.Answer.Seen(var app) -> new Inventory(clock.instant(), jira, app, null);
            case AppInventory.Answer.NotVerifiable(var why) -> new Inventory(clock.instant(), jira, null, why);
        };
    }

    private static List<ProjectIssues> issues(List<Project> projects, ToLongFunction<String> count) {
        return projects.stream()
                .map(project -> new ProjectIssues(project.key(), issues(project, count)))
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
