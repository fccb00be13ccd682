package io.ferry.process.common;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.ferry.base.Json;
import io.ferry.migration.Confirmation;
import io.ferry.migration.FactName;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What people see on forms when they answer: counts, verdicts, hashes and the problem, as process variables. It stands on
 * record with the answer; a change that the answer allows is made only if it still holds.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Shown(
        @Nullable Map<String, Object> problem,
        @Nullable Map<String, Object> readiness,
        @Nullable Map<String, Object> jcma,
        @Nullable Map<String, Object> baseline,
        @Nullable Map<String, Object> dumpFile,
        @Nullable Map<String, Object> backupFile,
        @Nullable Map<String, Object> backupVerdict,
        @Nullable Map<String, Object> targetJira,
        @Nullable Map<String, Object> jiraComparison,
        @Nullable Map<String, Object> targetApp,
        @Nullable Map<String, Object> matching,
        @Nullable Map<String, Object> mapping,
        @Nullable Map<String, Object> created,
        @Nullable Map<String, Object> targetState,
        @Nullable Map<String, Object> safetyDump,
        @Nullable Map<String, Object> verification,
        @Nullable Map<String, Object> integrations,
        @Nullable Map<String, Object> rolledBack) {

    /** How a person can say that JCMA is kept out, as the form of the freeze offers it. */
    private static final Set<String> KEPT_OUT = Set.of("OFF", "NO_SWITCH");

    /** What somebody saw who answered. */
    public static Shown to(Confirmation answer) {
        return Json.MAPPER.convertValue(answer.basis(), Shown.class);
    }

    /** The version of the mapping of people; null where none was shown. */
    public @Nullable String mappingVersion() {
        return text(mapping, "version");
    }

    /** The SHA-256 of the dump; null where none was shown. */
    public @Nullable String dumpSha256() {
        return text(dumpFile, "sha256");
    }

    /** The SHA-256 of the Jira backup; null where none was shown. */
    public @Nullable String backupSha256() {
        return text(backupFile, "sha256");
    }

    /** The fingerprint of the app in the cloud; null where it was not shown. */
    public @Nullable String targetFingerprint() {
        return text(targetState, "fingerprint");
    }

    /** The fingerprint of what the target Jira holds; null where it was not shown. */
    public @Nullable String targetJiraFingerprint() {
        return text(targetJira, "fingerprint");
    }

    /** Whether the source reported that JCMA cannot run there, or a person says how it is kept out. */
    boolean tellsHowJcmaIsKeptOut() {
        return (readiness != null && Boolean.TRUE.equals(readiness.get("jcmaKeptOut")))
                || KEPT_OUT.contains(Objects.requireNonNullElse(text(jcma, "keptOut"), ""));
    }

    /** Everything that was shown, by the variables' names. */
    Map<String, Object> basis() {
        Map<String, Object> basis = new TreeMap<>();
        TypedVariables.componentsOf(this).forEach((name, value) -> {
            if (value != null) {
                basis.put(name, value);
            }
        });
        return basis;
    }

    /** What was shown of a fact; empty where nothing was. */
    Map<?, ?> of(FactName fact) {
        return basis().get(fact.key()) instanceof Map<?, ?> shown ? shown : Map.of();
    }

    /** The problem for which the task was there. */
    ProblemShown problemShown() {
        return new ProblemShown(problem);
    }

    private static @Nullable String text(@Nullable Map<String, Object> shown, String name) {
        return shown == null ? null : Objects.toString(shown.get(name), null);
    }
}
