package io.ferry.sandbox.world;

import io.ferry.sandbox.fault.Fault;
import io.ferry.sandbox.fault.FaultKind;
import io.ferry.sandbox.fault.Faults;
import io.ferry.sandbox.side.Side;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The pretend Jira Data Center: what it holds, who is signed in, and the XML backup. */
public final class JiraDataCenterSite {
    private static final Duration WEB_SUDO_LASTS = Duration.ofMinutes(10);
    private static final int FAILURES_UNTIL_CAPTCHA = 3;
    private static final int CHUNKS = 8;

    private final JiraData data;
    private final Path backup;
    private final Path exportFolder;
    private final SandboxOptions options;
    private final Clock clock;
    private final Pauses pauses;
    private final Faults faults;
    private final Ledger ledger;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Map<String, Session> sessions = new HashMap<>();
    private int failures;
    private String banner = "";

    JiraDataCenterSite(
            JiraData data,
            Path backup,
            Path exportFolder,
            SandboxOptions options,
            Clock clock,
            Pauses pauses,
            Faults faults,
            Ledger ledger) {
        this.data = data;
        this.backup = backup;
        this.exportFolder = exportFolder;
        this.options = options;
        this.clock = clock;
        this.pauses = pauses;
        this.faults = faults;
        this.ledger = ledger;
    }

    /** A session of somebody who signed in with name and password. */
    public record Session(
            String id, String xsrfToken, @Nullable Instant webSudoUntil) {}

    /** How a sign-in ends. */
    public enum SignInResult {
        WELCOME,
        WRONG,
        CAPTCHA
    }

    /** How the XML backup ends: each has a page of its own, and all have status 200. */
    public enum BackupPage {
        WRITTEN,
        NAME_MISSING,
        NAME_INVALID,
        CONFIRM_OVERWRITE,
        UNWRITABLE_FOLDER,
        ILLEGAL_CHARACTERS,
        APP_DATA,
        IO_ERROR
    }

    /** The result of an XML backup; the file is named by the pages that show it. */
    public record BackupResult(BackupPage page, @Nullable Path file) {}

    /** @return people, projects and issues */
    public JiraData data() {
        return data;
    }

    /** @return which Jira this is: as the options say, else as the backup says */
    public JiraVersion version() {
        JiraVersion wanted = options.jiraVersion();
        return wanted == null ? JiraVersion.ofBackup(data.version()) : wanted;
    }

    /** @return where backups land */
    public Path exportFolder() {
        return exportFolder;
    }

    /** @return what the announcement banner says on every page; empty: there is none */
    public synchronized String banner() {
        return banner;
    }

    /**
     * Sets the announcement banner.
     *
     * @param text what it says; empty takes it away
     */
    public synchronized void announce(String text) {
        banner = text.strip();
        ledger.note("dataCenter.banner", Map.of("text", banner));
    }

    /**
     * Checks a name and password. Three wrong ones in a row bring the CAPTCHA, which stays until the sandbox is reset.
     *
     * @param name user name
     * @param password password
     * @return how it ends
     */
    public synchronized SignInResult check(String name, String password) {
        if (failures >= FAILURES_UNTIL_CAPTCHA
                || faults.strike(FaultKind.CAPTCHA, Side.JIRA_DATA_CENTER).isPresent()) {
            return SignInResult.CAPTCHA;
        }
        boolean right = options.credentials().dataCenter().equals(new SignIn(name, password))
                && faults.strike(FaultKind.WRONG_PASSWORD, Side.JIRA_DATA_CENTER)
                        .isEmpty();
        failures = right ? 0 : failures + 1;
        return right ? SignInResult.WELCOME : SignInResult.WRONG;
    }

    /**
     * Checks a personal access token; versions before 8.14 take none.
     *
     * @param token the token
     * @return whether it is accepted
     */
    public boolean accepts(String token) {
        return version().takesTokens()
                && token.equals(options.credentials().dataCenterToken())
                && faults.strike(FaultKind.WRONG_PASSWORD, Side.JIRA_DATA_CENTER)
                        .isEmpty();
    }

    /** @return whether name and password open the REST interface, and a session without the page to sign in */
    public boolean takesPasswords() {
        Boolean wanted = options.passwords();
        return wanted == null ? version().takesPasswordsByDefault() : wanted;
    }

    /** @return a new session without WebSudo */
    public synchronized Session open() {
        Session session = new Session(secret(), secret(), null);
        sessions.put(session.id(), session);
        return session;
    }

    /**
     * Finds a session.
     *
     * @param id the cookie's value
     * @return the session, if it is valid
     */
    public synchronized Optional<Session> session(@Nullable String id) {
        return Optional.ofNullable(id).map(sessions::get);
    }

    /**
     * Ends a session.
     *
     * @param id the cookie's value
     */
    public synchronized void close(String id) {
        sessions.remove(id);
    }

