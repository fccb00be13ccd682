package io.ferry.readiness;

import java.util.List;

/**
 * What all checks found.
 *
 * @param checks each check with its result, in the order of the list
 */
public record ReadinessReport(List<Checked> checks) {
    public ReadinessReport {
        checks = List.copyOf(checks);
    }

    /**
     * One check and what it found.
     *
     * @param name the check's name
     * @param result what it found
     */
    public record Checked(String name, CheckResult result) {}

    /** Whether no check failed. */
    public boolean passed() {
        return failed().isEmpty();
    }

    /** What failed, in the order of the list. */
    public List<CheckResult.Failed> failed() {
        return checks.stream()
                .map(Checked::result)
                .filter(CheckResult.Failed.class::isInstance)
                .map(CheckResult.Failed.class::cast)
                .toList();
    }

    /** Whether the target itself answered that it takes a Jira backup. */
    public boolean importAnswers() {
        return hasPassed(ReadinessChecks.SITE_IMPORT);
    }

    /** Whether the source itself reported that JCMA cannot run there. */
    public boolean jcmaKeptOut() {
        return hasPassed(ReadinessChecks.JCMA);
    }

    private boolean hasPassed(String check) {
        return checks.stream()
                .anyMatch(checked -> checked.name().equals(check) && checked.result() instanceof CheckResult.Passed);
    }

    /** How many checks passed. */
    public int passedCount() {
        return (int) checks.stream()
                .filter(checked -> checked.result() instanceof CheckResult.Passed)
                .count();
    }
}
