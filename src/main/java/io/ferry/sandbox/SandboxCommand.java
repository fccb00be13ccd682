package io.ferry.sandbox;

import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.ApiToken;
import io.ferry.sandbox.world.App;
import io.ferry.sandbox.world.BackupRefusedException;
import io.ferry.sandbox.world.CloudTraits;
import io.ferry.sandbox.world.Credentials;
import io.ferry.sandbox.world.OrganisationApi;
import io.ferry.sandbox.world.SandboxOptions;
import io.ferry.sandbox.world.SiteImport;
import io.ferry.sandbox.world.SiteSize;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.embedded.tomcat.ConnectorStartFailedException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.NestedExceptionUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ferry sandbox}: runs the pretend sites until it is ended. */
@Command(
        name = "sandbox",
        mixinStandardHelpOptions = true,
        description = "Runs pretend sites: Jira Data Center and Jira Cloud, with BigPicture or BigGantt on both.",
        footer = {
            "",
            "Faults are switched on while it runs, for example",
            "  curl -X PUT -H 'Content-Type: application/json' -d '{\"times\":2}' \\",
            "    http://127.0.0.1:8184/control/faults/too-many-requests",
            "  curl -X DELETE http://127.0.0.1:8184/control/faults/too-many-requests",
            "GET /control/help lists them, GET /control/state shows what really happened,",
            "POST /control/reset resets the sites. See docs/sandbox.md."
        })
public final class SandboxCommand implements Callable<Integer> {
    private static final int WRONG_USAGE = 2;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--backup", paramLabel = "FILE", description = "Jira XML backup to feed from; else a generated one")
    private @Nullable Path backup;

    @Option(
            names = "--size",
            paramLabel = "ISSUES,PEOPLE,PROJECTS",
            description = "a source of this size that is only counted, with nothing in its issues")
    private @Nullable String size;

    @Option(names = "--export-folder", paramLabel = "DIR", description = "where Jira's XML backup lands")
    private @Nullable Path exportFolder;

    @Option(names = "--dc-port", defaultValue = "8181", description = "Jira Data Center (default ${DEFAULT-VALUE})")
    private int dataCenterPort;

    @Option(names = "--cloud-port", defaultValue = "8182", description = "Jira Cloud (default ${DEFAULT-VALUE})")
    private int cloudPort;

    @Option(
            names = "--bigpicture-port",
            defaultValue = "8183",
            description = "BigPicture Cloud (default ${DEFAULT-VALUE})")
    private int bigPicturePort;

    @Option(names = "--control-port", defaultValue = "8184", description = "control (default ${DEFAULT-VALUE})")
    private int controlPort;

    @Option(
            names = "--gateway-port",
            defaultValue = "8185",
            description = "Atlassian's gateway: scoped tokens, organisation API (default ${DEFAULT-VALUE})")
    private int gatewayPort;

    @Option(
            names = "--bind",
            defaultValue = "127.0.0.1",
            description = "network address to listen at (default ${DEFAULT-VALUE})")
    private String address = "127.0.0.1";

    @Option(
            names = "--speed",
            paramLabel = "MS",
            defaultValue = "2000",
            description = "how long a dump, restore, import or installation takes, in ms (default ${DEFAULT-VALUE})")
    private long speed;

    @Option(names = "--app", defaultValue = "BigPicture", description = "BigPicture or BigGantt")
    private String app = "BigPicture";

    @Option(
            names = {"--app-version", "--source-version"},
            defaultValue = "8.52.0",
            description = "the app on Data Center (default ${DEFAULT-VALUE})")
    private String sourceVersion = "";

    @Option(
            names = "--target-version",
            defaultValue = "8.60.0",
            description = "the app in Cloud (default ${DEFAULT-VALUE})")
    private String targetVersion = "";

    @Option(
            names = "--jira-version",
            paramLabel = "VERSION",
            description = "Jira Data Center, 7.6 to 11: decides which calls and fields it has (default: the backup's)")
    private @Nullable String jiraVersion;

    @Option(
            names = "--basic-auth",
            paramLabel = "true|false",
            arity = "1",
            description = "name and password open Jira Data Center's REST interface (default: until Jira 11)")
    private @Nullable Boolean basicAuth;

    @Option(
            names = "--app-manager",
            paramLabel = "STATUS",
            defaultValue = "200",
            description =
                    "what the app manager (UPM) of the cloud answers: 200, or 401, 403, 404 for a site that does not"
                            + " say (default ${DEFAULT-VALUE})")
    private int appManager;

    @Option(
            names = "--site-import",
            paramLabel = "WAY",
            defaultValue = "CALLS",
            description =
                    "the cloud's import of a Jira backup: by CALLS and on its page, on its page alone (SCREEN), or"
                            + " CLOSED, as for sites of 1 to 1,000 users (default ${DEFAULT-VALUE})")
    private SiteImport siteImport = SiteImport.CALLS;

    @Option(names = "--no-app-token", description = "the app in Cloud takes no token: nobody has made one")
    private boolean noAppToken;

