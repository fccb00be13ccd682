package io.ferry.readiness;

import io.ferry.artifact.ArtifactProperties;
import io.ferry.bigpicture.BigPictureProperties;
import io.ferry.migration.CredentialName;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Mode;
import io.ferry.migration.Operation;
import io.ferry.migration.Refusals;
import io.ferry.migration.SettingsRefused;
import io.ferry.migration.SiteSettings;
import io.ferry.remote.AddressRules;
import io.ferry.remote.CredentialMissingException;
import io.ferry.remote.CredentialResolver;
import io.ferry.remote.EndpointSets;
import io.ferry.remote.RemoteProperties;
import io.ferry.remote.Site;
import io.ferry.remote.SiteCredential;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Checks settings against what is there on this computer and in the configuration. No site is called; the name service is asked. */
@Component
@EnableConfigurationProperties(ArtifactProperties.class)
public class SettingsCheck {
    private final CredentialResolver credentials;
    private final EndpointSets endpoints;
    private final RemoteProperties remote;
    private final AddressRules addresses;
    private final BigPictureProperties bigPicture;
    private final ArtifactProperties artifacts;

    SettingsCheck(
            CredentialResolver credentials,
            EndpointSets endpoints,
            RemoteProperties remote,
            AddressRules addresses,
            BigPictureProperties bigPicture,
            ArtifactProperties artifacts) {
        this.artifacts = artifacts;
        this.addresses = addresses;
        this.bigPicture = bigPicture;
        this.credentials = credentials;
        this.endpoints = endpoints;
        this.remote = remote;
    }

    /**
     * Checks that credentials are declared for their hosts and found, addresses are none that Ferry refuses, sets of endpoints
     * are configured and the export folder is there.
     *
     * @throws SettingsRefused with everything that is wrong
     */
    public void check(MigrationSettings settings) {
        check(settings, null);
    }

    /**
     * The same where no target is named yet: that of the settings is not looked at.
     *
     * @throws SettingsRefused with everything that is wrong
     */
    public void checkSource(MigrationSettings settings) {
        Refusals refusals = new Refusals();
        site(refusals, "source", settings.source(), settings.source().url());
        refusals.throwIfAny();
    }

    /**
     * The same for settings that change: a site that stays as it was is not looked at again, for what is wrong there is no reason
     * not to correct the other.
     *
     * @param known the settings as they were; null if they are new
     * @throws SettingsRefused with everything that is wrong
     */
    public void check(MigrationSettings settings, @Nullable MigrationSettings known) {
        Refusals refusals = new Refusals();
        SiteSettings source = settings.source();
        if (known == null || !known.source().equals(source)) {
            site(refusals, "source", source, source.url());
        }
        if (known == null || !known.target().equals(settings.target())) {
            site(refusals, "target", settings.target(), bigPicture.cloudManagerUrl());
        }

        boolean automaticBackup = settings.mode(Operation.BACK_UP_JIRA) == Mode.AUTOMATIC;
        refusals.expect(
                !automaticBackup || settings.source().exportFolder() != null,
                "source.exportFolder",
                "the folder into which the source writes its backups, as Ferry reaches it, for modes.backUpJira is"
                        + " AUTOMATIC",
                null);
        refusals.expect(
                !automaticBackup || !isToken(source.credential()),
                "source.credential",
                "a credential that is name:password, for modes.backUpJira is AUTOMATIC and Jira's backup page takes no token",
                settings.source().credential().value());
        refusals.throwIfAny();
    }

    /**
     * The same for one site alone.
     *
     * @param target whether it is the target
     * @throws SettingsRefused with everything that is wrong; fields begin with {@code source} or {@code target}
     */
    public void check(SiteSettings site, boolean target) {
        Refusals refusals = new Refusals();
        if (target) {
            site(refusals, "target", site, bigPicture.cloudManagerUrl());
        } else {
            site(refusals, "source", site, site.url());
        }
        refusals.throwIfAny();
    }

    private boolean isToken(CredentialName name) {
        try {
            return !credentials.isPassword(new SiteCredential.Named(name.value()));
        } catch (CredentialMissingException missing) {
            return false;
        }
    }

    /** @param app where the app is asked with its own token */
    private void site(Refusals refusals, String side, SiteSettings site, URI app) {
        Site address =
                new Site(site.url(), new SiteCredential.Named(site.credential().value()));
        addresses
                .refusal(site.url())
                .ifPresent(why -> refusals.expect(
                        false,
                        side + ".url",
                        "an address that Ferry calls; " + why
                                + " (an administrator can allow addresses with ferry.remote.allowed-addresses)",
                        site.url().toString()));
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
                site.exportFolder() == null || artifacts.isExportFolder(site.exportFolder()),
                side + ".exportFolder",
                "a folder on Ferry's computer, in one of those that an administrator names in ferry.artifacts.export-folders",
                String.valueOf(site.exportFolder()));
        if (site.bigPictureCredential() != null) {
            credential(refusals, side + ".bigPictureCredential", site.bigPictureCredential(), app);
        }
        credential(refusals, side + ".credential", site.credential(), site.url());
    }

    private void credential(Refusals refusals, String field, CredentialName name, URI to) {
        SiteCredential credential = new SiteCredential.Named(name.value());
        // What is not declared may be the secret itself, pasted here: it is not repeated.
        refusals.expect(
                credentials.isDeclared(name.value()),
                field,
                "a credential that an administrator declared under ferry.credentials (NAME.source and NAME.hosts)",
                null);
        if (!credentials.isDeclared(name.value())) {
            return;
        }
        try {
            credentials.isPassword(credential);
            refusals.expect(
                    credentials.isFor(credential, to),
                    field,
                    "a credential that is declared for " + to.getRawAuthority()
                            + "; if this one is meant to be sent there, an administrator adds the host to ferry.credentials."
                            + name + ".hosts",
                    name.value());
        } catch (CredentialMissingException missing) {
            refusals.expect(false, field, "a credential that can be used. " + missing.getMessage(), name.value());
        }
    }
}
