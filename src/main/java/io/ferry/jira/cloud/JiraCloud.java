package io.ferry.jira.cloud;

import static io.ferry.jira.JiraAnswers.text;

import feign.Response;
import io.ferry.base.FileContent;
import io.ferry.jira.AppLicence;
import io.ferry.jira.InstalledApp;
import io.ferry.jira.JiraAnswers;
import io.ferry.jira.Myself;
import io.ferry.jira.Project;
import io.ferry.jira.ServerInfo;
import io.ferry.remote.Access;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.EndpointSet;
import io.ferry.remote.Masking;
import io.ferry.remote.OutcomeUnknownException;
import io.ferry.remote.RemoteClients;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.RemoteState;
import io.ferry.remote.Site;
import io.ferry.remote.Transferred;
import io.ferry.remote.Transfers;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One Jira Cloud site. Every method may throw {@link RemoteFailure}; those that change something also
 * {@link OutcomeUnknownException}.
 */
public final class JiraCloud {
    private static final int PROJECTS_A_PAGE = 100;
    private static final int USERS_A_PAGE = 1000;
    private static final int FEWEST_USERS_A_PAGE = 50;
    /** The most that one call gives; source: the specification, bulkFetchIssues. */
    private static final int ISSUES_A_CALL = 100;

    private static final int FILTERS_A_PAGE = 100;
    private static final int BOARDS_A_PAGE = 50;
    private static final List<String> FIELDS =
            List.of("summary", "issuetype", "status", "priority", "assignee", "created", "updated");
    /** Finds all issues, and is bounded. */
    private static final String EVERY_ISSUE = "created >= \"1970-01-01\"";

    /** How long a site may take over a file after the last byte of it. */
    private static final Duration UPLOAD_ANSWER = Duration.ofMinutes(10);

    /** The scopes, in words, that a scoped token needs to create accounts. */
    public static final String SCOPES_OF_CREATING_USERS =
            TokenScopes.scoped(List.of(scopesOf("createUser"))).inWords();

    private final Site site;
    private final JiraCloudApi api;
    private final JiraImportApi imports;
    private final JiraImportFilesApi files;
    private final EndpointSet endpoints;
    private final Gateways gateways;

    JiraCloud(Site site, RemoteClients clients, Transfers transfers, EndpointSet endpoints, Gateways gateways) {
        Access access = Access.to(site, "jira-cloud");
        this.site = site;
        this.gateways = gateways;
        this.api = WhereTheTokenWorks.calls(site, gateways, clients);
        this.imports = clients.client(JiraImportApi.class, access);
        this.files = new JiraImportFilesApi(transfers, access.answeringWithin(UPLOAD_ANSWER));
        this.endpoints = endpoints;
    }

    /** Version and kind of the site. */
    public ServerInfo serverInfo() {
        return api.serverInfo().toServerInfo(site.name());
    }

    /** Who Ferry is signed in as; fails with 401 if the credential is not accepted. */
    public Myself myself() {
        JiraCloudApi.User me = api.myself();
        return new Myself(text(me.accountId()), text(me.displayName()), !Boolean.FALSE.equals(me.active()));
    }

    /**
     * Which kind of token Ferry has, and which scopes it lacks, found by making each reading call once. What only a changing
     * call needs cannot be tried.
     *
     * @throws RemoteFailure if the site takes the token neither at its own address nor at the gateway
     */
    public TokenScopes tokenScopes() {
        Map<String, Runnable> calls = new LinkedHashMap<>();
        calls.put("myself", api::myself);
        calls.put("permissions", () -> api.permissions("ADMINISTER"));
        calls.put("projects", () -> api.projects(0, 1));
        calls.put("users", () -> api.users(0, 1));
        calls.put("count", () -> api.count(new JiraCloudApi.Query("created >= -1d")));
        calls.put("issues", () -> api.issues(new JiraCloudApi.IssuesWanted(List.of("FERRY-1"), List.of("summary"))));
        calls.put("filters", () -> api.filters(0, 1));
        calls.put("boards", () -> api.boards(0, 1));
        calls.put("licence", api::licence);
        calls.put("seats", api::seats);
        List<Scopes> lacking = new ArrayList<>();
        for (Map.Entry<String, Runnable> each : calls.entrySet()) {
            if (lacksScopeFor(each.getValue())) {
                lacking.add(scopesOf(each.getKey()));
            }
            if (gateways.known(site).isEmpty()) {
                return TokenScopes.classic();
            }
        }
        return TokenScopes.scoped(lacking);
    }

