package io.ferry.sandbox.world;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ferry.base.Sha256;
import io.ferry.bigpicture.Dump;
import io.ferry.sandbox.fault.Fault;
import io.ferry.sandbox.fault.FaultKind;
import io.ferry.sandbox.fault.Faults;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The app on one side: its boxes, dumps, restores and connections. Nothing here runs in the background; how far a long
 * work has come follows from the clock at the moment somebody asks.
 */
public final class BigPictureApp {
    private static final List<String> FIELDS = List.of("Start date", "End date", "Progress");

    private final App app;
    private final Deployment deployment;
    private final AppVersion version;
    private final Duration longWork;
    private final long dumpBytes;
    private final Path folder;
    private final Clock clock;
    private final Faults faults;
    private final Ledger ledger;
    private final Supplier<List<Project>> jiraProjects;
    private final Predicate<String> accounts;

    private AppContent content;
    private final AtomicBoolean installed;
    private Instant restartFrom = Instant.MIN;
    private Instant restartUntil = Instant.MIN;
    private int location = 101;
    private int nextId = 1;
    private int nextBox = 1000;
    private String brokenType = "";
    private final List<Dump> dumps = new ArrayList<>();
    private final Map<String, Restore> restores = new LinkedHashMap<>();
    private final Map<String, Connection> connections = new LinkedHashMap<>();
    private final Map<String, Boolean> fields = new LinkedHashMap<>();

    BigPictureApp(
            Deployment deployment,
            SandboxOptions options,
            Path folder,
            Clock clock,
            Faults faults,
            Ledger ledger,
            Supplier<List<Project>> jiraProjects,
            Predicate<String> accounts,
            AppContent content) {
        this.app = options.app();
        this.deployment = deployment;
        this.version = deployment == Deployment.SERVER ? options.sourceVersion() : options.targetVersion();
        this.longWork = options.longWork();
        this.dumpBytes = options.dumpBytes();
        this.folder = folder;
        this.clock = clock;
        this.faults = faults;
        this.ledger = ledger;
        this.jiraProjects = jiraProjects;
        this.accounts = accounts;
        this.content = content;
        this.installed = new AtomicBoolean(deployment == Deployment.SERVER || options.installed());
        connect(content, true);
        if (deployment == Deployment.SERVER) {
            FIELDS.forEach(field -> fields.put(field, true));
            jiraProjects.get().stream()
                    .findFirst()
                    .ifPresent(project -> fields.put("Custom mapping of " + project.name() + ": Start date", true));
        }
    }

    /** A dump as the list shows it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DumpView(
            String id,
            String description,
            Instant createdAt,
            String status,
            int progress,
            String databaseVersion,
            long bytes,
            String kind,
            String origin) {}

    /** A restore as its address shows it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RestoreView(
            String restoreId,
            String state,
            int progress,
            @Nullable String safetyDumpId,
            @Nullable String message) {}

    /** A connection as the list shows it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ConnectionView(
            String id,
            String name,
            boolean primary,
            boolean active,
            String state,
            @Nullable String reason) {}

    /** A pair of the mapping. */
    public record Mapped(
            @Nullable String sourceUserKey, @Nullable String targetAccountId) {}

    /** What a client sends to restore a dump. */
    public record RestoreOrder(
            @Nullable String strategy,
            @Nullable Boolean allActionsDone,
            @Nullable String confirmation,
            @Nullable List<Mapped> userMapping,
            @Nullable Boolean acceptUnmapped) {}

    /** @return the app's version */
    public AppVersion version() {
        return version;
    }

    /** @return on which side it stands */
    public Deployment deployment() {
        return deployment;
    }

    /** @return whether the app is installed */
    public boolean isInstalled() {
        return installed.get();
    }

    /** Installs the app, empty. Takes no lock: Jira's site calls it while it holds its own. */
    public void install() {
        if (installed.compareAndSet(false, true)) {
            ledger.count(name("installed"));
        }
    }

    /** @return whether the app restarts just now, and answers nothing */
    public synchronized boolean isRestarting() {
        settle();
        Instant now = clock.instant();
        return !now.isBefore(restartFrom) && now.isBefore(restartUntil);
    }

    /** @return the number in the app's cloud address; it can move */
    public synchronized int location() {
        return location;
    }

