package io.ferry.api;

import java.util.List;

/**
 * The page on which people start a wave from a list.
 *
 * @param teams those of whoever asks
 * @param columns what the columns of a table can be called
 * @param mayStart whether whoever asks may start one
 */
record NewWavePage(Frame frame, List<String> teams, List<String> columns, boolean mayStart) implements View {
    static final String EXAMPLE = """
            name,app,source.url,source.credential,target.url,target.credential,rehearsal,plannedStart
            Berlin,BIGPICTURE,https://jira.example.com,source-jira,https://berlin.atlassian.net,target-jira,true,2026-11-07 18:00
            """;
}
