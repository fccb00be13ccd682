package io.ferry.jira.datacenter;

import io.ferry.jira.AppLicence;
import io.ferry.jira.InstalledApp;
import io.ferry.jira.Myself;
import io.ferry.jira.Project;
import io.ferry.jira.ServerInfo;
import io.ferry.remote.Site;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One Jira Data Center. Every method may throw {@link io.ferry.remote.RemoteFailure}; those that change something also
 * {@link io.ferry.remote.OutcomeUnknownException}.
 */
public final class JiraDataCenter {
    private final Site site;

    JiraDataCenter(Site site) {
        this.site = site;
    }

    /** Version and kind of the site. */
    public ServerInfo serverInfo() {
        throw notYet();
    }

    /** Who Ferry is signed in as; fails with 401 if the credential is not accepted. */
    public Myself myself() {
        throw notYet();
    }

    /**
     * @param asked permission keys such as {@code ADMINISTER}
     * @return those of them that Ferry's user has
     */
    public Set<String> permissions(Set<String> asked) {
        throw notYet();
    }

    /** Hands over every user, active or not, one page of the site after the other. */
    public void forEachUser(Consumer<DataCenterUser> consumer) {
        throw notYet();
    }

    /** All projects, archived ones too. */
    public List<Project> projects() {
        throw notYet();
    }

    /** How many issues a query finds, as far as Ferry's user may see them. */
    public long issueCount(String jql) {
        throw notYet();
    }

    /** The app with this key, empty if it is not installed. */
    public Optional<InstalledApp> app(String key) {
        throw notYet();
    }

    /** The licence of the app with this key, empty if the app is not installed or has none. */
    public Optional<AppLicence> appLicence(String key) {
        throw notYet();
    }

    /**
     * Has Jira write an XML backup into its export folder. Runs inside one request, for up to
     * {@code ferry.remote.backup-timeout}.
     *
     * @param fileName the name of the zip, without a folder; an older one of that name is overwritten
     * @throws io.ferry.remote.OutcomeUnknownException if the answer did not come, or is a page that Ferry does not know
     * @throws io.ferry.remote.RemoteFailure lasting if the credential is a token: a session needs name and password
     */
    public XmlBackupOutcome runXmlBackup(String fileName) {
        throw notYet();
    }

    private UnsupportedOperationException notYet() {
        return new UnsupportedOperationException("not built yet for " + site.name());
    }
}
