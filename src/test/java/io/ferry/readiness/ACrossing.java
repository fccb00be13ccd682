package io.ferry.readiness;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;

import io.ferry.artifact.ArtifactProperties;
import io.ferry.bigpicture.BigPicture;
import io.ferry.bigpicture.Box;
import io.ferry.bigpicture.Dumps;
import io.ferry.jira.AppLicence;
import io.ferry.jira.InstalledApp;
import io.ferry.jira.Myself;
import io.ferry.jira.ServerInfo;
import io.ferry.jira.cloud.JiraCloud;
import io.ferry.jira.cloud.SiteLicence;
import io.ferry.jira.cloud.TokenKind;
import io.ferry.jira.cloud.TokenScopes;
import io.ferry.jira.datacenter.DataCenterUser;
import io.ferry.jira.datacenter.JiraDataCenter;
import io.ferry.jira.datacenter.UserListing;
import io.ferry.migration.CredentialName;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Mode;
import io.ferry.migration.Operation;
import io.ferry.migration.SiteSettings;
import io.ferry.migration.Thresholds;
import io.ferry.remote.CredentialResolver;
import io.ferry.remote.CredentialSource;
import io.ferry.remote.DeclaredCredential;
import io.ferry.remote.EndpointSets;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Two sites and a Ferry that are ready in every respect, until a test says otherwise. */
final class ACrossing {
    static final String APP = "eu.softwareplant.bigpicture";

    final JiraDataCenter source = mock();
    final BigPicture sourceApp = mock();
    final Dumps sourceDumps = mock();
    final JiraCloud target = mock();
    private final Map<Operation, Mode> modes = new EnumMap<>(Operation.class);
    private final Map<String, String> secrets =
            new HashMap<>(Map.of("SOURCE", "admin:pw", "APP", "t", "TARGET", "m:t"));
    private List<String> hosts = List.of("jira.example.com", "example.atlassian.net");
    private Path folder;
    private @Nullable Path exportFolder;
    private List<Path> uploadFolders;
    private @Nullable String endpoints = "sandbox";
    private @Nullable String token = "app";
    private DataSize freeSpace = DataSize.ofBytes(1);
    private @Nullable Long seats;
    private @Nullable LocalDate credentialEnds = LocalDate.of(2030, 1, 1);
    private @Nullable LocalDate tokenEnds = LocalDate.of(2030, 1, 1);
    private @Nullable LocalDate targetCredentialEnds = LocalDate.of(2030, 1, 1);
    private @Nullable LocalDate plannedEnd;
    private Instant now = Instant.parse("2026-11-29T10:00:00Z");

    ACrossing(Path folder) {
        this.folder = folder;
        this.exportFolder = folder;
        this.uploadFolders = List.of(folder);
        for (Operation operation : Operation.values()) {
            modes.put(operation, Mode.AUTOMATIC);
        }
        sourceVersion("9.12.0");
        lenient().when(source.myself()).thenReturn(new Myself("ferry", "Ferry", true));
        lenient().when(source.permissions(any())).thenReturn(Set.of("ADMINISTER", "SYSTEM_ADMIN"));
        sourceApp("8.20.1", true);
        sourceLicence(true);
        jiraLicensedUntil(LocalDate.of(2030, 1, 1));
        lenient().when(sourceApp.boxes()).thenReturn(new Box(Box.ROOT, "Root", "", "", "", "", false, List.of()));
        lenient().when(sourceApp.dumps()).thenReturn(sourceDumps);
        sourcePeople(3);
        lenient().when(target.serverInfo()).thenReturn(new ServerInfo("1001.0.0", 1, "Cloud", "T", "https://t"));
        lenient().when(target.myself()).thenReturn(new Myself("id", "Ferry", true));
        lenient()
                .when(target.permissions(any()))
                .thenReturn(Set.of("ADMINISTER", "USER_PICKER", "CREATE_SHARED_OBJECTS"));
        lenient().when(target.licence()).thenReturn(new SiteLicence(List.of("jira-software"), OptionalLong.of(5)));
        targetScopes(TokenKind.CLASSIC);
        targetApp("8.21.0");
    }

    ACrossing sourceVersion(String version) {
        lenient().when(source.serverInfo()).thenReturn(new ServerInfo(version, 1, "Server", "S", "https://s"));
        return this;
    }

    ACrossing sourceApp(String version, boolean enabled) {
        lenient().when(source.app(APP)).thenReturn(Optional.of(new InstalledApp(APP, version, enabled)));
        return this;
    }

    ACrossing sourceLicence(boolean valid) {
        lenient()
                .when(source.appLicence(anyString()))
                .thenReturn(Optional.of(new AppLicence(valid, false, "", Optional.of("EXPIRED"), Optional.empty())));
        return this;
    }

