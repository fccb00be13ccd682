package io.ferry.jira.cloud;

import feign.Headers;
import feign.RequestLine;
import io.ferry.remote.Configured;
import io.ferry.remote.RemoteFact;
import io.ferry.remote.RemoteFact.Certainty;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The import of a backup, at addresses that an operator configures: the calls behind the page are not public. */
@Headers("X-Atlassian-Token: no-check")
interface JiraImportApi {
    String SOURCE = "facts/jira-cloud.md, Import of a backup";

    @Configured("import")
    @RemoteFact(certainty = Certainty.ASSUMED, source = SOURCE)
    @RequestLine("POST")
    @Headers("Content-Type: application/json")
    Started start(URI address, Wish wish);

    @Configured("import-task")
    @RemoteFact(certainty = Certainty.ASSUMED, source = SOURCE)
    @RequestLine("GET")
    Task task(URI address);

    @Configured("import")
    @RemoteFact(certainty = Certainty.ASSUMED, source = SOURCE)
    @RequestLine("GET")
    List<Task> tasks(URI address);

    /** Which uploaded file to import. */
    record Wish(String fileId) {}

    /** The import that runs. */
    record Started(@Nullable String taskId) {}

    /** How an import stands. */
    record Task(
            @Nullable String taskId,
            @Nullable String state,
            @Nullable Integer progress,
            @Nullable String message) {}
}
