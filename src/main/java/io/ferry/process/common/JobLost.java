package io.ferry.process.common;

import java.io.Serial;

/**
 * The job that a worker does is not Ferry's any more: its process was cancelled or ended, or it timed out and is given to
 * a worker anew. What the worker was about to do has not been done.
 */
public final class JobLost extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    JobLost(long jobKey) {
        super("The job " + jobKey + " is not Ferry's any more");
    }
}
