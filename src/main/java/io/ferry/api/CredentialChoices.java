package io.ferry.api;

import io.ferry.bigpicture.BigPictureProperties;
import io.ferry.migration.MigrationRequest;
import io.ferry.migration.SettingsRefused;
import io.ferry.remote.CredentialResolver;
import io.ferry.remote.DeclaredCredentials;
import io.ferry.remote.SiteCredential;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which of the declared credentials can be named where; their names, nothing else. */
@Component
class CredentialChoices {
    private final DeclaredCredentials declared;
    private final CredentialResolver credentials;
    private final BigPictureProperties bigPicture;

    CredentialChoices(DeclaredCredentials declared, CredentialResolver credentials, BigPictureProperties bigPicture) {
        this.declared = declared;
        this.credentials = credentials;
        this.bigPicture = bigPicture;
    }

    /** The names of all that are declared, in order. */
    List<String> all() {
        return List.copyOf(new TreeSet<>(declared.credentials().keySet()));
    }

    /**
     * Those that are declared for the host to which they would go, by the field that names one. A field is missing while the
     * site's address cannot be read.
     */
    Map<String, List<String>> fitting(MigrationRequest request) {
        Map<String, List<String>> fitting = new LinkedHashMap<>();
        URI source = address(request.source());
        if (source != null) {
            fitting.put("source.credential", declaredFor(source));
            fitting.put("source.bigPictureCredential", declaredFor(source));
        }
        URI target = address(request.target());
        if (target != null) {
            fitting.put("target.credential", declaredFor(target));
        }
        fitting.put("target.bigPictureCredential", declaredFor(bigPicture.cloudManagerUrl()));
        return fitting;
    }

    private List<String> declaredFor(URI address) {
        return all().stream()
                .filter(name -> credentials.isFor(new SiteCredential.Named(name), address))
                .toList();
    }

    private static @Nullable URI address(MigrationRequest.@Nullable Site site) {
        if (site == null) {
            return null;
        }
        try {
            // Any name does: only the address is wanted.
            return new MigrationRequest.Site(site.url(), "any", null, null, null, null, null)
                    .read()
                    .url();
        } catch (SettingsRefused unreadable) {
            return null;
        }
    }
}
