package io.ferry.sandbox.world;

/**
 * What the pretend cloud offers beyond the documented calls of Jira. Real sites differ in all of it.
 *
 * @param appManager the status that the app manager (UPM) answers to calls: 200, or 401, 403, 404 where it is silent
 * @param siteImport whether the site may import a backup of Jira at all
 * @param appToken whether the app takes the token; not, as long as nobody has made one
 */
public record CloudTraits(int appManager, boolean siteImport, boolean appToken) {
    /** All is offered. */
    public static final CloudTraits KIND = new CloudTraits(200, true, true);

    /** Nothing is offered: people do everything by hand. */
    public static final CloudTraits HARSH = new CloudTraits(403, false, false);

    public CloudTraits {
        if (appManager != 200 && appManager != 401 && appManager != 403 && appManager != 404) {
            throw new IllegalArgumentException("The app manager of the cloud answers with 200, 401, 403 or 404");
        }
    }
}
