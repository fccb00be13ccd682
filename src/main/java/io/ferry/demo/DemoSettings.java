package io.ferry.demo;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to be shown.
 *
 * @param backup a Jira XML backup that the pretend sites are fed from; null to generate one
 * @param mode who does the work
 * @param timeout how long an unattended migration may take
 * @param ports what the demonstration's programs listen on
 * @param running a Camunda that is running already; null to start the local engine
 */
record DemoSettings(
        @Nullable Path backup,
        DemoMode mode,
        Duration timeout,
        DemoPorts ports,
        @Nullable Cluster running) {
    /** The Camunda that the demonstration runs on. */
    Cluster cluster() {
        return running == null ? Cluster.local(ports.engine()) : running;
    }
}
