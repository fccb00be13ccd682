package io.ferry.jira.cloud;

import io.ferry.jira.AppLicence;
import io.ferry.jira.InstalledApp;
import io.ferry.jira.Myself;
import io.ferry.jira.Project;
import io.ferry.jira.ServerInfo;
import io.ferry.remote.Site;
import io.ferry.remote.Transferred;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One Jira Cloud site. Every method may throw {@link io.ferry.remote.RemoteFailure}; those that change something also
 * {@link io.ferry.remote.OutcomeUnknownException}.
 */
public final class JiraCloud {
    private final Site site;

    JiraCloud(Site site) {
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

    /** All projects that Ferry's user may see, page by page. */
    public List<Project> projects() {
        throw notYet();
    }

    /** Hands over every account, inactive ones and apps too; the site gives no total. */
    public void forEachUser(Consumer<CloudUser> consumer) {
        throw notYet();
    }

    /**
     * About how many issues a query finds: the site's estimate.
     *
     * @param jql a bounded query, such as {@code project = "KEY"}
     */
    public long issueCount(String jql) {
        throw notYet();
    }

    /** The products of the site and how many seats are used. */
    public SiteLicence licence() {
        throw notYet();
    }

    /**
     * Creates an account, or finds that it is there.
     *
     * @param email the person's address
     * @param products product ids such as {@code jira-software}; may be empty for no access
     */
    public CreatedUser createUser(String email, List<String> products) {
        throw notYet();
    }

    /** The app with this key, empty if it is not installed. */
    public Optional<InstalledApp> app(String key) {
        throw notYet();
    }

    /**
     * Has the site install the newest version of an app. The call is undocumented.
     *
     * @throws io.ferry.remote.AutomationUnavailableException if the site does not offer the call
     */
    public AppInstallation installApp(String key) {
        throw notYet();
    }

    /** The licence of the app with this key, empty if the app is not installed or has none. */
    public Optional<AppLicence> appLicence(String key) {
        throw notYet();
    }

    /**
     * Uploads a backup, as a stream.
     *
     * @return the uploaded file and what passed
     * @throws io.ferry.remote.AutomationUnavailableException if no endpoint is configured for it
     */
    public UploadedBackup uploadBackup(Path file) {
        throw notYet();
    }

    /**
     * Starts the import of an uploaded backup. It overwrites the site.
     *
     * @param fileId from {@link #uploadBackup}
     */
    public ImportStart startImport(String fileId) {
        throw notYet();
    }

    /** How an import stands. */
    public ImportProgress importState(String taskId) {
        throw notYet();
    }

    /** All imports that the site knows, newest first: to find out what became of an unknown one. */
    public List<ImportProgress> imports() {
        throw notYet();
    }

    /**
     * A backup at the site.
     *
     * @param fileId the site's name for it
     * @param transferred what passed
     */
    public record UploadedBackup(String fileId, Transferred transferred) {}

    private UnsupportedOperationException notYet() {
        return new UnsupportedOperationException("not built yet for " + site.name());
    }
}
