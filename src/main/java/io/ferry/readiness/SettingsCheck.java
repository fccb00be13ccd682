package io.ferry.readiness;

import io.ferry.migration.CredentialName;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Mode;
import io.ferry.migration.Operation;
import io.ferry.migration.Refusals;
import io.ferry.migration.SettingsRefused;
import io.ferry.migration.SiteSettings;
import io.ferry.remote.Credential;
import io.ferry.remote.CredentialMissingException;
import io.ferry.remote.CredentialReference;
import io.ferry.remote.CredentialResolver;
import io.ferry.remote.EndpointSets;
import io.ferry.remote.RemoteProperties;
import io.ferry.remote.Site;
import java.nio.file.Files;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Checks settings against what is there on this computer and in the configuration. No site is called. */
@Component
public class SettingsCheck {
    private final CredentialResolver credentials;
    private final EndpointSets endpoints;
    private final RemoteProperties remote;

    SettingsCheck(CredentialResolver credentials, EndpointSets endpoints, RemoteProperties remote) {
        this.credentials = credentials;
        this.endpoints = endpoints;
        this.remote = remote;
    }

    /**
     * Checks that credentials are found, sets of endpoints are configured and the export folder is there.
     *
     * @throws SettingsRefused with everything that is wrong
     */
    public void check(MigrationSettings settings) {
        Refusals refusals = new Refusals();
        Optional<Credential> source = site(refusals, "source", settings.source());
        site(refusals, "target", settings.target());

        boolean automaticBackup = settings.mode(Operation.BACK_UP_JIRA) == Mode.AUTOMATIC;
        refusals.expect(
                !automaticBackup || settings.source().exportFolder() != null,
                "source.exportFolder",
                "the folder into which the source writes its backups, as Ferry reaches it, for modes.backUpJira is"
                        + " AUTOMATIC",
                null);
        refusals.expect(
                !automaticBackup || source.isEmpty() || source.get() instanceof Credential.Basic,
                "source.credential",
                "a reference to name:password, for modes.backUpJira is AUTOMATIC and Jira's backup page takes no token",
                settings.source().credential().value());
        refusals.throwIfAny();
    }

    private Optional<Credential> site(Refusals refusals, String side, SiteSettings site) {
        Site address =
                new Site(site.url(), CredentialReference.of(site.credential().value()));
        refusals.expect(
                remote.allowPlainHttp() || !address.isPlain() || address.isLoopback(),
                side + ".url",
                "an https address, for http would send the credential unencrypted (ferry.remote.allow-plain-http allows"
                        + " it)",
                site.url().toString());
        refusals.expect(
                site.endpoints() == null || endpoints.endpoints().containsKey(site.endpoints()),
                side + ".endpoints",
                "a set that is configured under ferry.endpoints",
                site.endpoints());
        refusals.expect(
                site.exportFolder() == null || Files.isDirectory(site.exportFolder()),
                side + ".exportFolder",
                "a folder on Ferry's computer",
                String.valueOf(site.exportFolder()));
        if (site.bigPictureCredential() != null) {
            credential(refusals, side + ".bigPictureCredential", site.bigPictureCredential());
        }
        return credential(refusals, side + ".credential", site.credential());
    }

    private Optional<Credential> credential(Refusals refusals, String field, CredentialName name) {
        try {
            return Optional.of(credentials.resolve(CredentialReference.of(name.value())));
        } catch (CredentialMissingException missing) {
            refusals.expect(
                    false,
                    field,
                    "a reference that leads to a credential: an environment variable of Ferry's, or a file that Ferry"
                            + " reads, with name:secret or a token in it",
                    name.value());
            return Optional.empty();
        } catch (IllegalArgumentException malformed) {
            refusals.expect(false, field, "a reference to a credential", null);
            return Optional.empty();
        }
    }
}
