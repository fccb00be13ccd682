package io.ferry.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.ferry.FerryServer;
import io.ferry.access.RunningFile;
import io.ferry.artifact.ArtifactProperties;
import io.ferry.artifact.BucketCheck;
import io.ferry.artifact.BucketProperties;
import io.ferry.base.OwnerOnly;
import io.ferry.base.Sizes;
import io.ferry.process.engine.ClusterCheck;
import io.ferry.remote.ConnectionCheck;
import io.ferry.remote.ConnectionCheck.CredentialState;
import io.ferry.remote.ConnectionCheck.Step;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/** The checks of {@code ferry doctor}. They look, and change nothing. */
final class Doctor {
    private static final int OLDEST_JAVA = 21;
    private static final String OLDEST_MAVEN = "3.8";
    private static final String OLDEST_NODE = "20";
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,5})(?:\\.(\\d{1,5}))?");
    private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;]*m");
    private static final String H2_FILE = "jdbc:h2:file:";
    private static final Set<PosixFilePermission> LENT = PosixFilePermissions.fromString("rw-r-----");
    private static final DataSize COMFORTABLE = DataSize.ofGigabytes(20);
    private static final int PATIENCE_SECONDS = 10;
    private static final int MOST_SITES = 10;

    private final List<String> settings;
    private final boolean offline;

    Doctor(List<String> settings, boolean offline) {
        this.settings = List.copyOf(settings);
        this.offline = offline;
    }

    /** How a check ended. */
    enum Outcome {
        GOOD,
        /** Ferry works, but somebody should look at it. */
        WARNING,
        /** Ferry does not start, or cannot do its work. */
        WRONG,
        NOT_CHECKED
    }

    /**
     * One thing that was looked at.
     *
     * @param name in a word or two
     * @param text what was found, in a sentence
     * @param whatToDo what to do about it; empty if there is nothing to do
     */
    record Check(String name, Outcome outcome, String text, String whatToDo) {
        static Check good(String name, String text) {
            return new Check(name, Outcome.GOOD, text, "");
        }

        static Check warning(String name, String text, String whatToDo) {
            return new Check(name, Outcome.WARNING, text, whatToDo);
        }

        static Check wrong(String name, String text, String whatToDo) {
            return new Check(name, Outcome.WRONG, text, whatToDo);
        }

        static Check notChecked(String name, String text) {
            return new Check(name, Outcome.NOT_CHECKED, text, "");
        }
    }

    /** Nothing but settings. */
    static class Settings {}

    /** Looks at everything, and passes on each check as soon as it has ended. */
    void examine(Consumer<Check> found) throws IOException, InterruptedException {
        found.accept(java());
        if (Launcher.checkout().isPresent()) {
            found.accept(tool("Maven", "mvn", "-version", OLDEST_MAVEN, "builds Ferry", Outcome.WRONG));
            found.accept(tool(
                    "Node", "node", "--version", OLDEST_NODE, "builds the pages of the local engine", Outcome.WARNING));
        }
        SpringApplication program = new SpringApplication(Settings.class);
        program.setWebApplicationType(WebApplicationType.NONE);
        program.setLogStartupInfo(false);
        program.setRegisterShutdownHook(false);
        try (ConfigurableApplicationContext context = program.run(settings.toArray(String[]::new))) {
            examine(context.getEnvironment(), found);
        } catch (RuntimeException unreadable) {
            found.accept(Check.wrong(
                    "Settings",
                    "they cannot be read: " + cause(unreadable),
                    "Correct application.yaml; docs/commands.md says where Ferry looks for it."));
        }
    }

    private void examine(Environment environment, Consumer<Check> found) throws IOException, InterruptedException {
        Path home = path(environment.getProperty("ferry.home", "~/.ferry"));
        Optional<RunningFile> running = RunningFile.read(home).filter(file -> isAlive(file, home));
        found.accept(FerryServer.obstacle(environment)
                .map(why -> Check.wrong("Settings", why, ""))
                .orElseGet(() -> Check.good("Settings", "Ferry's own folder (ferry.home) is " + home + ".")));
        ports(environment, running, found);
        disk(environment, home, found);
        permissions(environment, home, found);
        bucket(environment, found);
        found.accept(database(environment, running));
        if (running.isPresent()
                && settings.stream().allMatch(each -> each.startsWith("--ferry.home="))
                && isToldBy(RunningFerry.in(home), found)) {
            return;
        }
        if (offline) {
            found.accept(Check.notChecked("Camunda", "not asked (--offline)."));
        } else {
            found.accept(camunda());
        }
        network(found);
    }

    /**
     * Which settings the running Ferry read when it started, only that Ferry knows.
     *
     * @return whether it told
     */
    private static boolean isToldBy(RunningFerry ferry, Consumer<Check> found)
            throws IOException, InterruptedException {
        List<Check> told = new ArrayList<>();
        try {
            askRunning(ferry, told::add);
        } catch (CommandFailure silent) {
            found.accept(Check.notChecked(
                    "Ferry",
                    "it runs, and does not tell how it is: " + silent.getMessage()
                            + " What follows is checked with the settings that a Ferry would read now."));
            return false;
        }
        found.accept(Check.notChecked(
                "Ferry",
                "it runs, perhaps with settings of its own, as in a demonstration: what follows is what it says of"
                        + " itself. To check other settings, end it first, or write them after --."));
        told.forEach(found);
        return true;
    }

    private static void askRunning(RunningFerry ferry, Consumer<Check> found) throws IOException, InterruptedException {
        JsonNode camunda = ferry.health().path("components").path("camundaClient");
        JsonNode details = camunda.path("details");
        String why = details.path("why").asText();
        switch (camunda.path("status").asText()) {
            case "UP" ->
                found.accept(Check.good(
                        "Camunda",
                        "Camunda " + details.path("version").asText() + " at "
                                + details.path("address").asText() + ", "
                                + details.path("signIn").asText() + "."));
            case "UNKNOWN" -> found.accept(Check.notChecked("Camunda", "Ferry has not asked it yet."));
            case "" -> found.accept(Check.notChecked("Camunda", "Ferry does not say how it finds it."));
            default ->
                found.accept(Check.wrong(
                        "Camunda", why.isEmpty() ? "Ferry cannot use it." : why, "Ferry's log says what to do."));
        }
        for (JsonNode each : ferry.json("/api/credentials")) {
            String name = each.path("name").asText();
            List<String> hosts = new ArrayList<>();
            each.path("hosts").forEach(host -> hosts.add(host.asText()));
            found.accept(
                    each.path("resolves").asBoolean()
                            ? Check.good("Credentials", name + ", for " + String.join(", ", hosts) + ".")
                            : Check.wrong(
                                    "Credentials",
                                    name + ": nothing usable is where Ferry looks for it ("
                                            + each.path("source").asText() + ").",
                                    "Put it there (docs/credentials.md)."));
        }
    }

    private static boolean isAlive(RunningFile file, Path home) {
        try {
            return file.isAlive(home);
        } catch (IOException unknown) {
            return false;
        }
    }

    private static Check java() {
        int version = Runtime.version().feature();
        String text = "Java " + version + " in " + System.getProperty("java.home") + ".";
        return version >= OLDEST_JAVA
                ? Check.good("Java", text)
                : Check.wrong("Java", text, "Install Java 21 or newer, and set JAVA_HOME to it.");
    }

    private static Check tool(String name, String command, String option, String oldest, String use, Outcome otherwise)
            throws IOException, InterruptedException {
        String toDo = "Install " + name + " " + oldest + " or newer: it " + use + ".";
        String said;
        try {
            Path output = Files.createTempFile("ferry-doctor", null);
            try {
                Process process = new ProcessBuilder(command, option)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    return new Check(name, otherwise, "'" + command + " " + option + "' does not end.", toDo);
                }
                said = Files.readString(output, StandardCharsets.UTF_8);
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException none) {
            return new Check(name, otherwise, "there is no '" + command + "' on the PATH.", toDo);
        }
        Optional<String> version = version(said);
        if (version.isEmpty()) {
            return new Check(name, otherwise, "'" + command + " " + option + "' names no version.", toDo);
        }
        return compare(version.get(), oldest) >= 0
                ? Check.good(name, name + " " + version.get() + ".")
                : new Check(name, otherwise, name + " " + version.get() + " is too old.", toDo);
    }

    /** The version that a tool names first. Maven writes it in bold, by a code with a number, also where nobody sees that. */
    static Optional<String> version(String said) {
        Matcher number = NUMBER.matcher(COLOURS.matcher(said).replaceAll(""));
        return number.find() ? Optional.of(number.group()) : Optional.empty();
    }

    private static int compare(String version, String other) {
        String[] left = version.split("\\.", -1);
        String[] right = other.split("\\.", -1);
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            int order = Integer.compare(Integer.parseInt(left[i]), Integer.parseInt(right[i]));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static void ports(Environment environment, Optional<RunningFile> running, Consumer<Check> found) {
        if (running.isPresent()) {
            found.accept(Check.good(
                    "Ports",
                    "Ferry runs (process " + running.get().process() + ") and answers at "
                            + running.get().address() + "."));
            return;
        }
        for (String setting : List.of("server", "management.server")) {
            int port = environment.getProperty(setting + ".port", Integer.class, -1);
            if (port <= 0) {
                continue;
            }
            String address = environment.getProperty(setting + ".address", "127.0.0.1");
            try (ServerSocket listener = new ServerSocket()) {
                listener.setReuseAddress(true);
                listener.bind(new InetSocketAddress(address, port));
                found.accept(Check.good("Ports", port + " is free (" + setting + ".port)."));
            } catch (IOException taken) {
                found.accept(Check.wrong(
                        "Ports",
                        "nothing can listen at " + address + ":" + port + ": " + cause(taken),
                        "Another program has it: end that one, or choose another port (" + setting + ".port)."));
            }
        }
    }

    private static void disk(Environment environment, Path home, Consumer<Check> found) throws IOException {
        DataSize least = Binder.get(environment)
                .bind("ferry.uploads.min-free-space", DataSize.class)
                .orElse(DataSize.ofGigabytes(1));
        Path artifacts = path(environment.getProperty("ferry.artifacts.folder", home.toString()));
        boolean inABucket =
                !environment.getProperty(BucketProperties.BUCKET, "").isBlank();
        for (Path folder : new LinkedHashSet<>(List.of(existing(home), existing(artifacts)))) {
            long free = Files.getFileStore(folder).getUsableSpace();
            String text = Sizes.of(free) + " are free where " + folder + " is.";
            if (free < least.toBytes()) {
                found.accept(Check.wrong(
                        "Disk",
                        text,
                        "Free some space: Ferry takes no more files below " + Sizes.of(least.toBytes())
                                + " (ferry.uploads.min-free-space)."));
            } else if (!inABucket && free < COMFORTABLE.toBytes()) {
                found.accept(Check.warning(
                        "Disk",
                        text,
                        "Ferry keeps the Jira backup and the dumps of each migration: have three times their size, or"
                                + " set ferry.artifacts.folder to a larger disk."));
            } else {
                found.accept(Check.good("Disk", text));
            }
        }
    }

    private void bucket(Environment environment, Consumer<Check> found) {
        String name = environment.getProperty(BucketProperties.BUCKET, "");
        if (name.isBlank()) {
            return;
        }
        if (offline) {
            found.accept(Check.notChecked("Bucket", name + " not asked (--offline)."));
            return;
        }
        try {
            ArtifactProperties properties =
                    Binder.get(environment).bindOrCreate("ferry.artifacts", ArtifactProperties.class);
            found.accept(ConnectionCheck.ofStore(settings, clients -> BucketCheck.trouble(properties, clients))
                    .map(trouble -> Check.wrong("Bucket", trouble, ""))
                    .orElseGet(() -> Check.good("Bucket", "files can be written, read and deleted in " + name + ".")));
        } catch (RuntimeException unusable) {
            found.accept(Check.wrong(
                    "Bucket",
                    "its settings cannot be used: " + cause(unusable),
                    "Correct ferry.artifacts.s3.* (docs/files.md)."));
        }
    }

    private static void permissions(Environment environment, Path home, Consumer<Check> found) throws IOException {
        List<Check> troubles = new ArrayList<>();
        Path artifacts = path(environment.getProperty("ferry.artifacts.folder", ""));
        for (Path each : List.of(home, artifacts, home.resolve("script-key"))) {
            if (!Files.exists(each)) {
                Path folder = existing(each);
                if (!Files.isWritable(folder)) {
                    troubles.add(Check.wrong(
                            "Permissions",
                            each + " cannot be made: " + folder + " is not yours to write.",
                            "Let Ferry's user write there, or set ferry.home to another folder."));
                }
                continue;
            }
            if (!Files.isWritable(each)) {
                troubles.add(Check.wrong(
                        "Permissions",
                        each + " belongs to " + owner(each) + ", and you cannot write there.",
                        "Run this as the user that runs Ferry, or change the owner."));
            } else if (OwnerOnly.isOpen(each)) {
                troubles.add(Check.warning(
                        "Permissions",
                        "others on this computer may get at " + each + ".",
                        "Ferry closes it when it starts; or: chmod go= " + each));
            }
        }
        for (String each : Binder.get(environment)
                .bind("ferry.artifacts.upload-folders", Bindable.listOf(String.class))
                .orElse(List.of())) {
            Path folder = path(each);
            if (Files.isDirectory(folder) && OwnerOnly.isReadableByAll(folder)) {
                troubles.add(Check.warning(
                        "Permissions",
                        "everybody on this computer can see what people put into " + folder + ".",
                        "chmod o= " + folder));
            }
        }
        if (troubles.isEmpty()) {
            found.accept(Check.good("Permissions", "only you can read what Ferry keeps."));
        }
        troubles.forEach(found);
    }

    private static String owner(Path file) {
        try {
            return Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName();
        } catch (IOException | UnsupportedOperationException unknown) {
            return "another user";
        }
    }

    private static Check database(Environment environment, Optional<RunningFile> running) {
        String url = environment.getProperty("spring.datasource.url", "");
        String shown = url.replaceFirst("[?;].*", "");
        if (url.startsWith(H2_FILE)) {
            Path file = path(shown.substring(H2_FILE.length()) + ".mv.db");
            if (!Files.exists(file)) {
                return Check.good("Database", "H2, made at the first start: " + file + ".");
            }
            if (running.isPresent()) {
                return Check.good("Database", "the running Ferry has it open: " + file + ".");
            }
            url += ";IFEXISTS=TRUE;ACCESS_MODE_DATA=r";
        }
        Properties signIn = new Properties();
        signIn.setProperty("user", environment.getProperty("spring.datasource.username", "sa"));
        signIn.setProperty("password", environment.getProperty("spring.datasource.password", ""));
        DriverManager.setLoginTimeout(PATIENCE_SECONDS);
        try (Connection database = DriverManager.getConnection(url, signIn)) {
            return Check.good(
                    "Database",
                    database.getMetaData().getDatabaseProductName() + " "
                            + database.getMetaData().getDatabaseProductVersion() + " at " + shown + ".");
        } catch (SQLException e) {
            return Check.wrong(
                    "Database",
                    shown + " cannot be opened: " + cause(e),
                    "Check spring.datasource.url, username and password, and that the database runs and no other program"
                            + " has opened it.");
        }
    }

    private Check camunda() {
        try {
            ClusterCheck.Answer answer = ClusterCheck.of(settings);
            return answer.usable()
                    ? Check.good("Camunda", answer.text())
                    : Check.wrong("Camunda", answer.text(), answer.whatToDo());
        } catch (RuntimeException unusable) {
            return Check.wrong(
                    "Camunda",
                    "its settings cannot be used: " + cause(unusable),
                    "Correct camunda.client.* (docs/camunda.md).");
        }
    }

    private void network(Consumer<Check> found) {
        SortedMap<String, CredentialState> credentials;
        try {
            found.accept(ConnectionCheck.proxy(settings)
                    .map(proxy -> Check.good("Proxy", proxy + "."))
                    .orElseGet(() -> Check.good("Proxy", "none: sites are called directly.")));
            credentials = ConnectionCheck.credentials(settings);
        } catch (IllegalArgumentException unusable) {
            found.accept(Check.wrong(
                    "Proxy", String.valueOf(unusable.getMessage()), "Correct ferry.network.* (docs/networks.md)."));
            return;
        } catch (RuntimeException unusable) {
            found.accept(Check.wrong(
                    "Credentials",
                    "their settings cannot be used: " + cause(unusable),
                    "Correct ferry.credentials.* and ferry.network.* (docs/credentials.md, docs/networks.md)."));
            return;
        }
        if (credentials.isEmpty()) {
            found.accept(Check.warning(
                    "Credentials",
                    "none is declared, so Ferry cannot sign in at any site.",
                    "Declare those of your sites under ferry.credentials (docs/credentials.md)."));
        }
        credentials.forEach((name, state) -> found.accept(credential(name, state)));
        sites(credentials, found);
    }

    private static Check credential(String name, CredentialState state) {
        String title = "Credentials";
        if (state.hosts().isEmpty()) {
            return Check.wrong(
                    title,
                    name + " may be sent to no host.",
                    "Name its site's host: ferry.credentials." + name + ".hosts (docs/credentials.md).");
        }
        String to = name + ", for " + String.join(", ", state.hosts());
        if (state.stored()) {
            return Check.notChecked(title, to + ": in Ferry's store, which only Ferry opens.");
        }
        if (!state.trouble().isEmpty()) {
            return Check.wrong(title, state.trouble(), "");
        }
        Path file = state.file();
        if (file != null && isOpen(file) && !isLentByRoot(file, System.getProperty("user.name"))) {
            return Check.warning(
                    title,
                    to + ": others on this computer may get at " + file + ".",
                    "Let only Ferry's user read it: chmod 600 " + file);
        }
        return Check.good(title, to + ".");
    }

    /** Whether root lets a group read it, through which this user can, and nobody else. */
    static boolean isLentByRoot(Path file, String user) {
        try {
            return LENT.containsAll(Files.getPosixFilePermissions(file))
                    && Files.getOwner(file).getName().equals("root")
                    && !user.equals("root");
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }

    private static boolean isOpen(Path file) {
        try {
            return OwnerOnly.isOpen(file);
        } catch (IOException unknown) {
            return false;
        }
    }

    private void sites(Map<String, CredentialState> credentials, Consumer<Check> found) {
        Set<URI> sites = new LinkedHashSet<>();
        credentials
                .values()
                .forEach(state -> state.hosts().forEach(host -> {
                    URI site = site(host);
                    if (site != null) {
                        sites.add(site);
                    }
                }));
        Map<URI, Check> checked = new TreeMap<>();
        for (URI site : sites.stream().limit(MOST_SITES).toList()) {
            checked.put(site, offline ? Check.notChecked("Site", site + " not called (--offline).") : way(site));
        }
        checked.values().forEach(found);
    }

    /** The address that a declared host most likely has; null for those with a wildcard. */
    private static @Nullable URI site(String host) {
        if (host.contains("*")) {
            return null;
        }
        boolean local = host.matches("(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d+)?");
        return URI.create((local ? "http://" : "https://") + host);
    }

    private Check way(URI site) {
        List<Step> steps;
        try {
            steps = ConnectionCheck.of(site, settings);
        } catch (RuntimeException unusable) {
            return Check.wrong("Site", site + ": " + cause(unusable), "");
        }
        return steps.stream()
                .filter(step -> step.outcome() == ConnectionCheck.Outcome.FAILED)
                .findFirst()
                .map(step -> Check.wrong(
                        "Site",
                        site + ": " + step.name() + ": " + step.text(),
                        step.whatToDo() + " All steps: " + Launcher.name() + " check-connection " + site))
                .orElseGet(() -> Check.good("Site", site + " answers."));
    }

    private static Path path(String text) {
        return text.startsWith("~/")
                ? Path.of(System.getProperty("user.home"), text.substring(2))
                : Path.of(text).toAbsolutePath();
    }

    private static Path existing(Path path) {
        Path there = path.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    private static String cause(Throwable failure) {
        Throwable last = failure;
        while (last.getCause() != null && last.getCause() != last) {
            last = last.getCause();
        }
        String message = last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
        String first = message.strip().lines().findFirst().orElse("");
        return first.endsWith(".") ? first : first + ".";
    }
}
