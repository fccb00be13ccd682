package io.ferry.process.restorejira;

import io.ferry.jira.Project;
import io.ferry.jira.ServerInfo;
import io.ferry.jira.cloud.JiraCloud;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.process.common.Confirmed;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.process.common.Told;
import io.ferry.remote.Masking;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks at what the target Jira holds. */
@Component
class TargetJiraStates {
    private static final String ADMINISTRATOR = "ADMINISTER";
    /** What would be read as a form's own text: the title is worded by whoever runs the site. */
    private static final Pattern MARKUP = Pattern.compile("[\\[\\]()<>{}*_`#|!\\\\~]+");

    private static final int LONGEST_TITLE = 100;

    private final Sites sites;
    private final ImportProperties properties;
    private final FactsOfMigration facts;
    private final Clock clock;

    TargetJiraStates(Sites sites, ImportProperties properties, FactsOfMigration facts, Clock clock) {
        this.sites = sites;
        this.properties = properties;
        this.facts = facts;
        this.clock = clock;
    }

    /** Looks, and puts on record what was there. */
    TargetJira read(Step step) {
        var state = look(step);
        facts.verified(step.id(), FactName.TARGET_JIRA, state);
        return state;
    }

    /**
     * The state now, on no record.
     *
     * @throws io.ferry.remote.RemoteFailure a passing one: look again; what the site does not report stays empty
     */
    TargetJira look(Step step) {
        var jira = sites.target(step.settings());
        var title = Told.orNull(() -> title(jira.serverInfo()));
        var keys = Told.orNull(
                () -> jira.projects().stream().map(Project::key).sorted().toList());
        var issues = Told.orNull(jira::issueCount);
        var people = Told.orNull(() -> people(jira));
        var newestChange =
                Told.orNull(() -> jira.newestChange().map(Instant::toString).orElse(null));
        var administrator = Told.orNull(() -> jira.permissions(Set.of(ADMINISTRATOR)));
        var projects = keys == null ? null : keys.size();
        return new TargetJira(
                title,
                projects,
                issues,
                people,
                newestChange,
                TargetJira.Content.of(projects, issues, administrator != null && administrator.contains(ADMINISTRATOR)),
                production(step, title),
                Confirmed.fingerprint(title + "\n" + keys + "\n" + issues + "\n" + people + "\n" + newestChange),
                clock.instant().toString());
    }

    private @Nullable String production(Step step, @Nullable String title) {
        var host = Objects.requireNonNullElse(step.settings().target().url().getHost(), "");
        return properties
                .productionAmong(Stream.of(title, host).filter(Objects::nonNull).toList())
                .orElse(null);
    }

    private static @Nullable String title(ServerInfo info) {
        var plain = MARKUP.matcher(Masking.mask(info.title())).replaceAll(" ").strip();
        var cut = plain.substring(0, Math.min(plain.length(), LONGEST_TITLE));
        return cut.isEmpty() ? null : cut;
    }

    private static int people(JiraCloud jira) {
        var people = new AtomicInteger();
        jira.forEachUser(user -> people.addAndGet(user.isPerson() ? 1 : 0));
        return people.get();
    }
}
