package io.ferry.readiness;

import io.ferry.bigpicture.Product;
import io.ferry.migration.App;
import io.ferry.migration.CredentialName;
import io.ferry.migration.SiteSettings;
import io.ferry.remote.Site;
import io.ferry.remote.SiteCredential;
import org.jspecify.annotations.Nullable;

/** What settings name, as the rooms that call sites want it. */
public final class NamedSites {
    private NamedSites() {}

    /** The site that settings name, with the credential for it. */
    public static Site site(SiteSettings settings) {
        return new Site(settings.url(), credential(settings.credential()));
    }

    /** The credential for the app at a site; null where the settings name none. */
    public static @Nullable SiteCredential appCredential(SiteSettings settings) {
        CredentialName name = settings.bigPictureCredential();
        return name == null ? null : credential(name);
    }

    /** The product of the vendor's that an app is. */
    public static Product product(App app) {
        return switch (app) {
            case BIGPICTURE -> Product.BIGPICTURE;
            case BIGGANTT -> Product.BIGGANTT;
        };
    }

    private static SiteCredential credential(CredentialName name) {
        return new SiteCredential.Named(name.value());
    }
}
