package io.ferry.command;

import io.ferry.localcamunda.LocalCamunda;
import io.ferry.localcamunda.LocalCamundaException;
import org.jspecify.annotations.Nullable;

/** The start of the local Camunda, under way while other programs start beside it. */
final class CamundaStart {
    private final Thread thread;
    private volatile @Nullable String failure;

    private CamundaStart(LocalCamunda camunda) {
        thread = new Thread(() -> start(camunda), "start-camunda");
    }

    /** Begins to start it. */
    static CamundaStart of(LocalCamunda camunda) {
        CamundaStart start = new CamundaStart(camunda);
        start.thread.start();
        return start;
    }

    boolean isOver() {
        return !thread.isAlive();
    }

    boolean hasFailed() {
        return failure != null;
    }

    /**
     * Waits until it runs.
     *
     * @throws DemoFailure saying why it does not
     */
    void await() throws InterruptedException {
        thread.join();
        String why = failure;
        if (why != null) {
            throw new DemoFailure(why);
        }
    }

    /** Ends a start that is still under way, and returns when it has taken back what it had begun. */
    void giveUp() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    private void start(LocalCamunda camunda) {
        try {
            camunda.start();
        } catch (LocalCamundaException refused) {
            failure = String.valueOf(refused.getMessage());
        } catch (InterruptedException givenUp) {
            failure = "the start of the local Camunda was given up";
        }
    }
}
