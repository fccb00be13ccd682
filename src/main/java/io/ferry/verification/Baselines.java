package io.ferry.verification;

import io.ferry.bigpicture.BigPicture;
import io.ferry.jira.Project;
import io.ferry.jira.cloud.JiraCloud;
import io.ferry.jira.datacenter.DataCenterUser;
import io.ferry.jira.datacenter.JiraDataCenter;
import io.ferry.jira.datacenter.UserListing;
import io.ferry.remote.RemoteFailure;
import io.ferry.verification.Inventory.JiraSide;
import io.ferry.verification.Inventory.ProjectIssues;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Looks at a site and writes down what stands there: before on the source, afterwards on the target. */
@Service
public class Baselines {
    private static final CountedPeople NOBODY = new CountedPeople(0, 0, 0, 0);

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
        var people = new CountedPeople.Counter();
        var listing = jira.forEachUser(user -> people.add(user.emailAddress().orElse(null), user.active()));
        return inventory(
                jiraSide(
                        issues(jira.projects(), jira::issueCount),
                        listing == UserListing.NOT_REPORTED ? NOBODY : people.counted(),
                        null,
                        ifShown(jira::boards),
                        listing),
                apps.ask(bigPicture, jira::issueCount));
    }

    /**
     * What stands on the source, within limits: for a look that must neither take hours nor burden the site.
     *
     * @param projectsCounted in so many projects the issues are counted, in the site's order; of the others they are null
     * @param boxesWithScope of so many boxes the scope is asked
     * @param consumer gets everybody whom the site lists, who is counted as well
     * @throws RemoteFailure when Jira cannot be asked, or the app is only restarting
     */
    public Inventory survey(
            JiraDataCenter jira,
            BigPicture bigPicture,
            int projectsCounted,
            int boxesWithScope,
            Consumer<DataCenterUser> consumer) {
        var people = new CountedPeople.Counter();
        var listing = jira.forEachUser(user -> {
            people.add(user.emailAddress().orElse(null), user.active());
            consumer.accept(user);
        });
        var projects = jira.projects();
        var counted = new ArrayList<ProjectIssues>();
        for (var project : projects) {
            counted.add(new ProjectIssues(
                    project.id(),
                    project.key(),
                    counted.size() < projectsCounted ? issues(project, jira::issueCount) : null));
        }
        return inventory(
                jiraSide(
                        counted,
                        listing == UserListing.NOT_REPORTED ? NOBODY : people.counted(),
                        null,
                        ifShown(jira::boards),
                        listing),
                apps.survey(bigPicture, boxesWithScope));
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
        var people = new CountedPeople.Counter();
        jira.forEachUser(user -> {
            if (user.isPerson()) {
                people.add(user.emailAddress().orElse(null), user.active());
            }
        });
        return jiraSide(
                issues(jira.projects(), jira::issueCount), people.counted(), filters, boards, UserListing.COMPLETE);
    }

    private static JiraSide jiraSide(
            List<ProjectIssues> projects,
            CountedPeople people,
            @Nullable List<String> filters,
            @Nullable List<String> boards,
            UserListing listing) {
        return new JiraSide(
                projects,
                people.people(),
                people.active(),
                people.addresses(),
                people.activeAddresses(),
                filters,
                boards,
                listing);
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
            if (failure.isPassing() || failure.hasStatus(401)) {
                throw failure;
            }
            // Jira lists the project, but does not let this user search in it; or it has no such call (any more).
            return null;
        }
    }
}
