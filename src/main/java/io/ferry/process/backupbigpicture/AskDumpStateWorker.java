package io.ferry.process.backupbigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.bigpicture.Dumps;
import io.ferry.process.common.LongWork;
import io.ferry.process.common.LongWork.Progress;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Steps;
import io.ferry.remote.RemoteState;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks how far Ferry's dump is. One that is not in the list yet is under way: the list may need a second look. */
@Component
public class AskDumpStateWorker {
    private final Steps steps;
    private final Sites sites;
    private final LongWork work;

    AskDumpStateWorker(Steps steps, Sites sites, LongWork work) {
        this.steps = steps;
        this.sites = sites;
        this.work = work;
    }

    @JobWorker(
            type = "ask-dump-state",
            fetchVariables = {"migrationId", "dumpMark", "dumpPercent", "dumpMovedAt"})
    public Map<String, @Nullable Object> askDumpState(ActivatedJob job) {
        return steps.look(job, step -> {
            Dumps dumps = sites.sourceApp(step.migration()).dumps();
            String mark = MarkedDumps.markOf(step);
            return work.look(
                    step,
                    "dump",
                    "The dump",
                    () -> MarkedDumps.find(dumps, mark)
                            .map(dump -> new Progress(dump.state(), dump.percent(), ""))
                            .orElseGet(() -> new Progress(RemoteState.IN_PROGRESS, 0, "It is not in the app's list.")));
        });
    }
}
