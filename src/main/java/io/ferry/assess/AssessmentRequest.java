package io.ferry.assess;

import io.ferry.migration.App;
import io.ferry.migration.MigrationRequest;
import io.ferry.migration.MigrationSettings;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be assessed, unchecked: the body of the interface's call. {@link #read()} makes settings of it or says everything
 * that is wrong. It is a request for a migration without what an assessment does not need.
 *
 * @param app {@code BIGPICTURE} or {@code BIGGANTT}; BigPicture if nothing is said
 * @param source the Jira Data Center site
 * @param target the Jira Cloud site; null while there is none
 * @param modes as a migration would have them; those left out get their defaults
 * @param plannedEnd an ISO 8601 date, the day on which the migration should be over
 * @param withPeople whether people are named as examples; otherwise they are only counted
 */
public record AssessmentRequest(
        @Nullable String app,
        MigrationRequest.@Nullable Site source,
        MigrationRequest.@Nullable Site target,
        @Nullable Map<String, @Nullable String> modes,
        @Nullable String plannedEnd,
        @Nullable Boolean withPeople) {

    /** Stands for a target that nobody has named; no host is called like this (RFC 6761), and nothing is sent to it. */
    private static final String NO_TARGET = "https://no-target.invalid";

    /**
     * What is to be assessed, checked as far as nothing outside needs to be looked at.
     *
     * @param app the app
     * @param settings as of a migration; without a target, one that stands for none
     * @param hasTarget whether a target is named
     * @param withPeople whether people are named as examples
     */
    public record Wanted(App app, MigrationSettings settings, boolean hasTarget, boolean withPeople) {}

    /**
     * Checks what can be checked without looking at anything outside.
     *
     * @param clock says which days are over
     * @throws io.ferry.migration.SettingsRefused with everything that is wrong
     */
    public Wanted read(Clock clock) {
        // What is wrong with the source's credential is said there, not of a target that nobody named.
        var stand = new MigrationRequest.Site(NO_TARGET, "no-target", null, null, null, null, null);
        var migration = new MigrationRequest(
                        "Assessment",
                        app == null ? "BIGPICTURE" : app,
                        source,
                        target == null ? stand : target,
                        modes,
                        null,
                        null,
                        false,
                        false,
                        plannedEnd,
                        null)
                .read(clock);
        return new Wanted(migration.app(), migration.settings(), target != null, Boolean.TRUE.equals(withPeople));
    }
}
