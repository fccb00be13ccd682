package io.ferry.migration;

import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/** Tells a database that is away from a question to it that is wrong. */
public final class DatabaseFailures {
    private DatabaseFailures() {}

    /**
     * Whether the database did not answer: it is not there, its connections broke, or it is too busy. The same question
     * may be answered later. What a transaction was to write that ended so is written or not; nobody knows.
     *
     * @param failure what was thrown by the record, or by what uses it
     */
    public static boolean isUnavailable(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).anyMatch(DatabaseFailures::meansAway);
    }

    private static boolean meansAway(Throwable failure) {
        return failure instanceof DataAccessResourceFailureException
                || failure instanceof TransientDataAccessException
                || failure instanceof RecoverableDataAccessException
                // The end of a transaction, and its beginning, ask for nothing but an answer.
                || failure instanceof TransactionSystemException
                || failure instanceof CannotCreateTransactionException;
    }

    /** What the database's driver said, in one line. It names hosts and states, and no values. */
    public static String reason(Throwable failure) {
        Throwable first = failure instanceof TransactionSystemException end && end.getApplicationException() != null
                ? Objects.requireNonNull(end.getApplicationException())
                : failure;
        return String.valueOf(NestedExceptionUtils.getMostSpecificCause(first).getMessage())
                .lines()
                .findFirst()
                .orElse("");
    }
}