    /**
     * Tells whether a number is still the one of the app's cloud address. Where the fault is on, asking moves the app.
     *
     * @param asked the number in the address
     * @return whether the app is still there
     */
    public synchronized boolean isAt(int asked) {
        faults.strike(FaultKind.LOCATION_MOVED, deployment.side()).ifPresent(fault -> location++);
        return asked == location;
    }

    /** @return the tree of boxes */
    public synchronized Box boxes() {
        settle();
        return content.root();
    }

    /** @return whether each field, and each project's custom mapping, is synchronized with Jira */
    public synchronized Map<String, Boolean> fields() {
        return new LinkedHashMap<>(fields);
    }

    /**
     * Switches the synchronisation of fields.
     *
     * @param synchronize the names of those that shall be synchronized; all others are not
     */
    public synchronized void synchronizeOnly(Set<String> synchronize) {
        fields.replaceAll((name, before) -> synchronize.contains(name));
        ledger.note(
                name("fields"),
                Map.of(
                        "synchronized",
                        fields.values().stream().filter(each -> each).count(),
                        "of",
                        fields.size()));
    }

    /** @return the teams */
    public synchronized List<AppContent.Team> teams() {
        settle();
        return content.teams();
    }

    /**
     * Tells what a box draws from Jira.
     *
     * @param boxId the box
     * @return its scope; empty where there is no such box
     */
    public synchronized Optional<AppContent.Scope> scope(String boxId) {
        settle();
        if (content.root().all().noneMatch(box -> box.boxId().equals(boxId))) {
            return Optional.empty();
        }
        return Optional.of(content.scopes().getOrDefault(boxId, new AppContent.Scope("", List.of(), List.of())));
    }

    /**
     * Tells whether an element of a scope stands in this side's Jira.
     *
     * @param element a project, filter or board
     * @return whether it is there; filters and boards always are
     */
    public boolean isThere(AppContent.Element element) {
        return !element.type().equals(brokenType())
                && (!element.type().equals("JIRA_PROJECT")
                        || jiraProjects.get().stream()
                                .anyMatch(project -> project.id().equals(element.value())));
    }

    private synchronized String brokenType() {
        return brokenType;
    }

    /**
     * Tells which projects stand in the scope of a box.
     *
     * @param boxId the box
     * @return keys of projects
     * @throws SiteRefusal 400 where there is no such box
     */
    public Set<String> projectsOf(String boxId) {
        if (faults.strike(FaultKind.BOX_INDEX_BEHIND, deployment.side()).isPresent()) {
            return Set.of();
        }
        Set<String> ids =
                scope(boxId)
                        .orElseThrow(() -> SiteRefusal.byJira(400, "There is no box " + boxId + "."))
                        .elements()
                        .stream()
                        .filter(element -> element.type().equals("JIRA_PROJECT"))
                        .map(AppContent.Element::value)
                        .collect(Collectors.toSet());
        return jiraProjects.get().stream()
                .filter(project -> ids.contains(project.id()))
                .map(Project::key)
                .collect(Collectors.toSet());
    }

    /**
     * Adds a box beneath the root.
     *
     * @param name its name
     * @return its id
     */
    public synchronized String createBox(String name) {
        settle();
        String id = "PROG-" + nextBox++;
        content = content.with(content.root()
                .with(new Box(id, "NOT_STARTED", "program", name, null, null, false, null, null, List.of())));
        ledger.count(name("boxesCreated"));
        return id;
    }

    /**
     * Installs the app again, which restarts it.
     *
     * @param wanted the version; null: the one that is there
     * @throws SiteRefusal 422 for another version
     */
    public synchronized void reinstall(@Nullable String wanted) {
        settle();
        refuseWhileBusy();
        if (wanted != null && !wanted.equals(version.toString())) {
            throw refuse(422, "Version " + wanted + " is not the installed version " + version + ".");
        }
        ledger.count(name("reinstallations"));
        restart(Duration.ZERO, longWork.dividedBy(2));
    }

