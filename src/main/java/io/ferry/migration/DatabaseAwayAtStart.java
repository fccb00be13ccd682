package io.ferry.migration;

import java.sql.SQLException;
import org.flywaydb.core.internal.exception.FlywaySqlException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in two sentences, and not in a stack trace, why Ferry does not start without its database. */
class DatabaseAwayAtStart extends AbstractFailureAnalyzer<FlywaySqlException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, FlywaySqlException cause) {
        String said = cause.getCause() instanceof SQLException driver ? driver.getMessage() : cause.getMessage();
        return new FailureAnalysis(
                "Ferry's database cannot be used: " + String.valueOf(said).strip(),
                "See whether it runs, and whether spring.datasource.url, username and password are right. Then start Ferry"
                        + " again.",
                cause);
    }
}
