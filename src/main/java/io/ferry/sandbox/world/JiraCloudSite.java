package io.ferry.sandbox.world;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ferry.backup.model.BackupName;
import io.ferry.sandbox.fault.Fault;
import io.ferry.sandbox.fault.FaultKind;
import io.ferry.sandbox.fault.Faults;
import io.ferry.sandbox.side.Side;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The pretend Jira Cloud: accounts, projects, the import of a backup, and the app manager's work. */
public final class JiraCloudSite {
    private final SandboxOptions options;
    private final JiraData source;
    private final Path folder;
    private final Clock clock;
    private final Faults faults;
    private final Ledger ledger;
    private final ExecutorService reader;
    private final BigPictureApp app;

    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Map<String, String> accountOfUserKey = new TreeMap<>();
    private final Map<String, String> accountOfUserName = new TreeMap<>();
    private final Map<String, Upload> uploads = new LinkedHashMap<>();
    private final Map<String, Import> imports = new LinkedHashMap<>();
    private final Map<String, Installation> installations = new LinkedHashMap<>();
    private List<Project> projects = List.of();
    private List<String> filters = List.of();
    private List<String> boards = List.of();
    private IssueContents contents = new IssueContents();
    private Map<String, String> addressOfUserKey = Map.of();
    private @Nullable Fault changed;
    private int nextId = 1;
    private String upmToken;
    private final Set<String> sessions = new HashSet<>();

    JiraCloudSite(
            SandboxOptions options,
            JiraData source,
            Path folder,
            Clock clock,
            Faults faults,
            Ledger ledger,
            ExecutorService reader,
            BigPictureApp app) {
        this.options = options;
        this.source = source;
        this.folder = folder;
        this.clock = clock;
        this.faults = faults;
        this.ledger = ledger;
        this.reader = reader;
        this.app = app;
        this.upmToken = newToken();
        String adminMail = options.credentials().cloud().name();
        add(new Account(idOf(adminMail), "atlassian", "Site Admin", adminMail, false, true, true));
        for (String addon : List.of("Automation for Jira", "Slack")) {
            add(new Account("557058:" + uuid(addon), "app", addon, null, true, true, true));
        }
        String left = "left.last.year@cloud.example.com";
        add(new Account(idOf(left), "atlassian", "Former user", left, true, false, true));
        String outside = "no.access@cloud.example.com";
        add(new Account(idOf(outside), "atlassian", "No Access", outside, false, true, false));
        addKnownPeople();
    }

    /** An issue as the site shows it. */
    public record IssueView(
            String id,
            String key,
            @Nullable String summary,
            @Nullable String type,
            @Nullable String status,
            @Nullable String priority,
            @Nullable Account assignee,
            @Nullable String created,
            @Nullable String updated) {}

    /** An import as its address shows it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ImportView(
            String taskId,
            String state,
            int progress,
            @Nullable String message) {}

    /** An uploaded file as the answer to its upload shows it. */
    public record UploadView(String fileId, long bytes, String sha256) {}

    /** How an installation stands. */
    public record InstallationView(String id, boolean done, boolean failed) {}

    private void addKnownPeople() {
        List<Person> people = distinctByAddress(source.people());
        for (int i = 0; i < people.size(); i++) {
            // Spread over the list, so that small backups have somebody without account too.
            if (i * 7 % 10 * 10 < options.knownPeople()) {
                Person person = people.get(i);
                add(account(person, i * 3 % 10 * 10 + 10 > 100 - options.hiddenEmails()));
            }
        }
    }

    private static Account account(Person person, boolean hidden) {
        String email = String.valueOf(person.email());
        return new Account(idOf(email), "atlassian", person.displayName(), email, hidden, person.active(), true);
    }

    /** One person of each address: Atlassian accounts are addresses. People without one cannot have an account. */
    private static List<Person> distinctByAddress(List<Person> people) {
        Map<String, Person> byAddress = new LinkedHashMap<>();
        for (Person person : people) {
            String email = person.email();
            if (email != null && email.contains("@")) {
                byAddress.putIfAbsent(email.toLowerCase(Locale.ROOT), person);
            }
        }
        return List.copyOf(byAddress.values());
    }