    /**
     * Starts a dump; the app restarts meanwhile, and the list shows it only at the second look.
     *
     * @param description what its row shows
     * @throws SiteRefusal 409 while another work runs
     */
    public synchronized void createDump(String description) {
        settle();
        refuseWhileBusy();
        Dump dump = newDump(description, "MANUAL", longWork);
        dump.stuckAt = faults.strike(FaultKind.DUMP_STUCK, deployment.side())
                .map(fault -> fault.number("progress", 40))
                .orElse(-1);
        dump.fails = faults.strike(FaultKind.DUMP_FAILS, deployment.side()).isPresent();
        ledger.count(name("dumpsCreated"));
        restart(Duration.ZERO, longWork.dividedBy(2));
    }

    /**
     * Lists the dumps, the newest first. The first look after a dump was started does not show it yet.
     *
     * @return the rows
     */
    public synchronized List<DumpView> lookAtDumps() {
        settle();
        List<DumpView> rows = new ArrayList<>();
        for (Dump dump : dumps.reversed()) {
            if (dump.hidden) {
                dump.hidden = false;
            } else {
                rows.add(view(dump));
            }
        }
        return rows;
    }

    /** @return all dumps as they are, for the control page */
    public synchronized List<DumpView> dumps() {
        settle();
        return dumps.reversed().stream().map(this::view).toList();
    }

    /**
     * Gives the file of a dump.
     *
     * @param id the dump
     * @return its file
     * @throws SiteRefusal 404 where there is none; 409 while it is made
     */
    public synchronized Path file(String id) {
        settle();
        Dump dump = dump(id);
        if (!view(dump).status().equals("READY")) {
            throw refuse(409, "The dump is not ready.");
        }
        ledger.count(name("dumpDownloads"));
        return dump.file;
    }