    ACrossing sourcePeople(int active) {
        return sourcePeople(active, UserListing.COMPLETE);
    }

    ACrossing sourcePeople(int active, UserListing listing) {
        lenient()
                .doAnswer(call -> {
                    Consumer<DataCenterUser> consumer = call.getArgument(0);
                    for (int i = 0; i < active; i++) {
                        consumer.accept(new DataCenterUser("k" + i, "n" + i, "N", Optional.empty(), true));
                    }
                    consumer.accept(new DataCenterUser("gone", "gone", "N", Optional.empty(), false));
                    return listing;
                })
                .when(source)
                .forEachUser(any());
        return this;
    }

    ACrossing targetScopes(TokenKind kind, String... missing) {
        lenient()
                .when(target.tokenScopes())
                .thenReturn(new TokenScopes(kind, new TreeSet<>(List.of(missing)), new TreeSet<>()));
        return this;
    }

    ACrossing targetApp(@Nullable String version) {
        lenient()
                .when(target.app(APP))
                .thenReturn(Optional.ofNullable(version).map(v -> new InstalledApp(APP, v, true)));
        return this;
    }

    ACrossing with(Operation operation, Mode way) {
        modes.put(operation, way);
        return this;
    }

    /** The hosts that every credential is declared for. */
    ACrossing withHosts(String... allowed) {
        hosts = List.of(allowed);
        return this;
    }

    ACrossing withSecret(String name, @Nullable String value) {
        if (value == null) {
            secrets.remove(name);
        } else {
            secrets.put(name, value);
        }
        return this;
    }

    ACrossing withEndpoints(@Nullable String name) {
        endpoints = name;
        return this;
    }

    ACrossing withoutToken() {
        token = null;
        return this;
    }

    ACrossing withFreeSpace(DataSize wanted) {
        freeSpace = wanted;
        return this;
    }

    ACrossing withStore(Path store) {
        folder = store;
        return this;
    }

    ACrossing withExportFolder(@Nullable Path path) {
        exportFolder = path;
        return this;
    }

    ACrossing withHandOverFolders(List<Path> folders) {
        uploadFolders = folders;
        return this;
    }

    ACrossing plannedUntil(@Nullable LocalDate end) {
        plannedEnd = end;
        return this;
    }

    ACrossing on(LocalDate today) {
        now = today.atTime(10, 0).toInstant(ZoneOffset.UTC);
        return this;
    }

    /** The last days of the source's credential, of the app's token there, and of the target's credential. */
    ACrossing withLastDays(
            @Nullable LocalDate credential, @Nullable LocalDate appToken, @Nullable LocalDate targetCredential) {
        credentialEnds = credential;
        tokenEnds = appToken;
        targetCredentialEnds = targetCredential;
        return this;
    }

    ACrossing appLicensedUntil(LocalDate end) {
        lenient().when(source.appLicence(anyString())).thenReturn(Optional.of(until(end)));
        return this;
    }

    ACrossing jiraLicensedUntil(LocalDate end) {
        lenient().when(source.licence()).thenReturn(Optional.of(until(end)));
        return this;
    }

    ACrossing jiraLicence(Optional<AppLicence> licence) {
        lenient().when(source.licence()).thenReturn(licence);
        return this;
    }

    private static AppLicence until(LocalDate end) {
        return new AppLicence(
                true,
                false,
                "",
                Optional.empty(),
                Optional.of(end.atStartOfDay().toInstant(ZoneOffset.UTC)));
    }

    ACrossing withSeats(long limit) {
        seats = limit;
        return this;
    }

    Crossing get() {
        SiteSettings from = new SiteSettings(
                URI.create("https://jira.example.com"),
                new CredentialName("source"),
                token == null ? null : new CredentialName(token),
                endpoints,
                exportFolder,
                credentialEnds,
                token == null ? null : tokenEnds);
        SiteSettings to = new SiteSettings(
                URI.create("https://example.atlassian.net"),
                new CredentialName("target"),
                null,
                endpoints,
                null,
                targetCredentialEnds,
                null);
        return new Crossing(
                new MigrationSettings(
                        from, to, modes, Thresholds.DEFAULT, Duration.ofSeconds(5), false, false, plannedEnd),
                APP,
                source,
                sourceApp,
                target,
                new CredentialResolver(
                        name -> new DeclaredCredential(
                                CredentialSource.of("env:" + name.toUpperCase(Locale.ROOT)), hosts),
                        secrets::get),
                new EndpointSets(Map.of("sandbox", Map.of("dumps", "/assumed/dumps"))),
                new ArtifactProperties(folder, uploadFolders, List.of()),
                new ReadinessProperties("7.0", "7.6", "8.2.2", "8.64.3", freeSpace, seats),
                Clock.fixed(now, ZoneOffset.UTC));
    }
}