    /**
     * Takes the second password of the administration pages. The session gets a new id; the old one is worth nothing.
     *
     * @param old the session
     * @param password the password again
     * @return the new session; empty where the password is wrong
     */
    public synchronized Optional<Session> webSudo(Session old, String password) {
        if (!options.credentials().dataCenter().secret().equals(password)
                || faults.strike(FaultKind.WEBSUDO_REFUSED, Side.JIRA_DATA_CENTER)
                        .isPresent()) {
            ledger.count("dataCenter.webSudoRefused");
            return Optional.empty();
        }
        ledger.count("dataCenter.webSudoGranted");
        sessions.remove(old.id());
        Session session = new Session(secret(), old.xsrfToken(), clock.instant().plus(WEB_SUDO_LASTS));
        sessions.put(session.id(), session);
        return Optional.of(session);
    }

    /**
     * Tells whether a session has WebSudo.
     *
     * @param session the session
     * @return whether its time is not over
     */
    public boolean hasWebSudo(Session session) {
        Instant until = session.webSudoUntil();
        return until != null && clock.instant().isBefore(until);
    }

    /**
     * Ends WebSudo.
     *
     * @param id the session's id
     */
    public synchronized void endWebSudo(String id) {
        sessions.computeIfPresent(id, (key, old) -> new Session(old.id(), old.xsrfToken(), null));
    }

    /**
     * Writes the XML backup into the export folder, within the request.
     *
     * @param fileName as typed; only its last part counts, and {@code .zip} is added
     * @param confirmed whether an older file may be overwritten
     * @return how it ends
     */
    public BackupResult backUp(@Nullable String fileName, boolean confirmed) {
        BackupResult result = tryToBackUp(fileName, confirmed);
        Path file = result.file();
        ledger.note(
                "dataCenter.backups",
                Map.of(
                        "page",
                        result.page(),
                        "fileName",
                        file == null ? "" : String.valueOf(file.getFileName()),
                        "overwritten",
                        confirmed,
                        "sha256",
                        result.page() == BackupPage.WRITTEN && file != null ? hash(file) : ""));
        return result;
    }

    private BackupResult tryToBackUp(@Nullable String fileName, boolean confirmed) {
        if (fileName == null || fileName.isBlank()) {
            return new BackupResult(BackupPage.NAME_MISSING, null);
        }
        String stripped = fileName.strip();
        String base = stripped.substring(Math.max(stripped.lastIndexOf('/'), stripped.lastIndexOf('\\')) + 1);
        if (base.isBlank()
                || base.length() > 200
                || base.equals("..")
                || base.chars().anyMatch(c -> c < 32 || ":*?\"<>|".indexOf(c) >= 0)) {
            return new BackupResult(BackupPage.NAME_INVALID, null);
        }
        Path file = exportFolder.resolve(base.endsWith(".zip") ? base : base + ".zip");
        if (Files.exists(file) && !confirmed) {
            return new BackupResult(BackupPage.CONFIRM_OVERWRITE, file);
        }
        Optional<Fault> refused = faults.strike(FaultKind.BACKUP_REFUSED, Side.JIRA_DATA_CENTER);
        if (refused.isPresent()) {
            BackupPage page = pageOf(refused.get());
            if (page == BackupPage.IO_ERROR) {
                write(file, CHUNKS / 2);
            }
            return new BackupResult(page, file);
        }
        if (!Files.isDirectory(exportFolder) || !Files.isWritable(exportFolder)) {
            return new BackupResult(BackupPage.UNWRITABLE_FOLDER, file);
        }
        return new BackupResult(write(file, CHUNKS) ? BackupPage.WRITTEN : BackupPage.IO_ERROR, file);
    }

    private static BackupPage pageOf(Fault fault) {
        try {
            return BackupPage.valueOf(fault.text("page", BackupPage.ILLEGAL_CHARACTERS.name()));
        } catch (IllegalArgumentException e) {
            return BackupPage.ILLEGAL_CHARACTERS;
        }
    }

    /** Writes the first chunks of the file, at its final place as Jira does, spread over the time of a long work. */
    private boolean write(Path file, int chunks) {
        try (InputStream in = Files.newInputStream(backup);
                OutputStream out = Files.newOutputStream(file)) {
            long left = Files.size(backup) * chunks / CHUNKS;
            long chunk = Math.max(1, Files.size(backup) / CHUNKS);
            byte[] block = new byte[8192];
            long sincePause = 0;
            while (left > 0) {
                int count = in.read(block, 0, (int) Math.min(block.length, left));
                if (count < 0) {
                    break;
                }
                out.write(block, 0, count);
                left -= count;
                sincePause += count;
                if (sincePause >= chunk) {
                    sincePause = 0;
                    pauses.pause(options.longWork().dividedBy(CHUNKS));
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String hash(Path file) {
        try {
            return DumpFile.sha256(file);
        } catch (IOException e) {
            return "";
        }
    }

    private String secret() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }
}
