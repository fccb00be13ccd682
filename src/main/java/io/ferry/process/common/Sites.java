package io.ferry.process.common;

import io.ferry.artifact.ArtifactProperties;
import io.ferry.bigpicture.BigPicture;
import io.ferry.bigpicture.BigPictures;
import io.ferry.jira.cloud.JiraCloud;
import io.ferry.jira.cloud.JiraClouds;
import io.ferry.jira.cloud.Organisation;
import io.ferry.jira.datacenter.ExportFolder;
import io.ferry.jira.datacenter.JiraDataCenter;
import io.ferry.jira.datacenter.JiraDataCenters;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.SiteSettings;
import io.ferry.readiness.NamedSites;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.users.UsersProperties;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** From a migration's settings to its sites. Nothing is called by this. */
@Component
public class Sites {
    private final JiraDataCenters dataCenters;
    private final JiraClouds clouds;
    private final BigPictures bigPictures;

    private final UsersProperties users;
    private final ArtifactProperties artifacts;

    public Sites(
            JiraDataCenters dataCenters,
            JiraClouds clouds,
            BigPictures bigPictures,
            UsersProperties users,
            ArtifactProperties artifacts) {
        this.artifacts = artifacts;
        this.users = users;
        this.dataCenters = dataCenters;
        this.clouds = clouds;
        this.bigPictures = bigPictures;
    }

    /** The Jira Data Center that is left. */
    public JiraDataCenter source(MigrationSettings settings) {
        return dataCenters.at(NamedSites.site(settings.source()));
    }

    /** The Jira Cloud that is entered. */
    public JiraCloud target(MigrationSettings settings) {
        return clouds.at(NamedSites.site(settings.target()), settings.target().endpoints());
    }

    /** The organisation that knows hidden addresses, where one is configured. */
    public Optional<Organisation> organisation() {
        return Optional.ofNullable(users.organisation()).map(known -> clouds.organisation(known.id(), known.site()));
    }

    /** The app that is carried over, in the Jira Data Center. */
    public BigPicture sourceApp(Migration migration) {
        SiteSettings source = migration.settings().source();
        return bigPictures.onDataCenter(
                NamedSites.product(migration.app()),
                NamedSites.site(source),
                NamedSites.appCredential(source),
                source.endpoints());
    }

    /** The app that is carried over, in the Jira Cloud. */
    public BigPicture targetApp(Migration migration) {
        SiteSettings target = migration.settings().target();
        return bigPictures.onCloud(
                NamedSites.product(migration.app()),
                NamedSites.site(target),
                NamedSites.appCredential(target),
                target.endpoints());
    }

    /**
     * The folder into which the source writes its XML backups.
     *
     * @throws AutomationUnavailableException if the settings name none, or one that is not there or not allowed any more
     */
    public ExportFolder exportFolder(MigrationSettings settings) {
        Path folder = settings.source().exportFolder();
        if (folder == null) {
            throw AutomationUnavailableException.of(
                    "fetch the Jira backup", "the settings name no export folder that Ferry can read.");
        }
        if (!artifacts.isExportFolder(folder)) {
            throw AutomationUnavailableException.of(
                    "fetch the Jira backup", "its folder is not there, or in none of ferry.artifacts.export-folders.");
        }
        return new ExportFolder(folder);
    }
}
