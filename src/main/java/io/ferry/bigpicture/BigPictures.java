package io.ferry.bigpicture;

import io.ferry.remote.CredentialReference;
import io.ferry.remote.Site;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gives access to BigPicture on both sides. */
@Component
public final class BigPictures {

    /**
     * The app in a Jira Data Center. Nothing is called yet.
     *
     * @param jira the Jira it runs in
     * @param token BigPicture's token, or null to use Jira's credential
     * @param endpoints the set under {@code ferry.endpoints} for what the vendor does not publish, or null for none
     */
    public BigPicture onDataCenter(Site jira, @Nullable CredentialReference token, @Nullable String endpoints) {
        return new BigPicture();
    }

    /**
     * The app of a Jira Cloud site, wherever the vendor's cloud keeps it. Nothing is called yet.
     *
     * @param jira the Jira Cloud site
     * @param token BigPicture's token, or null to use Jira's credential
     * @param endpoints the set under {@code ferry.endpoints} for what the vendor does not publish, or null for none
     */
    public BigPicture onCloud(Site jira, @Nullable CredentialReference token, @Nullable String endpoints) {
        return new BigPicture();
    }
}
