package io.ferry.sandbox.world;

import java.util.Map;

/**
 * What the pretend sites accept.
 *
 * @param dataCenter administrator of Jira Data Center, also for its administration pages
 * @param dataCenterToken personal access token of Jira Data Center; opens no administration page
 * @param cloud e-mail address and API token of Jira Cloud's administrator
 * @param bigPictureDataCenter token of the app on Data Center
 * @param bigPictureCloud token of the app in Cloud
 * @param organisation key of the organisation API
 */
public record Credentials(
        SignIn dataCenter,
        String dataCenterToken,
        SignIn cloud,
        String bigPictureDataCenter,
        String bigPictureCloud,
        String organisation) {

    /** The environment's variables, with what holds where they are not set. The sandbox guards nothing. */
    public static final Map<String, String> DEFAULTS = Map.of(
            "SANDBOX_DC_CREDENTIAL", "admin:sandbox-dc",
            "SANDBOX_DC_TOKEN", "sandbox-dc-token",
            "SANDBOX_CLOUD_CREDENTIAL", "admin@cloud.example.com:sandbox-cloud",
            "SANDBOX_BIGPICTURE_DC_TOKEN", "sandbox-bigpicture-dc",
            "SANDBOX_BIGPICTURE_CLOUD_TOKEN", "sandbox-bigpicture-cloud",
            "SANDBOX_ORGANISATION_KEY", "sandbox-organisation");

    /**
     * Takes the credentials from the environment.
     *
     * @param environment its variables
     * @return the credentials
     * @throws IllegalArgumentException naming the variable that has another form
     */
    public static Credentials from(Map<String, String> environment) {
        return new Credentials(
                SignIn.parse(value(environment, "SANDBOX_DC_CREDENTIAL"), "SANDBOX_DC_CREDENTIAL"),
                value(environment, "SANDBOX_DC_TOKEN"),
                SignIn.parse(value(environment, "SANDBOX_CLOUD_CREDENTIAL"), "SANDBOX_CLOUD_CREDENTIAL"),
                value(environment, "SANDBOX_BIGPICTURE_DC_TOKEN"),
                value(environment, "SANDBOX_BIGPICTURE_CLOUD_TOKEN"),
                value(environment, "SANDBOX_ORGANISATION_KEY"));
    }

    private static String value(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        return value.isBlank() ? DEFAULTS.getOrDefault(name, "") : value;
    }

    @Override
    public String toString() {
        return "Credentials[" + dataCenter + ", " + cloud + "]";
    }
}
