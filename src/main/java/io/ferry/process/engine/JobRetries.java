package io.ferry.process.engine;

import io.camunda.client.api.response.ActivatedJob;

/**
 * Which try of a job this is: the one place that reads Camunda's count of retries.
 *
 * <p>A series begins with the count that the models give, and ends in an incident while Camunda still counts 2. So 1 never
 * comes from Ferry: it is what Operate's button Retry sets, and begins a fresh series. That one ends in an incident too,
 * since each further try of it is counted down from the models' number.
 *
 * @param left how many tries the series has, this one included
 */
public record JobRetries(int left) {
    /** The {@code retries} of every task and listener in the models: one more than a job is tried. */
    public static final int IN_MODELS = 7;

    private static final int SERIES = IN_MODELS - 1;
    private static final int LOOKS = 5;

    /** The try for which Camunda gave this job to a worker. */
    public static JobRetries of(ActivatedJob job) {
        int count = job.getRetries();
        return new JobRetries(count == 1 ? SERIES : count - 1);
    }

    /** Whether an incident follows if this try fails. */
    public boolean isLast() {
        return left <= 1;
    }

    /** How many tries of the series have failed already. */
    public int failed() {
        return Math.max(0, SERIES - left);
    }

    /** Camunda's count for the next try; 0 makes an incident. */
    public int next() {
        return isLast() ? 0 : left;
    }

    /**
     * Whether to look once more for what became of something, before a person is asked. This ends earlier than the tries,
     * by default after three to four minutes: a question is not to wait for a site that answers.
     */
    public boolean mayLookAgain() {
        return !isLast() && failed() < LOOKS - 1;
    }
}