    private static boolean lacksScopeFor(Runnable call) {
        try {
            call.run();
            return false;
        } catch (RemoteFailure failure) {
            if (failure.isOfScope()) {
                return true;
            }
            // Lesser rights, and a site without Jira Software: the scopes let the call in.
            if (failure.hasStatus(403) || failure.isNotOffered() || failure.isRefusal()) {
                return false;
            }
            throw failure;
        }
    }

    private static Scopes scopesOf(String call) {
        return Arrays.stream(JiraCloudApi.class.getDeclaredMethods())
                .filter(method -> method.getName().equals(call))
                .map(method -> method.getAnnotation(Scopes.class))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    /**
     * @param asked permission keys such as {@code ADMINISTER}
     * @return those of them that Ferry's user has
     */
    public Set<String> permissions(Set<String> asked) {
        return asked.isEmpty()
                ? Set.of()
                : api.permissions(String.join(",", new TreeSet<>(asked))).given(asked);
    }

    /** All projects that Ferry's user may see, page by page. */
    public List<Project> projects() {
        return projectAnswers().stream()
                .map(JiraAnswers.ProjectAnswer::toProject)
                .toList();
    }

    /** The keys of the team-managed projects that Ferry's user may see, in the site's order. */
    public List<String> teamManagedProjects() {
        return projectAnswers().stream()
                .filter(JiraAnswers.ProjectAnswer::isTeamManaged)
                .map(project -> text(project.key()))
                .toList();
    }

    private List<JiraAnswers.ProjectAnswer> projectAnswers() {
        List<JiraAnswers.ProjectAnswer> projects = new ArrayList<>();
        while (true) {
            JiraCloudApi.ProjectPage page = api.projects(projects.size(), PROJECTS_A_PAGE);
            List<JiraAnswers.ProjectAnswer> values = page.values() == null ? List.of() : page.values();
            projects.addAll(values);
            if (values.isEmpty() || Boolean.TRUE.equals(page.isLast())) {
                return List.copyOf(projects);
            }
        }
    }

    /**
     * Hands over every account once, inactive ones and apps too. The site gives no total and may give short pages, so
     * that only an empty one is the end; pages may overlap.
     */
    public void forEachUser(Consumer<CloudUser> consumer) {
        Set<String> seen = new HashSet<>();
        int size = USERS_A_PAGE;
        int startAt = 0;
        while (true) {
            List<JiraCloudApi.User> page;
            try {
                page = api.users(startAt, size);
            } catch (RemoteFailure failure) {
                // 409: the page took the site longer than 10 seconds; source: facts/jira-cloud.md, REST v3.
                if (failure.hasStatus(409) && size > FEWEST_USERS_A_PAGE) {
                    size = Math.max(FEWEST_USERS_A_PAGE, size / 4);
                    continue;
                }
                throw failure;
            }
            if (page.isEmpty()) {
                return;
            }
            int before = seen.size();
            page.stream()
                    .filter(user -> seen.add(text(user.accountId())))
                    .forEach(user -> consumer.accept(toUser(user)));
            if (seen.size() == before) {
                throw RemoteFailure.lasting(
                        site.name() + " gives the same page of users again and again.",
                        "Let Ferry try again later; if it stays so, match the people from a list of the organisation.");
            }
            startAt += page.size();
        }
    }

    /**
     * About how many issues a query finds: the site's estimate.
     *
     * @param jql a bounded query, such as {@code project = "KEY"}
     */
    public long issueCount(String jql) {
        Long count = api.count(new JiraCloudApi.Query(jql)).count();
        if (count == null) {
            throw RemoteFailure.lasting(
                    site.name() + " does not say how many issues it found.", "Check that the address leads to Jira.");
        }
        return count;
    }

    /**
     * About how many issues Ferry's user may see in all projects: the site's estimate. The query is bounded, since the site
     * counts nothing without a restriction.
     */
    public long issueCount() {
        return issueCount(EVERY_ISSUE);
    }

    /**
     * When somebody last changed an issue that Ferry's user may see.
     *
     * @return empty if there is no such issue, or the site does not say when it was changed
     */
    public Optional<Instant> newestChange() {
        var newest = new JiraCloudApi.Search(EVERY_ISSUE + " ORDER BY updated DESC", 1, List.of("updated"));
        List<JiraCloudApi.Issue> found = api.search(newest).issues();
        if (found == null) {
            throw RemoteFailure.lasting(
                    site.name() + " gives no list of issues.", "Check that the address leads to Jira.");
        }
        return found.stream()
                .flatMap(issue -> toIssue(issue).stream())
                .flatMap(issue -> Stream.ofNullable(issue.updated()))
                .findFirst();
    }

    /**
     * The issues with these keys, without those that are not there or that Ferry's user may not see. An issue that was moved
     * comes under its new key.
     */
    public List<CloudIssue> issues(List<String> keys) {
        List<CloudIssue> issues = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += ISSUES_A_CALL) {
            List<String> some = keys.subList(from, Math.min(keys.size(), from + ISSUES_A_CALL));
            List<JiraCloudApi.Issue> answer =
                    api.issues(new JiraCloudApi.IssuesWanted(some, FIELDS)).issues();
            if (answer == null) {
                throw RemoteFailure.lasting(
                        site.name() + " gives no list of issues.", "Check that the address leads to Jira.");
            }
            answer.forEach(issue -> toIssue(issue).ifPresent(issues::add));
        }
        return List.copyOf(issues);
    }

