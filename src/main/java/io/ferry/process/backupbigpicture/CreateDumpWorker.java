package io.ferry.process.backupbigpicture;

import io.camunda.client.annotation.JobWorker;
import io.camunda.client.api.response.ActivatedJob;
import io.ferry.bigpicture.Dumps;
import io.ferry.migration.Action;
import io.ferry.migration.IntentState;
import io.ferry.migration.Intents;
import io.ferry.process.common.Changes;
import io.ferry.process.common.LongWork;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Steps;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Has the app make a new dump, whose description carries Ferry's mark. */
@Component
public class CreateDumpWorker {
    private final Steps steps;
    private final Sites sites;
    private final Intents intents;
    private final Changes changes;
    private final LongWork work;

    CreateDumpWorker(Steps steps, Sites sites, Intents intents, Changes changes, LongWork work) {
        this.steps = steps;
        this.sites = sites;
        this.intents = intents;
        this.changes = changes;
        this.work = work;
    }

    @JobWorker(type = "create-dump", fetchVariables = "migrationId")
    public Map<String, @Nullable Object> createDump(ActivatedJob job) {
        return steps.run(job, step -> {
            Dumps dumps = sites.sourceApp(step.migration()).dumps();
            IntentState state = intents.begin(step.id(), Action.CREATE_DUMP, step.visit());
            String mark = state.intent().mark();
            changes.atMostOnce(
                    step,
                    state,
                    "The dump",
                    intent -> {
                        dumps.create("Ferry, " + step.migration().name() + " [" + mark + "]");
                        return Map.of("mark", mark);
                    },
                    intent -> MarkedDumps.find(dumps, mark).map(dump -> Map.of("mark", mark)));
            Map<String, @Nullable Object> variables = new HashMap<>(work.begun("dump"));
            variables.put("dumpMark", mark);
            return variables;
        });
    }
}
