package io.ferry.readiness;

import io.ferry.base.Plural;
import io.ferry.base.Sizes;
import io.ferry.base.VersionNumber;
import io.ferry.bigpicture.BigPicture;
import io.ferry.jira.InstalledApp;
import io.ferry.jira.ServerInfo;
import io.ferry.jira.cloud.JiraCloud;
import io.ferry.jira.cloud.SiteLicence;
import io.ferry.jira.cloud.TokenKind;
import io.ferry.jira.cloud.TokenScopes;
import io.ferry.jira.datacenter.JiraDataCenter;
import io.ferry.jira.datacenter.UserListing;
import io.ferry.migration.CredentialName;
import io.ferry.migration.Mode;
import io.ferry.migration.Operation;
import io.ferry.migration.SiteSettings;
import io.ferry.readiness.CheckResult.Failed;
import io.ferry.readiness.CheckResult.LeftToAPerson;
import io.ferry.readiness.CheckResult.NotApplicable;
import io.ferry.readiness.CheckResult.Passed;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.CredentialMissingException;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.SiteCredential;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** The policies of readiness: one small named object for each. */
final class ReadinessChecks {
    /** The global permissions that Ferry's user needs in the target. */
    static final Set<String> TARGET_RIGHTS = Set.of("ADMINISTER", "USER_PICKER", "CREATE_SHARED_OBJECTS");

    /** Operations whose calls nobody documents: automatic only with a set of endpoints. */
    private static final Set<Operation> ON_THE_SOURCE = Set.of(Operation.REINSTALL_APP, Operation.CREATE_DUMP);

    private static final Set<Operation> ON_THE_TARGET = Set.of(
            Operation.IMPORT_BACKUP, Operation.RESTORE_DUMP, Operation.ACTIVATE_CONNECTIONS, Operation.ROLL_BACK);

    /** Its answer is asked for with the freeze, where no call gives it. */
    static final String JCMA = "JCMA is kept out";

    /** The key of the Jira Cloud Migration Assistant, which newer versions of Jira bring along. */
    private static final String JCMA_APP = "com.atlassian.jira.migration.jira-migration-plugin";

    /** Its answer is asked for by a task of its own, where no call gives it. */
    static final String SITE_IMPORT = "The target may import a Jira backup";

    private static final String LOOK_FOR_THE_IMPORT =
            "since May 2022 the import is closed to sites of 1 to 1,000 users, unless Atlassian's support opens it. Before the"
                    + " freeze, a person checks whether Settings > System > Import Jira Server is there.";

    private ReadinessChecks() {}

