package io.ferry.process.finish;

import io.ferry.base.Plural;
import io.ferry.jira.cloud.JiraCloud;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.RemainingTask;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.remote.CredentialMissingException;
import io.ferry.remote.RemoteFailure;
import io.ferry.verification.ComparisonPoint;
import io.ferry.verification.ComparisonsOnRecord;
import io.ferry.verification.RuleResult;
import io.ferry.verification.Verdict;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * What Ferry can count of the remaining tasks: numbers and keys in one sentence each. Nobody waits for a count: where a site
 * does not tell one, the sentence says so.
 */
@Component
class RemainingCounts {
    private static final int MOST_PROJECTS = 20;
    /** The rules that see a scope which does not find what it found before. */
    private static final Set<String> OF_SCOPES =
            Set.of("scopes", "projects-of-boxes", "filters-of-boxes", "boards-of-boxes", "issues-in-boxes");

    private final Sites sites;
    private final ComparisonsOnRecord comparisons;
    private final FactsOfMigration facts;

    RemainingCounts(Sites sites, ComparisonsOnRecord comparisons, FactsOfMigration facts) {
        this.sites = sites;
        this.comparisons = comparisons;
        this.facts = facts;
    }

    /** What there is to say, by task. */
    Map<RemainingTask, String> of(Step step) {
        JiraCloud target = sites.target(step.settings());
        String oldHost = step.settings().source().url().getHost();
        Map<RemainingTask, String> found = new EnumMap<>(RemainingTask.class);
        found.put(
                RemainingTask.ATTACHMENTS,
                counted(() -> "Jira in the cloud finds about %s with attachments."
                        .formatted(issues(target, "attachments is not EMPTY"))));
        found.put(
                RemainingTask.LINKS,
                counted(() -> "Jira in the cloud finds about %s whose texts name %s."
                        .formatted(issues(target, "text ~ \"\\\"%s\\\"\"".formatted(oldHost)), oldHost)));
        found.put(RemainingTask.ISSUE_SECURITY, counted(() -> security(target)));
        found.put(RemainingTask.SCOPES, scopes(step));
        facts.find(step.id(), FactName.SAFETY_DUMP)
                .map(dump -> dump.value().path("description").asText(""))
                .filter(description -> !description.isBlank())
                .ifPresent(description -> found.put(RemainingTask.SAFETY_DUMP, "On record: " + description + "."));
        return found;
    }

    private static String security(JiraCloud target) {
        String levels =
                "Ferry’s account sees about %s with a security level.".formatted(issues(target, "level is not EMPTY"));
        List<String> teamManaged = target.teamManagedProjects();
        if (teamManaged.isEmpty()) {
            return levels + " There is no team-managed project.";
        }
        String more =
                teamManaged.size() > MOST_PROJECTS ? " and %d more".formatted(teamManaged.size() - MOST_PROJECTS) : "";
        return levels + " Team-managed, where the role cannot be added: "
                + String.join(", ", teamManaged.subList(0, Math.min(MOST_PROJECTS, teamManaged.size()))) + more + ".";
    }

    private String scopes(Step step) {
        return comparisons
                .find(step.id(), ComparisonPoint.RESULT)
                .map(compared -> {
                    List<RuleResult> rules = compared.rules().stream()
                            .filter(rule -> OF_SCOPES.contains(rule.name()))
                            .toList();
                    int differences = rules.stream()
                            .filter(rule -> rule.verdict() == Verdict.DIFFERENT)
                            .mapToInt(RuleResult::itemsInAll)
                            .sum();
                    if (differences > 0) {
                        return "The comparison found %s in scopes.".formatted(Plural.of(differences, "difference"));
                    }
                    return rules.stream().allMatch(rule -> rule.verdict().isFine())
                            ? "The comparison found no difference in scopes."
                            : "Ferry could not compare all scopes.";
                })
                .orElse("Ferry has not compared the scopes.");
    }

    private static String counted(Supplier<String> count) {
        try {
            return count.get();
        } catch (RemoteFailure notTold) {
            return "Ferry could not count: " + notTold.title();
        } catch (CredentialMissingException missing) {
            return "Ferry could not count: it finds no credential for the site.";
        }
    }

    private static String issues(JiraCloud target, String jql) {
        return Plural.of(target.issueCount(jql), "issue");
    }
}
