package io.ferry.sandbox.world;

/**
 * What the pretend cloud offers beyond the documented calls of Jira, and how it lets a client in. Real sites differ in all
 * of it.
 *
 * @param appManager the status that the app manager (UPM) answers to calls: 200, or 401, 403, 404 where it is silent
 * @param siteImport how the site imports a backup of Jira
 * @param appToken whether the app takes the token; not, as long as nobody has made one
 * @param organisation which versions of the organisation API answer
 * @param token what kind of API token the administrator has
 */
public record CloudTraits(
        int appManager, SiteImport siteImport, boolean appToken, OrganisationApi organisation, ApiToken token) {
    /** All is offered. */
    public static final CloudTraits KIND = new CloudTraits(200, true, true);

    /** No call beyond Jira's documented ones is offered: people do everything by hand, the import on its page. */
    public static final CloudTraits HARSH =
            new CloudTraits(403, SiteImport.SCREEN, false, OrganisationApi.NONE, ApiToken.CLASSIC);

    public CloudTraits {
        if (appManager != 200 && appManager != 401 && appManager != 403 && appManager != 404) {
            throw new IllegalArgumentException("The app manager of the cloud answers with 200, 401, 403 or 404");
        }
    }

    /**
     * A cloud with a classic token and both versions of the organisation API.
     *
     * @param appManager the status that the app manager answers to calls
     * @param siteImport whether the site imports a backup of Jira, by page and by call
     * @param appToken whether the app takes the token
     */
    public CloudTraits(int appManager, boolean siteImport, boolean appToken) {
        this(
                appManager,
                siteImport ? SiteImport.CALLS : SiteImport.CLOSED,
                appToken,
                OrganisationApi.BOTH,
                ApiToken.CLASSIC);
    }

    /**
     * The same cloud with another organisation API.
     *
     * @param offered which versions answer
     * @return the cloud
     */
    public CloudTraits with(OrganisationApi offered) {
        return new CloudTraits(appManager, siteImport, appToken, offered, token);
    }

    /**
     * The same cloud with another token.
     *
     * @param given what the administrator has
     * @return the cloud
     */
    public CloudTraits with(ApiToken given) {
        return new CloudTraits(appManager, siteImport, appToken, organisation, given);
    }
}
