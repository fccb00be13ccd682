package io.ferry.remote;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why Ferry does not start in a sentence, without a trace. */
final class NetworkRefusedAnalyzer extends AbstractFailureAnalyzer<NetworkRefused> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, NetworkRefused cause) {
        return new FailureAnalysis(
                cause.getMessage(), "Correct the setting (docs/networks.md), then start Ferry again.", cause);
    }
}