    /** All checks, in the order in which they run and are shown. */
    static List<ReadinessCheck> allCurrentChecks() {
        return List.of(
                ReadinessCheck.of("All credentials are there", Side.BOTH, ReadinessChecks::credentials),
                ReadinessCheck.of(
                        "Endpoints are configured for what is automatic", Side.BOTH, ReadinessChecks::endpoints),
                ReadinessCheck.of("There is room for the files", Side.FERRY, ReadinessChecks::diskSpace),
                ReadinessCheck.of("Credentials last until the planned end", Side.BOTH, ReadinessDates::credentials),
                ReadinessCheck.of(
                        "Data Center may be used until the planned end", Side.FERRY, ReadinessDates::dataCenter),
                ReadinessCheck.of("Jira's export folder can be read", Side.FERRY, ReadinessChecks::exportFolder),
                ReadinessCheck.of("Files can be uploaded", Side.FERRY, ReadinessChecks::uploadFolders),
                ReadinessCheck.opening("The source Jira answers", Side.SOURCE, ReadinessChecks::sourceAnswers),
                ReadinessCheck.opening(
                        "The source Jira takes the credential", Side.SOURCE, ReadinessChecks::sourceCredential),
                ReadinessCheck.of(
                        "Ferry has administrator's rights in the source Jira",
                        Side.SOURCE,
                        ReadinessChecks::sourceRights),
                ReadinessCheck.of("The source Jira is new enough", Side.SOURCE, ReadinessChecks::sourceVersion),
                ReadinessCheck.of("The source Jira is licensed", Side.SOURCE, ReadinessDates::jiraLicence),
                ReadinessCheck.of(
                        "The backup can be asked for with name and password",
                        Side.SOURCE,
                        ReadinessChecks::backupCredential),
                ReadinessCheck.of("The app on the source is new enough", Side.SOURCE, ReadinessChecks::sourceApp),
                ReadinessCheck.of("The app on the source is licensed", Side.SOURCE, ReadinessDates::sourceAppLicence),
                ReadinessCheck.of(
                        "The app on the source lets Ferry look in", Side.SOURCE, ReadinessChecks::sourceAppAnswers),
                ReadinessCheck.of(JCMA, Side.SOURCE, ReadinessChecks::jcma),
                ReadinessCheck.opening("The target Jira answers", Side.TARGET, ReadinessChecks::targetAnswers),
                ReadinessCheck.opening(
                        "The target Jira takes the credential", Side.TARGET, ReadinessChecks::targetCredential),
                ReadinessCheck.of(
                        "The target's API token has the scopes it needs", Side.TARGET, ReadinessChecks::targetScopes),
                ReadinessCheck.of(
                        "Ferry has administrator's rights in the target Jira",
                        Side.TARGET,
                        ReadinessChecks::targetRights),
                ReadinessCheck.of(
                        "The target Jira has seats for the people", Side.TARGET, ReadinessChecks::targetSeats),
                ReadinessCheck.of("The app on the target takes the dump", Side.TARGET, ReadinessChecks::targetApp),
                ReadinessCheck.of(SITE_IMPORT, Side.TARGET, ReadinessChecks::siteImport));
    }

    private static CheckResult credentials(Crossing crossing) {
        List<String> missing = Stream.of(
                        crossing.settings().source(), crossing.settings().target())
                .flatMap(site -> Stream.concat(
                        trouble(crossing, site.credential(), site.url()),
                        trouble(crossing, site.bigPictureCredential(), null)))
                .distinct()
                .toList();
        return missing.isEmpty()
                ? new Passed("All credentials are there.")
                : new Failed(
                        "CREDENTIAL_MISSING",
                        "Credentials are missing.",
                        String.join(" ", missing),
                        "Put this right and check again: credentials are declared under ferry.credentials, and named in the"
                                + " settings of the site.");
    }

    /** What keeps a credential from being used; the app's cloud is asked where it is, so its host shows at the first call. */
    private static Stream<String> trouble(Crossing crossing, @Nullable CredentialName name, @Nullable URI site) {
        if (name == null) {
            return Stream.empty();
        }
        var credential = new SiteCredential.Named(name.value());
        try {
            crossing.credentials().isPassword(credential);
            return site == null || crossing.credentials().isFor(credential, site)
                    ? Stream.empty()
                    : Stream.of("The credential " + name + " is not declared for " + site.getRawAuthority()
                            + ": an administrator adds it to ferry.credentials." + name + ".hosts.");
        } catch (CredentialMissingException missing) {
            return Stream.of(String.valueOf(missing.getMessage()));
        }
    }

    private static CheckResult endpoints(Crossing crossing) {
        List<String> lacking = Stream.concat(
                        lacking(crossing, ON_THE_SOURCE, crossing.settings().source()),
                        lacking(crossing, ON_THE_TARGET, crossing.settings().target()))
                .toList();
        return lacking.isEmpty()
                ? new Passed("Every automatic operation has a call to make.")
                : new Failed(
                        "ENDPOINTS_MISSING",
                        "Some operations are set to automatic, but no endpoints are configured for them.",
                        String.join(", ", lacking),
                        "Name a configured set of endpoints in the site's settings, or continue: Ferry asks a person to do these by hand.");
    }