    private void add(Account account) {
        accounts.put(account.accountId(), account);
    }

    private static String idOf(String email) {
        return "712020:" + uuid(email.toLowerCase(Locale.ROOT));
    }

    private static String uuid(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** @return all accounts: active, inactive and apps */
    public synchronized List<Account> accounts() {
        settle();
        return List.copyOf(accounts.values());
    }

    /**
     * Signs the administrator in on the pages.
     *
     * @param name e-mail address
     * @param secret the API token, which is the pretend site's password too
     * @return the session; empty where either is wrong
     */
    public synchronized Optional<String> open(String name, String secret) {
        if (!options.credentials().cloud().equals(new SignIn(name, secret))
                || faults.strike(FaultKind.WRONG_PASSWORD, Side.JIRA_CLOUD).isPresent()) {
            return Optional.empty();
        }
        String session = UUID.randomUUID().toString();
        sessions.add(session);
        return Optional.of(session);
    }

    /**
     * Tells whether somebody is signed in.
     *
     * @param session the cookie's value
     * @return whether it is known
     */
    public synchronized boolean knows(@Nullable String session) {
        return session != null && sessions.contains(session);
    }

    /** @return the id of the site at Atlassian, the same at every start */
    public String cloudId() {
        return uuid("sandbox-site");
    }

    /** @return the id of the organisation to which the site belongs, the same at every start */
    public String organisationId() {
        return uuid("sandbox-organisation");
    }

    /** @return the administrator that the credential belongs to */
    public synchronized Account admin() {
        return accounts.values().iterator().next();
    }

    /** @return the projects, in the order of their keys */
    public synchronized List<Project> projects() {
        settle();
        return projects;
    }

    /** @return the names of the filters */
    public synchronized List<String> filters() {
        settle();
        return filters;
    }

    /** @return the names of the boards */
    public synchronized List<String> boards() {
        settle();
        return boards;
    }

    /**
     * Shows an issue, with what was changed in it on the way. It is assigned to whoever has the address now, so that an
     * account that was made after the import counts too.
     *
     * @param key such as {@code TST-7}
     * @return the issue; empty where there is none
     */
    public synchronized Optional<IssueView> issue(String key) {
        settle();
        int dash = key.lastIndexOf('-');
        String number = key.substring(dash + 1);
        if (dash < 1 || !number.matches("\\d{1,9}")) {
            return Optional.empty();
        }
        return projects.stream()
                .filter(project -> project.key().equalsIgnoreCase(key.substring(0, dash)))
                .filter(project -> project.has(Integer.parseInt(number)))
                .findFirst()
                .flatMap(project -> contents.of(project, Integer.parseInt(number))
                        .map(content -> issue(project, Integer.parseInt(number), content)));
    }

    private IssueView issue(Project project, int number, IssueContents.Content content) {
        String field =
                changed != null && number % 100 < changed.number("percent", 10) ? changed.text("field", "summary") : "";
        Account assignee = content.assigneeKey() == null
                ? null
                : accounts.get(idOf(addressOfUserKey.getOrDefault(content.assigneeKey(), "")));
        return new IssueView(
                project.id() + number,
                project.key() + "-" + number,
                field.equals("summary") ? "Something else" : content.summary(),
                field.equals("type") ? "Other" : contents.name(BackupName.Kind.ISSUE_TYPE, content.typeId()),
                field.equals("status") ? "Lost" : contents.name(BackupName.Kind.STATUS, content.statusId()),
                field.equals("priority") ? "None" : contents.name(BackupName.Kind.PRIORITY, content.priorityId()),
                field.equals("assignee") ? assignee == null ? admin() : null : assignee,
                field.equals("created") ? "2001-01-01 00:00:00.0" : content.created(),
                content.updated());
    }

    /**
     * Tells whether an account could be the target of a mapping.
     *
     * @param accountId Atlassian's id
     * @return whether a person has it
     */
    public synchronized boolean isPerson(String accountId) {
        Account account = accounts.get(accountId);
        return account != null && account.type().equals("atlassian");
    }

    /**
     * Finds the account that a source's person became in the import.
     *
     * @param userName or null
     * @param userKey or null
     * @return Atlassian's id
     */
    public synchronized Optional<String> migrated(@Nullable String userName, @Nullable String userKey) {
        settle();
        return Optional.ofNullable(
                userName != null ? accountOfUserName.get(userName) : accountOfUserKey.get(String.valueOf(userKey)));
    }

    /**
     * Creates an account; the same answer where the person exists with access.
     *
     * @param email the address
     * @return the account
     * @throws SiteRefusal 400 for a bad address, an account without access, or a full licence
     */
    public synchronized Account createAccount(String email) {
        settle();
        if (!email.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+")) {
            throw SiteRefusal.byJiraForField(400, "emailAddress", "The email address is not valid.");
        }
        Account there = accounts.get(idOf(email));
        if (there != null && !there.access()) {
            throw SiteRefusal.byJira(400, "The user already exists but does not have access to Jira.");
        }
        if (there != null) {
            ledger.note("cloud.usersCreated", Map.of("accountId", there.accountId(), "already", true));
            return there;
        }
        if (faults.strike(FaultKind.LICENCE_FULL, Side.JIRA_CLOUD).isPresent()) {
            throw SiteRefusal.byJira(400, "The number of users exceeds the license limit of the product.");
        }
        Optional<Person> person = source.people().stream()
                .filter(each -> email.equalsIgnoreCase(each.email()))
                .findFirst();
        String name = person.map(Person::displayName).orElse(email.substring(0, email.indexOf('@')));
        Account created = new Account(idOf(email), "atlassian", name, email, false, true, true);
        add(created);
        ledger.note("cloud.usersCreated", Map.of("accountId", created.accountId(), "already", false));
        return created;
    }

    /**
     * Takes an uploaded backup.
     *
     * @param fileName as the client calls it
     * @param body the file
     * @return its id, with size and hash of what arrived
     */
    public UploadView upload(String fileName, InputStream body) {
        try {
            Path file = Files.createTempFile(folder, "import", ".zip");
            long bytes = Files.copy(body, file, StandardCopyOption.REPLACE_EXISTING);
            String sha256 = DumpFile.sha256(file);
            synchronized (this) {
                String id = "F" + nextId++;
                uploads.put(id, new Upload(file));
                ledger.note(
                        "cloud.uploads", Map.of("fileId", id, "fileName", fileName, "bytes", bytes, "sha256", sha256));
                return new UploadView(id, bytes, sha256);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts the import of an uploaded backup, which overwrites projects and issues.
     *
     * @param fileId the uploaded file
     * @return the id of the import
     * @throws SiteRefusal 404 for an unknown file; 409 while another import runs
     */
    public synchronized String startImport(@Nullable String fileId) {
        settle();
        Upload upload = fileId == null ? null : uploads.get(fileId);
        if (upload == null) {
            throw SiteRefusal.byJira(404, "There is no uploaded file " + fileId + ".");
        }
        if (imports.values().stream().anyMatch(each -> view(each).state().equals("RUNNING"))) {
            throw SiteRefusal.byJira(409, "An import is running.");
        }
        Import task = new Import(
                "I" + nextId++,
                clock.instant(),
                CompletableFuture.supplyAsync(() -> JiraDataReader.readForImport(upload.file()), reader));
        task.failure = faults.strike(FaultKind.IMPORT_FAILS, Side.JIRA_CLOUD)
                .map(fault -> fault.text("message", "Error parsing XML: an invalid character was found."))
                .orElse(null);
        task.stuckAt = faults.strike(FaultKind.IMPORT_STUCK, Side.JIRA_CLOUD)
                .map(fault -> fault.number("progress", 90))
                .orElse(-1);
        task.missing = faults.strike(FaultKind.MISSING_PEOPLE, Side.JIRA_CLOUD).orElse(null);
        task.lost = faults.strike(FaultKind.LOST_ISSUES, Side.JIRA_CLOUD).orElse(null);
        task.changed = faults.strike(FaultKind.CHANGED_ISSUES, Side.JIRA_CLOUD).orElse(null);
        task.lostFilters = count(FaultKind.LOST_FILTERS);
        task.lostBoards = count(FaultKind.LOST_BOARDS);
        imports.put(task.id, task);
        ledger.note("cloud.imports", Map.of("taskId", task.id, "fileId", String.valueOf(fileId)));
        return task.id;
    }

    private int count(FaultKind kind) {
        return faults.strike(kind, Side.JIRA_CLOUD)
                .map(fault -> fault.number("count", 1))
                .orElse(0);
    }

    /**
     * Shows an import.
     *
     * @param taskId the import
     * @return how far it is; empty where there is none
     */
    public synchronized Optional<ImportView> importTask(String taskId) {
        settle();
        return Optional.ofNullable(imports.get(taskId)).map(this::view);
    }

    /** @return all imports, the newest first */
    public synchronized List<ImportView> imports() {
        settle();
        return new ArrayList<>(imports.values())
                .reversed().stream().map(this::view).toList();
    }

    /** @return the token that the next change by the app manager must carry */
    public synchronized String upmToken() {
        return upmToken;
    }

    /**
     * Starts the installation of the app.
     *
     * @param key the app's key
     * @param token the app manager's token, good for one change
     * @return the id of the installation
     * @throws SiteRefusal 403 for a wrong token; 404 for an unknown app or where the fault is on
     */
    public synchronized String install(String key, String token) {
        settle();
        if (faults.strike(FaultKind.NO_APP_INSTALLATION, Side.JIRA_CLOUD).isPresent()) {
            throw SiteRefusal.byJira(404, "null for uri: /rest/plugins/1.0/apps/install-subscribe");
        }
        if (!token.equals(upmToken)) {
            throw SiteRefusal.byApp(403, "upm.error.invalid.token");
        }
        upmToken = newToken();
        if (!key.equals(options.app().key())) {
            throw SiteRefusal.byApp(404, "upm.error.app.not.found");
        }
        String id = UUID.randomUUID().toString();
        installations.put(
                id,
                new Installation(
                        clock.instant(),
                        faults.strike(FaultKind.INSTALLATION_FAILS, Side.JIRA_CLOUD)
                                .isPresent()));
        ledger.count("cloud.installationsStarted");
        return id;
    }

    /**
     * Shows an installation.
     *
     * @param id the installation
     * @return how it stands; empty where there is none
     */
    public synchronized Optional<InstallationView> installation(String id) {
        settle();
        return Optional.ofNullable(installations.get(id))
                .map(each -> new InstallationView(id, each.isOver(), each.fails));
    }

    /** @return how the latest installation stands, where there was one */
    public synchronized Optional<InstallationView> latestInstallation() {
        settle();
        return installations.entrySet().stream()
                .reduce((first, second) -> second)
                .map(each -> new InstallationView(each.getKey(), each.getValue().isOver(), each.getValue().fails));
    }

    /** @return what is wrong with the app's licence; empty while it is valid */
    public Optional<String> licenceError() {
        return faults.strike(FaultKind.LICENCE_INVALID, Side.JIRA_CLOUD).map(fault -> fault.text("error", "EXPIRED"));
    }

    /** @return the app, where it is installed */
    public synchronized Optional<BigPictureApp> app() {
        settle();
        return app.isInstalled() ? Optional.of(app) : Optional.empty();
    }

    private static String newToken() {
        return String.valueOf(Math.abs(UUID.randomUUID().getMostSignificantBits()));
    }

    private int elapsed(Instant since) {
        Duration takes = options.longWork();
        if (takes.isZero()) {
            return 100;
        }
        return (int) Math.min(100, Duration.between(since, clock.instant()).toMillis() * 100 / takes.toMillis());
    }

    /** Lets what is over by the clock have its effect. */
    private void settle() {
        installations.values().stream()
                .filter(Installation::isOver)
                .filter(each -> !each.fails)
                .forEach(each -> app.install());
        for (Import task : imports.values()) {
            if (!task.over && task.stuckAt < 0 && task.data.isDone() && elapsed(task.startedAt) == 100) {
                task.over = true;
                finish(task);
            }
        }
    }

    private void finish(Import task) {
        if (task.failure != null) {
            return;
        }
        if (task.data.isCompletedExceptionally()) {
            Throwable cause = task.data.exceptionNow();
            task.failure = "The import failed: " + cause.getMessage();
            return;
        }
        JiraData data = task.data.join();
        Fault lost = task.lost;
        projects = lost == null
                ? data.projects()
                : data.projects().stream()
                        .map(project -> project.losing(lost.number("percent", 10)))
                        .toList();
        int withoutProjects = count(FaultKind.LOST_PROJECTS);
        projects = projects.subList(0, Math.max(0, projects.size() - withoutProjects));
        filters = data.filters().subList(0, Math.max(0, data.filters().size() - task.lostFilters));
        boards = data.boards().subList(0, Math.max(0, data.boards().size() - task.lostBoards));
        contents = data.contents();
        changed = task.changed;
        addressOfUserKey = data.people().stream()
                .filter(person -> person.email() != null && person.email().contains("@"))
                .collect(Collectors.toMap(Person::key, person -> String.valueOf(person.email()), (a, b) -> a));
        List<Person> people = distinctByAddress(data.people());
        List<Person> newPeople = people.stream()
                .filter(person -> !accounts.containsKey(idOf(String.valueOf(person.email()))))
                .toList();
        int leftOut = Math.min(options.leftBehind(), newPeople.size());
        Fault missing = task.missing;
        if (missing != null) {
            int wanted = (people.size() * missing.number("percent", 50) + 99) / 100;
            List<Person> known = people.stream()
                    .filter(person -> accounts.containsKey(idOf(String.valueOf(person.email()))))
                    .filter(person -> !isAdmin(person))
                    .toList();
            known.stream()
                    .limit(Math.max(0, wanted - newPeople.size()))
                    .forEach(person -> accounts.remove(idOf(String.valueOf(person.email()))));
            leftOut = Math.min(wanted, newPeople.size());
        }
        newPeople.stream().skip(leftOut).forEach(person -> add(account(person, false)));
        accountOfUserKey.clear();
        accountOfUserName.clear();
        for (Person person : people) {
            String id = idOf(String.valueOf(person.email()));
            if (accounts.containsKey(id)) {
                accountOfUserKey.put(person.key(), id);
                accountOfUserName.put(person.userName(), id);
            }
        }
        int unplaced = data.people().size() - people.size();
        task.message = "Projects: " + projects.size() + ", issues: "
                + projects.stream().mapToInt(Project::issueCount).sum()
                + (unplaced == 0 ? "" : ". People without an address of their own: " + unplaced);
        ledger.note(
                "cloud.importsDone",
                Map.of(
                        "taskId", task.id,
                        "projects", projects.size(),
                        "issues",
                                projects.stream().mapToInt(Project::issueCount).sum(),
                        "filters", filters.size(),
                        "boards", boards.size(),
                        "changedField", changed == null ? "" : changed.text("field", "summary"),
                        "peopleInBackup", data.people().size(),
                        "peopleWithAccount", accountOfUserKey.size()));
    }

    private boolean isAdmin(Person person) {
        return idOf(String.valueOf(person.email())).equals(admin().accountId());
    }

    private ImportView view(Import task) {
        int progress = elapsed(task.startedAt);
        if (task.stuckAt >= 0) {
            progress = Math.min(progress, task.stuckAt);
        } else if (!task.over) {
            progress = Math.min(progress, 99);
        }
        if (task.over) {
            return task.failure == null
                    ? new ImportView(task.id, "DONE", 100, task.message)
                    : new ImportView(task.id, "FAILED", progress, task.failure);
        }
        return new ImportView(task.id, "RUNNING", progress, "Importing");
    }

    private record Upload(Path file) {}

    private final class Installation {
        private final Instant startedAt;
        private final boolean fails;

        private Installation(Instant startedAt, boolean fails) {
            this.startedAt = startedAt;
            this.fails = fails;
        }

        private boolean isOver() {
            return elapsed(startedAt) == 100;
        }
    }

    private static final class Import {
        private final String id;
        private final Instant startedAt;
        private final CompletableFuture<JiraData> data;
        private int stuckAt = -1;
        private boolean over;
        private @Nullable String failure;
        private @Nullable String message;
        private @Nullable Fault missing;
        private @Nullable Fault lost;
        private @Nullable Fault changed;
        private int lostFilters;
        private int lostBoards;

        private Import(String id, Instant startedAt, CompletableFuture<JiraData> data) {
            this.id = id;
            this.startedAt = startedAt;
            this.data = data;
        }
    }
}