    /**
     * Takes an uploaded dump.
     *
     * @param fileName as the client calls it
     * @param body the file
     * @return the id of its row
     * @throws SiteRefusal 422 for a file that this app does not take
     */
    public String importDump(String fileName, InputStream body) {
        try {
            Path file = Files.createTempFile(folder, "upload", ".dump");
            long bytes = Files.copy(body, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            String sha256 = DumpFile.sha256(file);
            String id = "";
            try {
                id = accept(file, DumpFile.read(file));
                return id;
            } catch (DumpFile.BrokenDumpException e) {
                Files.delete(file);
                throw refuse(422, String.valueOf(e.getMessage()));
            } catch (SiteRefusal e) {
                Files.delete(file);
                throw e;
            } finally {
                ledger.note(
                        name("dumpUploads"),
                        Map.of("dump", id, "fileName", fileName, "bytes", bytes, "sha256", sha256));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized String accept(Path file, DumpFile.Header header) {
        settle();
        if (!header.appKey().equals(app.key())) {
            throw refuse(422, "The dump was made by another app.");
        }
        if (header.deployment() == Deployment.CLOUD && deployment == Deployment.SERVER) {
            throw refuse(422, "A dump made in Cloud cannot be restored on Data Center.");
        }
        if (header.version().compareTo(AppVersion.FIRST_FOR_CLOUD) < 0) {
            throw refuse(422, "The dump was made by version " + header.version() + ", which is too old.");
        }
        if (header.version().compareTo(version) > 0) {
            throw refuse(
                    422, "The dump was made by version " + header.version() + ", which is newer than " + version + ".");
        }
        Dump dump = new Dump(
                String.valueOf(nextId++), header.description(), clock.instant(), "UPLOAD", Duration.ZERO, file, header);
        dumps.add(dump);
        return dump.id;
    }

    /**
     * Tells who is in a dump.
     *
     * @param id the dump
     * @return the people whom a restore wants mapped; none for a dump of this side's own
     * @throws SiteRefusal 404 where there is no such dump
     */
    public synchronized List<AppContent.DumpPerson> peopleToMap(String id) {
        DumpFile.Header header = dump(id).header;
        return header.deployment() == deployment ? List.of() : header.content().people();
    }

    /**
     * Starts a restore, which overwrites everything after the app has made a dump of its own state.
     *
     * @param id the dump
     * @param order the confirmation and the mapping
     * @return the id of the restore
     * @throws SiteRefusal 404, 409 or 422 with the reason
     */
    public synchronized String restore(String id, RestoreOrder order) {
        settle();
        Dump dump = dump(id);
        List<Mapped> mapping = order.userMapping() == null ? List.of() : order.userMapping();
        ledger.note(
                name("restoreOrders"),
                Map.of(
                        "dump", id,
                        "confirmation", String.valueOf(order.confirmation()),
                        "allActionsDone", String.valueOf(order.allActionsDone()),
                        "acceptUnmapped", String.valueOf(order.acceptUnmapped()),
                        "mapped", mapping.size(),
                        "mapping", fingerprint(mapping)));
        refuseWhileBusy();
        if (!view(dump).status().equals("READY")) {
            throw refuse(409, "The dump is not ready.");
        }
        if (!"RESTORE".equals(order.confirmation())) {
            throw refuse(422, "Type RESTORE to continue.");
        }
        if (!Boolean.TRUE.equals(order.allActionsDone())) {
            throw refuse(422, "Tick that all actions are done.");
        }
        if (dump.header.deployment() != deployment) {
            if (!"ON_PREMISES_TO_CLOUD".equals(order.strategy())) {
                throw refuse(422, "This dump needs the strategy ON_PREMISES_TO_CLOUD.");
            }
            checkMapping(dump.header.content(), mapping, Boolean.TRUE.equals(order.acceptUnmapped()));
        }
        Dump safety = newDump("Before the restore of " + dump.description, "SAFETY", longWork.dividedBy(4));
        safety.hidden = false;
        Restore restore = new Restore("R" + nextId++, dump, safety.id, clock.instant());
        restore.fails =
                faults.strike(FaultKind.RESTORE_FAILS, deployment.side()).isPresent();
        restore.stuckAt = faults.strike(FaultKind.RESTORE_STUCK, deployment.side())
                .map(fault -> fault.number("progress", 60))
                .orElse(-1);
        restores.put(restore.id, restore);
        ledger.count(name("restoresStarted"));
        if (restore.stuckAt < 0) {
            restart(longWork.multipliedBy(3).dividedBy(4), longWork);
        }
        return restore.id;
    }

    /** Who is whom, without telling: the SHA-256 of the sorted pairs. */
    private static String fingerprint(List<Mapped> mapping) {
        String pairs = mapping.stream()
                .map(pair -> pair.sourceUserKey() + "=" + pair.targetAccountId())
                .sorted()
                .collect(Collectors.joining("\n"));
        return HexFormat.of().formatHex(Sha256.of(pairs));
    }

    private void checkMapping(AppContent source, List<Mapped> mapping, boolean acceptUnmapped) {
        Set<String> people = new HashSet<>();
        Set<String> targets = new HashSet<>();
        Set<String> known =
                source.people().stream().map(AppContent.DumpPerson::userKey).collect(Collectors.toSet());
        for (Mapped pair : mapping) {
            String key = pair.sourceUserKey();
            String account = pair.targetAccountId();
            if (key == null || account == null || !known.contains(key)) {
                throw refuse(422, "The mapping names somebody who is not in the dump.");
            }
            if (!accounts.test(account)) {
                throw refuse(422, "The mapping names an account that does not exist.");
            }
            if (!people.add(key) || !targets.add(account)) {
                throw refuse(422, "The mapping has duplicates: an account can be used only once.");
            }
        }
        long unmapped = known.stream().filter(key -> !people.contains(key)).count();
        if (unmapped > 0 && !acceptUnmapped) {
            throw refuse(422, unmapped + " people are not mapped.");
        }
        if (unmapped > 0) {
            ledger.note(name("unmappedAccepted"), Map.of("people", unmapped));
        }
    }

    /**
     * Shows a restore.
     *
     * @param id the restore
     * @return how far it is; empty where there is none
     */
    public synchronized Optional<RestoreView> restore(String id) {
        settle();
        return Optional.ofNullable(restores.get(id)).map(this::view);
    }

    /** @return all restores, the newest first */
    public synchronized List<RestoreView> restores() {
        settle();
        return new ArrayList<>(restores.values())
                .reversed().stream().map(this::view).toList();
    }

    /** @return the connections */
    public synchronized List<ConnectionView> connections() {
        settle();
        return connections.values().stream().map(this::view).toList();
    }

    /**
     * Switches a connection on or off.
     *
     * @param id the connection
     * @param active whether it shall be on
     * @return how it stands afterwards
     * @throws SiteRefusal 404 where there is none; 409 where the primary one shall be switched off
     */
    public synchronized ConnectionView switchConnection(String id, boolean active) {
        settle();
        Connection connection = connections.get(id);
        if (connection == null) {
            throw SiteRefusal.byApp(404, "There is no connection " + id + ".");
        }
        if (connection.integration.primary() && !active) {
            throw refuse(409, "The primary connection cannot be switched off.");
        }
        ledger.count(name(active ? "connectionsActivated" : "connectionsDeactivated"));
        connection.active = active;
        connection.reason = null;
        connection.throttledUntil = Instant.MIN;
        if (!active) {
            connection.state = "NOT_OPERATIONAL";
            return view(connection);
        }
        Optional<Fault> down = faults.strike(
                FaultKind.CONNECTION_STAYS_DOWN,
                deployment.side(),
                fault -> fault.text("id", id).equals(id));
        boolean throttled = id.equals("3")
                || faults.strike(
                                FaultKind.CONNECTION_THROTTLED,
                                deployment.side(),
                                fault -> fault.text("id", id).equals(id))
                        .isPresent();
        if (down.isPresent()) {
            connection.state = "FAILED";
            connection.reason = down.get().text("reason", "Authorisation failed.");
        } else if (throttled) {
            connection.state = "OPERATIONAL";
            connection.throttledUntil = clock.instant().plus(longWork.dividedBy(2));
        } else {
            connection.state = "OPERATIONAL";
        }
        return view(connection);
    }

    private Dump newDump(String description, String origin, Duration takes) {
        String id = String.valueOf(nextId++);
        DumpFile.Header header =
                new DumpFile.Header(app.key(), version, version.database(), deployment, "BASIC", description, content);
        Path file = folder.resolve(deployment.name().toLowerCase(java.util.Locale.ROOT) + "-" + id + ".dump");
        try {
            DumpFile.write(file, header, dumpBytes, nextId);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Dump dump = new Dump(id, description, clock.instant(), origin, takes, file, header);
        dump.hidden = true;
        dumps.add(dump);
        return dump;
    }

    private Dump dump(String id) {
        return dumps.stream()
                .filter(each -> each.id.equals(id))
                .findFirst()
                .orElseThrow(() -> SiteRefusal.byApp(404, "There is no dump " + id + "."));
    }

    private void refuseWhileBusy() {
        boolean dumping = dumps.stream()
                .anyMatch(dump -> dump.stuckAt < 0 && view(dump).status().equals("IN_PROGRESS"));
        boolean restoring = restores.values().stream()
                .map(this::view)
                .anyMatch(view -> !view.state().equals("DONE") && !view.state().equals("FAILED"));
        if (dumping || restoring) {
            throw refuse(409, dumping ? "A dump is being made." : "A restore is running.");
        }
    }

    private SiteRefusal refuse(int status, String message) {
        ledger.note(name("refused"), Map.of("status", status, "message", message));
        return SiteRefusal.byApp(status, message);
    }

    private void restart(Duration from, Duration until) {
        restartFrom = clock.instant().plus(from);
        restartUntil = clock.instant().plus(until);
    }

    /** Lets what is over by the clock have its effect. */
    private void settle() {
        for (Restore restore : restores.values()) {
            if (restore.over || restore.stuckAt >= 0 || elapsed(restore.startedAt, longWork) < 100) {
                continue;
            }
            restore.over = true;
            if (restore.fails) {
                content = AppContent.empty();
                connect(content, false);
                continue;
            }
            AppContent restored = changedOnTheWay(restore.dump.header.content());
            brokenType = faults.strike(FaultKind.BROKEN_SCOPE, deployment.side())
                    .map(fault -> fault.text("type", "JIRA_FILTER"))
                    .orElse("");
            int lost = faults.strike(FaultKind.LOST_BOXES, deployment.side())
                    .map(fault -> fault.number("count", 1))
                    .orElse(0);
            List<String> ids = restored.root().all().map(Box::boxId).toList();
            content = restored.with(restored.root().without(ids.subList(Math.max(1, ids.size() - lost), ids.size())));
            connect(content, false);
            ledger.count(name("restoresDone"));
        }
    }

    private AppContent changedOnTheWay(AppContent dumped) {
        AppContent content = dumped;
        var renamed = faults.strike(FaultKind.RENAMED_TEAM, deployment.side());
        if (renamed.isPresent()) {
            content = content.withTeamRenamed(renamed.get().text("name", "Team Lost and Found"));
        }
        var changed = faults.strike(FaultKind.CHANGED_BOX, deployment.side());
        if (changed.isPresent()) {
            content = content.withBoxRenamed(changed.get().text("name", "Another name"));
        }
        if (faults.strike(FaultKind.LOST_TASKS, deployment.side()).isPresent()) {
            content = content.withoutSingleTasks();
        }
        if (faults.strike(FaultKind.LOST_CONNECTION, deployment.side()).isPresent()) {
            content = content.withoutLastConnection();
        }
        return content;
    }

    private void connect(AppContent from, boolean operational) {
        connections.clear();
        from.connections()
                .forEach(integration -> connections.put(
                        integration.id(),
                        new Connection(integration, operational || integration.primary(), operational)));
    }

    private int elapsed(Instant since, Duration of) {
        if (of.isZero()) {
            return 100;
        }
        return (int) Math.min(100, Duration.between(since, clock.instant()).toMillis() * 100 / of.toMillis());
    }

    private DumpView view(Dump dump) {
        int progress = elapsed(dump.createdAt, dump.takes);
        String status = progress < 100 ? "IN_PROGRESS" : "READY";
        if (dump.stuckAt >= 0) {
            progress = Math.min(progress, dump.stuckAt);
            status = "IN_PROGRESS";
        } else if (dump.fails && progress == 100) {
            status = "FAILED";
        }
        return new DumpView(
                dump.id,
                dump.description,
                dump.createdAt,
                status,
                progress,
                dump.header.databaseVersion(),
                dump.file.toFile().length(),
                "BASIC",
                dump.origin);
    }

    private RestoreView view(Restore restore) {
        int progress = elapsed(restore.startedAt, longWork);
        if (restore.stuckAt >= 0) {
            progress = Math.min(progress, restore.stuckAt);
        }
        String state;
        String message = null;
        if (progress >= 100) {
            state = restore.fails ? "FAILED" : "DONE";
            message = restore.fails ? "The restore failed. Contact the support before anybody uses the app." : null;
        } else if (progress < 25) {
            state = "SAFETY_DUMP";
        } else {
            state = progress < 75 ? "RESTORING" : "RESTARTING";
        }
        return new RestoreView(restore.id, state, progress, restore.safetyDumpId, message);
    }

    private ConnectionView view(Connection connection) {
        boolean throttled = clock.instant().isBefore(connection.throttledUntil);
        return new ConnectionView(
                connection.integration.id(),
                connection.integration.name(),
                connection.integration.primary(),
                connection.active,
                throttled ? "THROTTLED" : connection.state,
                throttled ? "Too many requests; wait." : connection.reason);
    }

    private String name(String what) {
        return (deployment == Deployment.SERVER ? "dataCenter." : "cloud.") + what;
    }

    private static final class Dump {
        private final String id;
        private final String description;
        private final Instant createdAt;
        private final String origin;
        private final Duration takes;
        private final Path file;
        private final DumpFile.Header header;
        private boolean hidden;
        private boolean fails;
        private int stuckAt = -1;

        private Dump(
                String id,
                String description,
                Instant createdAt,
                String origin,
                Duration takes,
                Path file,
                DumpFile.Header header) {
            this.id = id;
            this.description = description;
            this.createdAt = createdAt;
            this.origin = origin;
            this.takes = takes;
            this.file = file;
            this.header = header;
        }
    }

    private static final class Restore {
        private final String id;
        private final Dump dump;
        private final String safetyDumpId;
        private final Instant startedAt;
        private boolean fails;
        private boolean over;
        private int stuckAt = -1;

        private Restore(String id, Dump dump, String safetyDumpId, Instant startedAt) {
            this.id = id;
            this.dump = dump;
            this.safetyDumpId = safetyDumpId;
            this.startedAt = startedAt;
        }
    }

    private static final class Connection {
        private final AppContent.Integration integration;
        private boolean active;
        private String state;
        private @Nullable String reason;
        private Instant throttledUntil = Instant.MIN;

        private Connection(AppContent.Integration integration, boolean active, boolean operational) {
            this.integration = integration;
            this.active = active;
            this.state = operational ? "OPERATIONAL" : "NOT_OPERATIONAL";
            this.reason = operational ? null : "Not operational after the restore.";
        }
    }
}
