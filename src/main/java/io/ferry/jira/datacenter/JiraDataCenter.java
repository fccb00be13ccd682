package io.ferry.jira.datacenter;

import static io.ferry.jira.JiraAnswers.text;

import io.ferry.jira.AppLicence;
import io.ferry.jira.CustomField;
import io.ferry.jira.InstalledApp;
import io.ferry.jira.JiraAnswers;
import io.ferry.jira.ListedApp;
import io.ferry.jira.Myself;
import io.ferry.jira.Project;
import io.ferry.jira.ServerInfo;
import io.ferry.remote.Access;
import io.ferry.remote.CredentialResolver;
import io.ferry.remote.RemoteClients;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.RemoteProperties;
import io.ferry.remote.Site;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One Jira Data Center. Every method may throw {@link RemoteFailure}; those that change something also
 * {@link io.ferry.remote.OutcomeUnknownException}.
 */
public final class JiraDataCenter {
    /** The site gives up to 2000; half of it keeps answers small. Source: facts/jira-data-center.md, REST that Ferry needs. */
    /** Jira 10 finds no more people than these, however one pages (JRASERVER-78660). */
    private static final int MOST_FOUND_BY_JIRA_10 = 100;

    private static final int USERS_A_PAGE = 1000;

    private static final int BOARDS_A_PAGE = 50;

    private final Site site;
    private final Access access;
    private final RemoteClients clients;
    private final RemoteProperties properties;
    private final CredentialResolver credentials;
    private final JiraDataCenterApi api;

    JiraDataCenter(Site site, RemoteClients clients, RemoteProperties properties, CredentialResolver credentials) {
        this.site = site;
        this.access = Access.to(site, "jira-data-center");
        this.clients = clients;
        this.properties = properties;
        this.credentials = credentials;
        this.api = clients.client(JiraDataCenterApi.class, access);
    }

    /** Version and kind of the site. */
    public ServerInfo serverInfo() {
        return api.serverInfo().toServerInfo(site.name());
    }

    /** Who Ferry is signed in as; fails with 401 if the credential is not accepted. */
    public Myself myself() {
        JiraDataCenterApi.User me = api.myself();
        return new Myself(text(me.name()), text(me.displayName()), !Boolean.FALSE.equals(me.active()));
    }

    /**
     * @param asked permission keys such as {@code ADMINISTER}
     * @return those of them that Ferry's user has
     */
    public Set<String> permissions(Set<String> asked) {
        return api.permissions().given(asked);
    }

    /**
     * Hands over every user, active or not, one page of the site after the other. Versions of before 11.0, but for late updates
     * of 10.3, have no list of all users: there the site is searched for everybody. Source: facts/jira-data-center.md, REST
     * that Ferry needs.
     *
     * @return whether these are all people
     */
    public UserListing forEachUser(Consumer<DataCenterUser> consumer) {
        try {
            listUsers(consumer);
            return UserListing.COMPLETE;
        } catch (RemoteFailure failure) {
            // The list itself never answers 404, whatever the cursor (its specification).
            if (!failure.isNotOffered()) {
                throw failure;
            }
        }
        try {
            return searchUsers(consumer);
        } catch (RemoteFailure failure) {
            if (failure.hasStatus(400) || failure.hasStatus(403) || failure.isNotOffered()) {
                return UserListing.NOT_REPORTED;
            }
            throw failure;
        }
    }

    private void listUsers(Consumer<DataCenterUser> consumer) {
        String cursor = null;
        while (true) {
            JiraDataCenterApi.UserPage page = api.users(cursor, USERS_A_PAGE);
            orEmpty(page.values()).forEach(user -> consumer.accept(toUser(user)));
            if (Boolean.TRUE.equals(page.isLast()) || page.nextCursor() == null) {
                return;
            }
            if (Objects.equals(cursor, page.nextCursor())) {
                throw RemoteFailure.lasting(
                        site.name() + " gives the same page of users again and again.",
                        "Look at the site's log; an app or proxy may cache its answers.");
            }
            cursor = page.nextCursor();
        }
    }

    /** Asks until nobody new comes: a site may give shorter pages than it was asked for, and gives no total. */
    private UserListing searchUsers(Consumer<DataCenterUser> consumer) {
        Set<String> seen = new HashSet<>();
        int startAt = 0;
        while (true) {
            List<JiraDataCenterApi.User> page = api.foundUsers(startAt, USERS_A_PAGE);
            int before = seen.size();
            page.stream()
                    .filter(user -> seen.add(text(user.key()) + "\n" + text(user.name())))
                    .forEach(user -> consumer.accept(toUser(user)));
            if (seen.size() == before) {
                // Whoever fits on one page is told at once: nobody is missing. From Jira 10 on that page may be short,
                // and
                // there is no second one.
                return seen.size() < USERS_A_PAGE && seen.size() != MOST_FOUND_BY_JIRA_10
                        ? UserListing.COMPLETE
                        : UserListing.MAY_BE_SHORT;
            }
            startAt += page.size();
        }
    }

