package io.ferry.process.checkreadiness;

import io.ferry.readiness.CheckResult;
import io.ferry.readiness.ReadinessReport;
import java.util.List;

/**
 * What the checks found, as the process variable {@code readiness}.
 *
 * @param passed whether nothing failed
 * @param failed what failed, for the person who decides
 * @param passedCount how many checks passed
 * @param importAnswers whether the target itself answered that it takes a Jira backup; else a person looks before the freeze
 * @param jcmaKeptOut whether the source itself reported that JCMA cannot run there; else a person says so with the freeze
 */
record ReadinessFound(
        boolean passed, List<CheckResult.Failed> failed, int passedCount, boolean importAnswers, boolean jcmaKeptOut) {
    static ReadinessFound of(ReadinessReport report) {
        return new ReadinessFound(
                report.passed(), report.failed(), report.passedCount(), report.importAnswers(), report.jcmaKeptOut());
    }
}
