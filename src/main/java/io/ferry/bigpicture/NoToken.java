package io.ferry.bigpicture;

import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.Site;
import java.util.function.Function;

/**
 * An app in the cloud of which Ferry was given no token: it is optional, and made after the restore at times. Nothing can be
 * asked, so that a person looks or acts; that is no failure.
 */
final class NoToken implements AppBase {
    private final Site jira;
    private final Product product;

    NoToken(Site jira, Product product) {
        this.jira = jira;
        this.product = product;
    }

    @Override
    public <T> T call(Function<AppCalls, T> call) {
        throw AutomationUnavailableException.of(
                "asking the app in the cloud",
                "the settings name no token of it. Make one in the app, and name it by reference in the settings of the"
                        + " target (bigPictureCredential).");
    }

    @Override
    public String name() {
        return product + " of " + jira.name();
    }
}