    @Option(
            names = "--organisation-api",
            paramLabel = "VERSION",
            defaultValue = "BOTH",
            description = "the organisation API that answers: V1, V2, BOTH or NONE (default ${DEFAULT-VALUE})")
    private OrganisationApi organisation = OrganisationApi.BOTH;

    @Option(
            names = "--scoped-token",
            description = "Jira Cloud's API token has scopes: only the gateway takes it, not the site's own address")
    private boolean scopedToken;

    @Option(
            names = "--token-scopes",
            paramLabel = "SCOPES",
            description =
                    "the scopes of that token, such as read:jira-user,read:jira-work (default: all that are needed)")
    private @Nullable String tokenScopes;

    @Option(names = "--old-base", description = "the app on Data Center answers only at its path of before 8.32")
    private boolean oldBase;

    @Option(names = "--installed", description = "the app is installed in the cloud site from the start")
    private boolean installed;

    @Option(
            names = "--known-people",
            paramLabel = "PERCENT",
            defaultValue = "70",
            description = "people with an account before the import (default ${DEFAULT-VALUE})")
    private int knownPeople;

    @Option(
            names = "--hidden-emails",
            paramLabel = "PERCENT",
            defaultValue = "20",
            description = "of those, accounts that hide their e-mail address (default ${DEFAULT-VALUE})")
    private int hiddenEmails;

    @Option(
            names = "--left-behind",
            paramLabel = "N",
            defaultValue = "3",
            description = "people at most whom the import leaves without account (default ${DEFAULT-VALUE})")
    private int leftBehind;

    @Option(
            names = "--dump-size",
            paramLabel = "BYTES",
            defaultValue = "262144",
            description = "size of a dump (default ${DEFAULT-VALUE})")
    private long dumpSize;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        SandboxOptions options;
        try {
            options = options(System.getenv());
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return WRONG_USAGE;
        }
        try (SandboxServer server = SandboxServer.start(options)) {
            announce(server, options, out);
            new CountDownLatch(1).await();
            return 0;
        } catch (RuntimeException e) {
            err.println(reason(e));
            return 1;
        }
    }

    private SandboxOptions options(Map<String, String> environment) {
        return SandboxOptions.builder()
                .backup(backup)
                .size(size == null ? null : SiteSize.parse(size))
                .exportFolder(exportFolder)
                .port(Side.JIRA_DATA_CENTER, dataCenterPort)
                .port(Side.JIRA_CLOUD, cloudPort)
                .port(Side.BIGPICTURE_CLOUD, bigPicturePort)
                .port(Side.CONTROL, controlPort)
                .port(Side.ATLASSIAN_GATEWAY, gatewayPort)
                .address(address)
                .longWork(Duration.ofMillis(speed))
                .app(App.titled(app))
                .sourceVersion(sourceVersion)
                .targetVersion(targetVersion)
                .oldBaseOnly(oldBase)
                .installed(installed)
                .knownPeople(knownPeople)
                .hiddenEmails(hiddenEmails)
                .leftBehind(leftBehind)
                .dumpBytes(dumpSize)
                .credentials(Credentials.from(environment))
                .jiraVersion(jiraVersion)
                .passwords(basicAuth)
                .cloud(new CloudTraits(appManager, siteImport, !noAppToken, organisation, token()))
                .build();
    }

    private ApiToken token() {
        if (tokenScopes != null) {
            return ApiToken.scoped(tokenScopes);
        }
        return scopedToken ? ApiToken.WELL_SCOPED : ApiToken.CLASSIC;
    }

    private static String reason(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PortInUseException inUse) {
                return inUse(inUse.getPort());
            }
            if (cause instanceof ConnectorStartFailedException failed) {
                return inUse(failed.getPort());
            }
            if (cause instanceof BackupRefusedException) {
                return String.valueOf(cause.getMessage());
            }
        }
        return "The sandbox cannot start: "
                + NestedExceptionUtils.getMostSpecificCause(failure).getMessage();
    }

    private static String inUse(int port) {
        return "Port " + port + " is in use. End the program that uses it (./ferry stop ends an earlier demonstration),"
                + " or give another port.";
    }

    private static void announce(SandboxServer server, SandboxOptions options, PrintWriter out) {
        out.println("Jira Data Center   " + server.address(Side.JIRA_DATA_CENTER));
        out.println("Jira Cloud         " + server.address(Side.JIRA_CLOUD));
        out.println("BigPicture Cloud   " + server.address(Side.BIGPICTURE_CLOUD) + "/cloudmanager");
        out.println("Atlassian gateway  " + server.address(Side.ATLASSIAN_GATEWAY) + " (organisation "
                + server.organisationId() + ")");
        out.println("Control            " + server.address(Side.CONTROL) + "/control/help");
        Credentials.DEFAULTS.keySet().stream().sorted().forEach(name -> {
            String given = System.getenv(name);
            boolean byDefault = given == null || given.isBlank();
            out.println(name + " " + (byDefault ? Credentials.DEFAULTS.get(name) : "as given"));
        });
        out.println("The sandbox runs with " + options.app().title() + ". Ctrl+C ends it.");
        out.flush();
    }
}
