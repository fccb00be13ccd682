package io.ferry.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.TransactionSystemException;

class DatabaseFailuresTest {
    @Test
    void shouldTellADatabaseThatIsAwayFromAWrongQuestion() {
        assertThat(DatabaseFailures.isUnavailable(new DataAccessResourceFailureException("select")))
                .isTrue();
        assertThat(DatabaseFailures.isUnavailable(
                        new IllegalStateException("wrapped", new TransactionSystemException("JDBC commit failed"))))
                .isTrue();
        assertThat(DatabaseFailures.isUnavailable(new DuplicateKeyException("insert")))
                .isFalse();
        assertThat(DatabaseFailures.isUnavailable(new IllegalStateException("bug")))
                .isFalse();
    }

    @Test
    void shouldGiveTheDriversReasonAndNotWhatFollowedFromIt() {
        // given a commit failed, and therefore the rollback
        TransactionSystemException both =
                new TransactionSystemException("JDBC rollback failed", new SQLException("Connection is closed"));
        both.initApplicationException(new DataAccessResourceFailureException(
                "JDBC commit", new SQLException("FATAL: terminating connection\nHint: none")));

        assertThat(DatabaseFailures.reason(both)).isEqualTo("FATAL: terminating connection");
        assertThat(DatabaseFailures.reason(new DataAccessResourceFailureException("no cause")))
                .isEqualTo("no cause");
    }
}
