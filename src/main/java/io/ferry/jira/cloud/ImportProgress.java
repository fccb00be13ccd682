package io.ferry.jira.cloud;

import io.ferry.remote.RemoteState;

/**
 * How far an import has come.
 *
 * @param taskId the import, as the site names it
 * @param state how it stands
 * @param percent 0 to 100
 * @param message what the site says about it, with addresses masked; may be empty
 */
public record ImportProgress(String taskId, RemoteState state, int percent, String message) {}