    /** The names of all filters; those that their owners share with nobody only as far as the site shows them to administrators. */
    public List<String> filters() {
        return JiraAnswers.names(startAt -> api.filters(startAt, FILTERS_A_PAGE));
    }

    /** The names of all boards that Ferry's user may see. A site without Jira Software has no such call. */
    public List<String> boards() {
        return JiraAnswers.names(startAt -> api.boards(startAt, BOARDS_A_PAGE));
    }

    /** The products of the site and how many seats are used. */
    public SiteLicence licence() {
        List<JiraCloudApi.Application> applications = api.licence().applications();
        List<String> products = applications == null
                ? List.of()
                : applications.stream().map(product -> text(product.id())).toList();
        return new SiteLicence(products, usedSeats());
    }

    private OptionalLong usedSeats() {
        try {
            String value = text(api.seats().value());
            return value.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(value)) : OptionalLong.empty();
        } catch (RemoteFailure failure) {
            if (failure.hasStatus(403)) {
                return OptionalLong.empty();
            }
            throw failure;
        }
    }

    /**
     * Creates an account, or finds that it is there.
     *
     * @param email the person's address
     * @param products product ids such as {@code jira-software}; may be empty for no access
     */
    public CreatedUser createUser(String email, List<String> products) {
        try {
            String accountId = api.createUser(new JiraCloudApi.NewUser(email, List.copyOf(products)))
                    .accountId();
            if (accountId == null) {
                throw OutcomeUnknownException.of(
                        site.name() + " created an account and does not say which.",
                        "Look into the site's list of users, then let Ferry match the people again.");
            }
            return new CreatedUser.Created(accountId);
        } catch (RemoteFailure failure) {
            if (failure.hasStatus(403)) {
                return new CreatedUser.NotAllowed();
            }
            if (failure.kind() != RemoteFailure.Kind.BY_DESIGN) {
                throw failure;
            }
            String reason = failure.remoteMessage().orElse("");
            String lower = reason.toLowerCase(Locale.ROOT);
            // One status stands for several reasons; only the words tell. Source: facts/jira-cloud.md, REST v3.
            if (lower.contains("licen") || lower.contains("seat") || lower.contains("user limit")) {
                return new CreatedUser.LicenceExceeded();
            }
            return lower.contains("exist") ? new CreatedUser.AlreadyThere() : new CreatedUser.Refused(reason);
        }
    }

    /**
     * The app with this key, empty if it is not installed. The app manager's calls are undocumented, and not every site answers
     * them: a missing app counts only where the list of all apps is told. Source: facts/jira-cloud.md, Installing an app.
     *
     * @throws AutomationUnavailableException if the site does not say
     */
    public Optional<InstalledApp> app(String key) {
        try {
            return Optional.of(api.app(key).toApp(key));
        } catch (RemoteFailure failure) {
            if (failure.hasStatus(404) && listsApps()) {
                return Optional.empty();
            }
            if (isSilence(failure)) {
                throw appsNotTold(failure);
            }
            throw failure;
        }
    }

    private boolean listsApps() {
        try (Response apps = api.apps()) {
            return apps.status() < 300;
        } catch (RemoteFailure failure) {
            if (isSilence(failure)) {
                return false;
            }
            throw failure;
        }
    }

    private static AutomationUnavailableException appsNotTold(RemoteFailure failure) {
        return AutomationUnavailableException.of(
                "asking the app manager", "the site does not say which apps it has: " + failure.title());
    }

    /** An answer of the app manager that says nothing about the app, and is no failure. */
    private static boolean isSilence(RemoteFailure failure) {
        return failure.hasStatus(401) || failure.hasStatus(403) || failure.isNotOffered();
    }

    /**
     * Has the site install the newest version of an app. The call is undocumented.
     *
     * @throws AutomationUnavailableException if the site does not offer the call
     */
    public AppInstallation installApp(String key) {
        return offered("installing an app", () -> {
            String token = upmToken();
            try {
                api.install(key, token).close();
                return new AppInstallation.Accepted();
            } catch (RemoteFailure failure) {
                if (failure.isRefusal()) {
                    return new AppInstallation.Refused(failure.reason());
                }
                throw isSilence(failure) ? appsNotTold(failure) : failure;
            }
        });
    }

    private String upmToken() {
        try (Response apps = api.apps()) {
            return apps.headers().getOrDefault("upm-token", List.of()).stream()
                    .findFirst()
                    .orElseThrow(() -> AutomationUnavailableException.of(
                            "installing an app", "the site's app manager gives no token for it."));
        } catch (RemoteFailure failure) {
            throw isSilence(failure) ? appsNotTold(failure) : failure;
        }
    }

    /** The licence of the app with this key, empty if the app is not installed or has none, or the site does not say. */
    public Optional<AppLicence> appLicence(String key) {
        try {
            return Optional.ofNullable(api.marketplace(key).licenseDetails()).flatMap(licence -> licence.toLicence());
        } catch (RemoteFailure failure) {
            if (isSilence(failure)) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /**
     * Uploads a backup, as a stream.
     *
     * @return the uploaded file and what passed
     * @throws AutomationUnavailableException if no endpoint is configured for it, or the site does not offer it
     * @throws RemoteFailure by design if the site refuses the file
     */
    public UploadedBackup uploadBackup(FileContent file) {
        URI address = URI.create(
                at("import-files", Map.of()) + "?fileName=" + URLEncoder.encode(file.name(), StandardCharsets.UTF_8));
        return offered("uploading a backup", () -> {
            Transfers.Uploaded<JiraImportFilesApi.UploadedFile> uploaded = files.upload(address, file);
            String fileId = uploaded.answer().fileId();
            if (fileId == null) {
                throw OutcomeUnknownException.of(
                        site.name() + " took the backup and does not say where.", "Import the backup by hand.");
            }
            return new UploadedBackup(
                    fileId,
                    uploaded.transferred(),
                    uploaded.answer().bytes(),
                    uploaded.answer().sha256());
        });
    }

    /**
     * Starts the import of an uploaded backup. It overwrites the site.
     *
     * @param fileId from {@link #uploadBackup}
     * @throws AutomationUnavailableException if no endpoint is configured for it, or the site does not offer it
     */
    public ImportStart startImport(String fileId) {
        URI address = at("import", Map.of());
        return offered("importing a backup", () -> {
            try {
                String taskId =
                        imports.start(address, new JiraImportApi.Wish(fileId)).taskId();
                if (taskId == null) {
                    throw OutcomeUnknownException.of(
                            site.name() + " took the wish for an import and does not say whether it runs.",
                            "Look at the site's page for imports.");
                }
                return new ImportStart.Started(taskId);
            } catch (RemoteFailure failure) {
                if (failure.isRefusal()) {
                    return new ImportStart.Refused(failure.reason());
                }
                throw failure;
            }
        });
    }

    /** How an import stands. */
    public ImportProgress importState(String taskId) {
        return toProgress(imports.task(at("import-task", Map.of("taskId", taskId))), taskId);
    }

    /** All imports that the site knows: to find out what became of an unknown one. */
    public List<ImportProgress> imports() {
        URI address = at("import", Map.of());
        return offered("listing imports", () -> imports.tasks(address)).stream()
                .map(task -> toProgress(task, text(task.taskId())))
                .toList();
    }

    /**
     * A backup at the site.
     *
     * @param fileId the site's name for it
     * @param transferred what passed
     * @param bytes the size of what arrived; null where the site does not tell
     * @param sha256 its hash; null where the site does not tell
     */
    public record UploadedBackup(
            String fileId,
            Transferred transferred,
            @Nullable Long bytes,
            @Nullable String sha256) {

        /** Whether this is the file of that size and hash, as far as anybody can tell. */
        public boolean is(long size, String hash) {
            return transferred.sha256().equals(hash)
                    && (bytes == null || bytes == size)
                    && (sha256 == null || sha256.equalsIgnoreCase(hash));
        }
    }

    private URI at(String endpoint, Map<String, String> variables) {
        return endpoints.address(site.baseUrl(), endpoint, variables);
    }

    private static Optional<CloudIssue> toIssue(JiraCloudApi.Issue issue) {
        JiraCloudApi.Fields fields = issue.fields();
        if (issue.key() == null || fields == null) {
            return Optional.empty();
        }
        JiraCloudApi.Assignee assignee = fields.assignee();
        return Optional.of(new CloudIssue(
                issue.key(),
                text(fields.summary()),
                name(fields.issuetype()),
                name(fields.status()),
                name(fields.priority()),
                assignee == null ? "" : text(assignee.accountId()),
                JiraAnswers.time(fields.created()),
                JiraAnswers.time(fields.updated())));
    }

    private static String name(JiraCloudApi.@Nullable Named named) {
        return named == null ? "" : text(named.name());
    }

    private static CloudUser toUser(JiraCloudApi.User user) {
        return new CloudUser(
                text(user.accountId()),
                text(user.accountType()),
                text(user.displayName()),
                Optional.ofNullable(user.emailAddress()).filter(address -> !address.isBlank()),
                !Boolean.FALSE.equals(user.active()));
    }

    private ImportProgress toProgress(JiraImportApi.Task task, String taskId) {
        RemoteState state = switch (text(task.state())) {
            case "RUNNING" -> RemoteState.IN_PROGRESS;
            case "DONE" -> RemoteState.DONE;
            case "FAILED" -> RemoteState.FAILED;
            default ->
                throw RemoteFailure.lasting(
                        site.name() + " gives a state of the import that Ferry does not know.",
                        "Look at the site's page for imports, and continue by hand.");
        };
        int percent = task.progress() == null ? 0 : Math.clamp(task.progress(), 0, 100);
        return new ImportProgress(taskId, state, percent, Masking.mask(text(task.message())));
    }

    /**
     * For calls that no maker promises: a site without them is no failure. The configured ones are at the site's own address,
     * which takes no scoped token.
     */
    private <T> T offered(String operation, Supplier<T> call) {
        try {
            return call.get();
        } catch (RemoteFailure failure) {
            if (failure.isNotOffered()) {
                throw AutomationUnavailableException.of(operation, failure.title());
            }
            if (failure.hasStatus(401)
                    && (usesScopedToken() || gateways.ask(site).isPresent())) {
                throw AutomationUnavailableException.of(
                        operation, "Ferry's API token is a scoped one, which does not open it.");
            }
            throw failure.hasStatus(401) ? gateways.explained(site, failure) : failure;
        }
    }

    /** Whether a call has shown that Ferry's token is a scoped one. */
    public boolean usesScopedToken() {
        return gateways.known(site).isPresent();
    }
}