    private static DataCenterUser toUser(JiraDataCenterApi.User user) {
        return new DataCenterUser(
                text(user.key()),
                text(user.name()),
                text(user.displayName()),
                Optional.ofNullable(user.emailAddress()).filter(address -> !address.isBlank()),
                !Boolean.FALSE.equals(user.active()));
    }

    /**
     * How many people may use each product, by one call. Who may use several products is counted at each.
     *
     * @return empty if the site does not say: it tells administrators only
     */
    public List<ProductUse> productUse() {
        try {
            return api.applications().stream()
                    .filter(product -> product.userCount() != null && !Boolean.FALSE.equals(product.defined()))
                    .map(product -> new ProductUse(
                            text(product.name()),
                            Objects.requireNonNull(product.userCount()),
                            Boolean.TRUE.equals(product.hasUnlimitedSeats()) ? null : product.numberOfSeats()))
                    .toList();
        } catch (RemoteFailure failure) {
            if (failure.hasStatus(403) || failure.isNotOffered()) {
                return List.of();
            }
            throw failure;
        }
    }

    /** All projects, archived ones too. */
    public List<Project> projects() {
        return api.projects().stream().map(JiraAnswers.ProjectAnswer::toProject).toList();
    }

    /** How many issues a query finds, as far as Ferry's user may see them. */
    public long issueCount(String jql) {
        Long total = api.search(jql).total();
        if (total == null) {
            throw RemoteFailure.lasting(
                    site.name() + " does not say how many issues it found.", "Check that the address leads to Jira.");
        }
        return total;
    }

    /**
     * The names of all boards that Ferry's user may see. A site without Jira Software has no such call. There is none at all
     * for filters: only a backup tells them.
     */
    public List<String> boards() {
        return JiraAnswers.names(startAt -> api.boards(startAt, BOARDS_A_PAGE));
    }

    /** How many issues there are that Ferry's user may see. Those of archived projects are not counted: searches do not find them. */
    public long issueCount() {
        return issueCount("");
    }

    /** All custom fields that Ferry's user may see. */
    public List<CustomField> customFields() {
        return orEmpty(api.fields()).stream()
                .filter(Objects::nonNull)
                .flatMap(field -> field.toCustomField().stream())
                .toList();
    }

    /**
     * The apps that somebody installed, without those that Jira brings along.
     *
     * @return empty if this Jira does not tell: the call is nobody's promise, and lesser rights have none
     */
    public Optional<List<ListedApp>> apps() {
        try {
            return api.apps().installedByPeople();
        } catch (RemoteFailure failure) {
            if (failure.hasStatus(401) || failure.hasStatus(403) || failure.hasStatus(406) || failure.isNotOffered()) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** The app with this key, empty if it is not installed. */
    public Optional<InstalledApp> app(String key) {
        return unlessMissing(() -> Optional.of(api.app(key).toApp(key)));
    }

    /** The licence of the app with this key, empty if the app is not installed or has none. */
    public Optional<AppLicence> appLicence(String key) {
        return unlessMissing(() -> api.licence(key).toLicence());
    }

    /**
     * The licence of Jira itself.
     *
     * @return empty if this Jira does not tell: the call is nobody's promise, and old versions and lesser rights have none
     */
    public Optional<AppLicence> licence() {
        try {
            return api.jiraLicence().toLicence();
        } catch (RemoteFailure failure) {
            if (failure.hasStatus(401) || failure.hasStatus(403) || failure.hasStatus(406) || failure.isNotOffered()) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /**
     * Has Jira write an XML backup into its export folder. Runs inside one request, for up to
     * {@code ferry.remote.backup-timeout}.
     *
     * @param fileName the name of the zip, without a folder; an older one of that name is overwritten
     * @throws io.ferry.remote.OutcomeUnknownException if the answer did not come, or is a page that Ferry does not know
     * @throws RemoteFailure lasting if the credential is a token: a session needs name and password
     * @throws IllegalArgumentException if the name is no plain name of a zip
     */
    public XmlBackupOutcome runXmlBackup(String fileName) {
        ExportFolder.requireName(fileName);
        return new XmlBackup(clients, properties, access)
                .run(credentials.resolve(site.credential(), site.baseUrl()), fileName);
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static <T> Optional<T> unlessMissing(Supplier<Optional<T>> call) {
        try {
            return call.get();
        } catch (RemoteFailure failure) {
            if (failure.hasStatus(404)) {
                return Optional.empty();
            }
            throw failure;
        }
    }
}