    private static Stream<String> lacking(Crossing crossing, Set<Operation> operations, SiteSettings site) {
        return new TreeSet<>(operations)
                .stream()
                        .filter(operation -> crossing.settings().mode(operation) == Mode.AUTOMATIC)
                        .filter(operation -> !hasEndpoints(crossing, site))
                        .map(Operation::key);
    }

    private static boolean hasEndpoints(Crossing crossing, SiteSettings site) {
        try {
            return !crossing.endpoints().named(site.endpoints()).templates().isEmpty();
        } catch (AutomationUnavailableException notConfigured) {
            return false;
        }
    }

    private static CheckResult diskSpace(Crossing crossing) {
        if (crossing.artifacts().s3().isUsed()) {
            return new NotApplicable("Files are kept in a bucket.");
        }
        Path folder = existing(crossing.artifacts().folder());
        DataSize needed = crossing.properties().freeSpace();
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            String found = Sizes.of(free) + " are free.";
            return free >= needed.toBytes()
                    ? new Passed(found)
                    : new Failed(
                            "DISK_SPACE",
                            "There is little room where Ferry keeps files.",
                            found + " Ferry wants " + Sizes.of(needed.toBytes()) + ".",
                            "Make room, or move the store (ferry.artifacts.folder) to a bigger disk.");
        } catch (IOException e) {
            return new Failed(
                    "DISK_SPACE",
                    "The folder where Ferry keeps files cannot be looked at.",
                    e.getClass().getSimpleName(),
                    "Check ferry.artifacts.folder and its permissions.");
        }
    }

    private static CheckResult exportFolder(Crossing crossing) {
        if (crossing.settings().mode(Operation.BACK_UP_JIRA) == Mode.MANUAL) {
            return new NotApplicable("A person makes the backup and hands it over.");
        }
        Path folder = crossing.settings().source().exportFolder();
        return folder != null && Files.isDirectory(folder) && Files.isReadable(folder)
                ? new Passed("The export folder can be read.")
                : new Failed(
                        "EXPORT_FOLDER_UNREADABLE",
                        "Ferry cannot read Jira's export folder.",
                        folder == null
                                ? "The settings name none."
                                : "It is not there, or Ferry has no right to read it.",
                        "Mount Jira's export folder on Ferry's machine and name it in the settings, or do the backup by hand.");
    }

    private static CheckResult uploadFolders(Crossing crossing) {
        boolean byHand = Stream.of(Operation.CREATE_DUMP, Operation.BACK_UP_JIRA)
                .anyMatch(operation -> crossing.settings().mode(operation) == Mode.MANUAL);
        if (!byHand) {
            return new NotApplicable("No file needs to be uploaded.");
        }
        Path store = existing(crossing.artifacts().folder());
        if (!Files.isDirectory(store) || !Files.isWritable(store)) {
            return new Failed(
                    "STORE_NOT_WRITABLE",
                    "Ferry cannot store files that people upload.",
                    "The folder of ferry.artifacts.folder cannot be written to.",
                    "Give Ferry the right to write there, or name another folder; then check again.");
        }
        return new Passed(
                crossing.artifacts().uploadFolders().stream().anyMatch(Files::isDirectory)
                        ? "People upload files on Ferry's page, or name them in a folder of Ferry's machine."
                        : "People upload files on Ferry's page. To take them from a folder of Ferry's machine as well, create"
                                + " one of ferry.artifacts.upload-folders.");
    }

    /** The folder, or the nearest one above it that is there: Ferry makes the rest itself when it first needs it. */
    private static Path existing(Path folder) {
        Path place = folder.toAbsolutePath();
        while (!Files.exists(place) && place.getParent() != null) {
            place = place.getParent();
        }
        return place;
    }

    private static CheckResult sourceAnswers(Crossing crossing) {
        return sourceAnswers(crossing.source().serverInfo());
    }

    static CheckResult sourceAnswers(ServerInfo source) {
        return source.isCloud()
                ? new Failed(
                        "SOURCE_IS_CLOUD",
                        "The source is a Jira Cloud.",
                        "The site says that it is a Jira Cloud.",
                        "Check the source's address: this route leads from Jira Data Center or Server to Jira Cloud.")
                : new Passed("Jira " + source.version() + " answers.");
    }

    private static CheckResult sourceCredential(Crossing crossing) {
        return sourceCredential(crossing.source());
    }

    static CheckResult sourceCredential(JiraDataCenter source) {
        return signedIn(
                () -> source.myself().active(),
                "SOURCE_CREDENTIAL_REFUSED",
                "source",
                " Jira 11 and newer takes no name and password for API calls unless an administrator allows it (System >"
                        + " Authentication methods): give a personal access token, and do the backup by hand.");
    }

    private static CheckResult targetCredential(Crossing crossing) {
        return targetCredential(crossing.target());
    }

    static CheckResult targetCredential(JiraCloud target) {
        return signedIn(() -> target.myself().active(), "TARGET_CREDENTIAL_REFUSED", "target", "");
    }

    private static CheckResult signedIn(Supplier<Boolean> active, String code, String site, String hint) {
        try {
            return active.get()
                    ? new Passed("The " + site + " Jira knows Ferry's user.")
                    : new Failed(
                            code,
                            "Ferry's user of the " + site + " Jira is inactive.",
                            "The site took the credential, and says that the account is inactive.",
                            "Activate the account, or give another one.");
        } catch (RemoteFailure failure) {
            if (failure.isOfScope()) {
                return new Passed("The " + site + " Jira knows the token, and says that it lacks a scope.");
            }
            if (!failure.hasStatus(401) && !failure.hasStatus(403)) {
                throw failure;
            }
            return new Failed(
                    code,
                    "The " + site + " Jira does not take the credential.",
                    failure.title(),
                    "Correct the credential behind the reference in the settings. After several wrong tries Jira may ask for a CAPTCHA: sign in once in a browser."
                            + hint);
        }
    }

    private static CheckResult targetScopes(Crossing crossing) {
        return targetScopes(crossing.target());
    }

    static CheckResult targetScopes(JiraCloud target) {
        TokenScopes found = target.tokenScopes();
        if (found.kind() == TokenKind.CLASSIC) {
            return new Passed("It is a classic token, used at the site's own address: it has no scopes.");
        }
        if (!found.missing().isEmpty()) {
            return new Failed(
                    "TARGET_SCOPES_MISSING",
                    "The target's API token lacks scopes.",
                    "It is a scoped token, used at Atlassian's gateway. Missing: " + found.inWords() + ".",
                    "Scopes of a token cannot be changed: create another API token with all these scopes, put it where the old"
                            + " one is, and check again. A classic token does as well.");
        }
        return new Passed(
                "It is a scoped token, used at Atlassian's gateway, with all scopes for what Ferry reads. What creating"
                        + " accounts needs (" + JiraCloud.SCOPES_OF_CREATING_USERS
                        + ") cannot be tried. The app manager and the import"
                        + " are not open to scoped tokens: a person does what they would.");
    }

    private static CheckResult sourceRights(Crossing crossing) {
        Set<String> needed = sourceRights(crossing.settings().mode(Operation.BACK_UP_JIRA));
        return sourceRights(needed, crossing.source().permissions(needed));
    }

    /** The global permissions that Ferry's user needs in the source. */
    static Set<String> sourceRights(Mode backUp) {
        return backUp == Mode.AUTOMATIC ? Set.of("ADMINISTER", "SYSTEM_ADMIN") : Set.of("ADMINISTER");
    }

    static CheckResult sourceRights(Set<String> needed, Set<String> held) {
        return rights(needed, held, "SOURCE_RIGHTS_MISSING", "source");
    }

    private static CheckResult targetRights(Crossing crossing) {
        return targetRights(crossing.target().permissions(TARGET_RIGHTS));
    }

    static CheckResult targetRights(Set<String> held) {
        return rights(TARGET_RIGHTS, held, "TARGET_RIGHTS_MISSING", "target");
    }

    private static CheckResult rights(Set<String> needed, Set<String> held, String code, String site) {
        Set<String> missing = new TreeSet<>(needed);
        missing.removeAll(held);
        return missing.isEmpty()
                ? new Passed("Ferry's user has the rights it needs.")
                : new Failed(
                        code,
                        "Ferry's user lacks rights in the " + site + " Jira.",
                        "Missing: "
                                + missing.stream()
                                        .map(ReadinessChecks::permission)
                                        .collect(Collectors.joining(", "))
                                + ".",
                        "Grant these global permissions to Ferry's user, then check again.");
    }

    /** A global permission by the name that Jira's administration shows, and its key. */
    private static String permission(String key) {
        return switch (key) {
            case "ADMINISTER" -> "Administer Jira (ADMINISTER)";
            case "SYSTEM_ADMIN" -> "System administrator (SYSTEM_ADMIN)";
            case "USER_PICKER" -> "Browse users and groups (USER_PICKER)";
            case "CREATE_SHARED_OBJECTS" -> "Share dashboards and filters (CREATE_SHARED_OBJECTS)";
            default -> key;
        };
    }

    private static CheckResult sourceVersion(Crossing crossing) {
        return sourceVersion(crossing.source().serverInfo().version(), crossing.properties());
    }

    static CheckResult sourceVersion(String found, ReadinessProperties properties) {
        VersionNumber version = VersionNumber.parse(found);
        VersionNumber oldest = VersionNumber.of(properties.oldestJira());
        VersionNumber supported = VersionNumber.of(properties.oldestSupportedJira());
        if (version == null || version.compareTo(oldest) < 0) {
            return new Failed(
                    "JIRA_TOO_OLD",
                    "The source Jira is too old.",
                    "It is Jira " + found + ". The cloud takes backups from " + oldest + " on, and supports them from "
                            + supported + " on.",
                    "Upgrade Jira to " + supported + " or newer. Going on with an older one needs a reason on record.");
        }
        return new Passed(
                version.compareTo(supported) < 0
                        ? Passed.WARNING + "Jira " + found + " may work, but backups are supported from " + supported
                                + " on."
                        : "It is Jira " + found + ".");
    }

    private static CheckResult backupCredential(Crossing crossing) {
        if (crossing.settings().mode(Operation.BACK_UP_JIRA) == Mode.MANUAL) {
            return new NotApplicable("A person makes the backup.");
        }
        var credential = new SiteCredential.Named(
                crossing.settings().source().credential().value());
        return crossing.credentials().isPassword(credential)
                ? new Passed("The credential is a name with a password.")
                : new Failed(
                        "BACKUP_NEEDS_PASSWORD",
                        "The automatic backup of Jira needs a user name and password.",
                        "The source's credential is a token. The backup is an administration page, which takes no tokens.",
                        "Give a credential name:password, or do the backup by hand.");
    }

    private static CheckResult sourceApp(Crossing crossing) {
        return sourceApp(
                crossing.appKey(), crossing.source().app(crossing.appKey()).orElse(null), crossing.properties());
    }

    static CheckResult sourceApp(String key, @Nullable InstalledApp app, ReadinessProperties properties) {
        String oldest = properties.oldestApp();
        if (app == null) {
            return new Failed(
                    "APP_MISSING",
                    "The app is not installed on the source.",
                    "The app manager knows no " + key + ".",
                    "Check which app this migration is to carry over.");
        }
        VersionNumber version = VersionNumber.parse(app.version());
        if (version == null || version.compareTo(VersionNumber.of(oldest)) < 0) {
            return new Failed(
                    "APP_TOO_OLD",
                    "The app on the source is too old.",
                    "It is version " + app.version() + "; dumps can be restored from " + oldest + " on.",
                    "Update the app to its newest version.");
        }
        String advised = properties.oldestAdvisedApp();
        return app.enabled()
                ? new Passed(
                        version.compareTo(VersionNumber.of(advised)) < 0
                                ? Passed.WARNING + "It is version " + app.version() + ". The vendor asks for " + advised
                                        + " or newer for its other route (JCMA), and says that older versions on Data Center lose"
                                        + " the migration to the cloud; whether that holds for this route it does not say. Update"
                                        + " the app, if you can."
                                : "It is version " + app.version() + ".")
                : new Failed(
                        "APP_DISABLED",
                        "The app on the source is switched off.",
                        "Version " + app.version() + " is installed, but not enabled.",
                        "Enable the app in the app manager.");
    }

    private static CheckResult sourceAppAnswers(Crossing crossing) {
        if (crossing.settings().source().bigPictureCredential() == null) {
            return new NotApplicable("No token of the app is given: what it holds is compared by people.");
        }
        return sourceAppAnswers(crossing.sourceApp());
    }

    static CheckResult sourceAppAnswers(BigPicture app) {
        try {
            return new Passed(Plural.of(app.boxes().all().size(), "box", "boxes") + ".");
        } catch (RemoteFailure failure) {
            if (!failure.isNotOffered()) {
                throw failure;
            }
            return new LeftToAPerson(
                    "This version of the app does not report its boxes (8.21 is the first that does): people compare what"
                            + " it holds.");
        }
    }

    /** Source: facts/bigpicture.md, The dump (the list's column) and the routes; the app's switch is told by no call. */
    private static CheckResult jcma(Crossing crossing) {
        long dumps = reported(() -> crossing.sourceApp().dumps().list())
                .map(list -> list.stream()
                        .filter(dump -> dump.jcmaMigration().isPresent())
                        .count())
                .orElse(0L);
        if (dumps > 0) {
            return new Failed(
                    "JCMA_DUMPS",
                    "The app on the source has been used with JCMA.",
                    dumps + " of its dumps belong to a JCMA migration.",
                    "Find out who runs that migration, and end it: two migrations into one site destroy each other's data."
                            + " Switch off “Allow JCMA migration” in the app. Going on needs a reason on record.");
        }
        Optional<Optional<InstalledApp>> jcma = reported(() -> crossing.source().app(JCMA_APP));
        if (jcma.isPresent() && jcma.get().filter(InstalledApp::enabled).isEmpty()) {
            return new Passed(
                    jcma.get().isEmpty()
                            ? "JCMA is not installed in the source."
                            : "JCMA is installed in the source, and disabled.");
        }
        return new LeftToAPerson((jcma.isEmpty()
                        ? "The source does not report whether JCMA is installed."
                        : "JCMA is installed in the source; newer versions of Jira bring it along.")
                + " No call reports the app's switch “Allow JCMA migration”: with the freeze, a person confirms that it"
                + " is off and that nobody runs JCMA.");
    }

    /** What the site reports; empty where it does not report it to Ferry's user. */
    private static <T> Optional<T> reported(Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (AutomationUnavailableException | CredentialMissingException notReported) {
            return Optional.empty();
        } catch (RemoteFailure failure) {
            if (failure.isPassing()) {
                throw failure;
            }
            return Optional.empty();
        }
    }

    private static CheckResult targetAnswers(Crossing crossing) {
        return targetAnswers(crossing.target().serverInfo());
    }

    static CheckResult targetAnswers(ServerInfo target) {
        return target.isCloud()
                ? new Passed("Jira Cloud answers.")
                : new Failed(
                        "TARGET_IS_NO_CLOUD",
                        "The target is no Jira Cloud.",
                        "The site says that it is a Jira Server or Data Center.",
                        "Check the target's address.");
    }

    private static CheckResult targetSeats(Crossing crossing) {
        SiteLicence licence = crossing.target().licence();
        if (licence.products().isEmpty()) {
            return new Failed(
                    "TARGET_JIRA_NOT_LICENSED",
                    "The target has no licensed product.",
                    "The site lists no product.",
                    "Subscribe to Jira, or check the target's address.");
        }
        ActivePeople people = activePeople(crossing);
        UserListing listing = people.listing();
        String used = licence.usedSeats().isPresent() ? licence.usedSeats().getAsLong() + " used" : "use not known";
        String found =
                "Active people on the source: " + told(listing, people.count()) + "; seats of the target: " + used;
        Long seats = crossing.properties().targetSeats();
        if (listing == UserListing.NOT_REPORTED) {
            return new LeftToAPerson(found + ". Compare with the plan when the backup has been read.");
        }
        if (seats == null) {
            return new LeftToAPerson(found + ". No API reports how many seats the plan has: compare with the plan.");
        }
        if (licence.usedSeats().orElse(0) + people.count() <= seats) {
            return people.listing() == UserListing.COMPLETE
                            && licence.usedSeats().isPresent()
                    ? new Passed(found + " of " + seats + ".")
                    : new LeftToAPerson(found + " of " + seats + ". Look whether that is enough for everybody.");
        }
        return new Failed(
                "TARGET_SEATS_SHORT",
                "The target has too few seats.",
                found + " of " + seats + ".",
                "Raise the plan's user limit, or deactivate people on the source. People who are in the target already are counted twice here.");
    }

    private static ActivePeople activePeople(Crossing crossing) {
        if (crossing.activePeople() != null) {
            return crossing.activePeople();
        }
        AtomicLong people = new AtomicLong();
        UserListing listing = crossing.source().forEachUser(user -> people.addAndGet(user.active() ? 1 : 0));
        return new ActivePeople(people.get(), listing);
    }

    /** Source: facts/jira-cloud.md, Import of a backup. */
    private static CheckResult siteImport(Crossing crossing) {
        boolean asked = crossing.settings().mode(Operation.IMPORT_BACKUP) == Mode.AUTOMATIC
                && hasEndpoints(crossing, crossing.settings().target());
        if (!asked) {
            return new LeftToAPerson("No API reports whether this site may import a backup: " + LOOK_FOR_THE_IMPORT);
        }
        try {
            return new Passed("The import answers; it knows of "
                    + Plural.of(crossing.target().imports().size(), "import") + ".");
        } catch (AutomationUnavailableException closed) {
            if (crossing.target().usesScopedToken()) {
                return new LeftToAPerson(closed.why() + " Whether the site may import a backup no other call reports: "
                        + LOOK_FOR_THE_IMPORT);
            }
            return new Failed(
                    "SITE_IMPORT_CLOSED",
                    "The target does not offer the import of a Jira backup.",
                    closed.why() + " Since May 2022 it is closed to sites of 1 to 1,000 users.",
                    "Look whether Settings > System > Import Jira Server is there. If not, ask Atlassian's support to open it"
                            + " for this site, before anything is frozen. If it is, import by hand.");
        }
    }

    private static String told(UserListing listing, long active) {
        return switch (listing) {
            case COMPLETE -> String.valueOf(active);
            case MAY_BE_SHORT ->
                active
                        + " or more (this version of Jira has no list of all users, and its search may end early: the backup"
                        + " tells for sure)";
            case NOT_REPORTED -> "not reported by this version of Jira (the backup shows it)";
        };
    }

    private static CheckResult targetApp(Crossing crossing) {
        InstalledApp onTarget = crossing.target().app(crossing.appKey()).orElse(null);
        if (onTarget == null) {
            return new NotApplicable("It is not installed yet; Ferry sees to that later.");
        }
        String onSource = crossing.source()
                .app(crossing.appKey())
                .map(InstalledApp::version)
                .orElse("");
        return AppVersions.takesDumpOf(onTarget.version(), onSource)
                ? new Passed("It is version " + onTarget.version() + ".")
                : new Failed(
                        "TARGET_APP_TOO_OLD",
                        "The app on the target is older than the one on the source.",
                        "The target has " + onTarget.version() + ", the source " + onSource
                                + ". A dump newer than the app is refused.",
                        "Update the app on the target.");
    }
}
