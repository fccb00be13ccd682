package io.ferry.sandbox.world;

import io.ferry.sandbox.side.Side;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the sandbox is set up.
 *
 * @param backup the Jira XML backup that feeds it; null: a generated one
 * @param exportFolder where the XML backup of the pretend Jira Data Center lands; null: a folder of its own
 * @param ports of each side; 0: any free one
 * @param address the network address to listen at
 * @param longWork how long a dump, a restore, an import or an installation takes
 * @param app which app is carried
 * @param sourceVersion the app's version on Data Center
 * @param targetVersion the app's version in Cloud
 * @param oldBaseOnly whether the app on Data Center answers only at the path that it had before 8.32
 * @param installed whether the app is installed in the cloud site from the start
 * @param knownPeople how many of a hundred people have an account before the import
 * @param hiddenEmails how many of a hundred accounts hide their e-mail address
 * @param leftBehind how many people at most the import leaves without account
 * @param dumpBytes the size of a dump
 * @param credentials what the sites accept
 * @param jiraVersion the version of Jira Data Center; null: the one that the backup names
 * @param cloud what the cloud offers
 * @param passwords whether name and password open the REST interface of Jira Data Center; null: as its version has it
 * @param size a source that is only counted, in place of what the backup holds; null for that
 */
public record SandboxOptions(
        @Nullable Path backup,
        @Nullable Path exportFolder,
        Map<Side, Integer> ports,
        String address,
        Duration longWork,
        App app,
        AppVersion sourceVersion,
        AppVersion targetVersion,
        boolean oldBaseOnly,
        boolean installed,
        int knownPeople,
        int hiddenEmails,
        int leftBehind,
        long dumpBytes,
        Credentials credentials,
        @Nullable JiraVersion jiraVersion,
        CloudTraits cloud,
        @Nullable Boolean passwords,
        @Nullable SiteSize size) {
    /** Ports by default. */
    public static final Map<Side, Integer> DEFAULT_PORTS = Map.of(
            Side.JIRA_DATA_CENTER,
            8181,
            Side.JIRA_CLOUD,
            8182,
            Side.BIGPICTURE_CLOUD,
            8183,
            Side.CONTROL,
            8184,
            Side.ATLASSIAN_GATEWAY,
            8185);

    public SandboxOptions {
        ports = Map.copyOf(ports);
        percent("known people", knownPeople);
        percent("hidden e-mail addresses", hiddenEmails);
        if (longWork.isNegative() || leftBehind < 0 || dumpBytes < 0) {
            throw new IllegalArgumentException("Durations, counts and sizes of the sandbox cannot be negative");
        }
        for (Side side : Side.values()) {
            Integer port = ports.get(side);
            if (port == null || port < 0 || port > 65535) {
                throw new IllegalArgumentException("The port of " + side.label() + " must be between 0 and 65535");
            }
        }
    }

    private static void percent(String what, int value) {
        if (value < 0 || value > 100) {
            throw new IllegalArgumentException("The share of " + what + " must be between 0 and 100");
        }
    }

    /** @return a builder with the defaults */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects options; what is not named has its default. */
    public static final class Builder {
        private @Nullable Path backup;
        private @Nullable Path exportFolder;
        private final Map<Side, Integer> ports = new EnumMap<>(DEFAULT_PORTS);
        private String address = "127.0.0.1";
        private Duration longWork = Duration.ofSeconds(2);
        private App app = App.BIGPICTURE;
        private AppVersion sourceVersion = AppVersion.parse("8.52.0");
        private AppVersion targetVersion = AppVersion.parse("8.60.0");
        private boolean oldBaseOnly;
        private boolean installed;
        private int knownPeople = 70;
        private int hiddenEmails = 20;
        private int leftBehind = 3;
        private long dumpBytes = 256 * 1024;
        private Credentials credentials = Credentials.from(Map.of());
        private @Nullable JiraVersion jiraVersion;
        private CloudTraits cloud = CloudTraits.KIND;
        private @Nullable Boolean passwords;
        private @Nullable SiteSize size;

        private Builder() {}

        /** @param file a Jira XML backup; null: a generated one
         *  @return this */
        public Builder backup(@Nullable Path file) {
            this.backup = file;
            return this;
        }

        /** @param folder where XML backups land; null: a folder of its own
         *  @return this */
        public Builder exportFolder(@Nullable Path folder) {
            this.exportFolder = folder;
            return this;
        }

        /** @param side the side
         *  @param port its port; 0: any free one
         *  @return this */
        public Builder port(Side side, int port) {
            ports.put(side, port);
            return this;
        }

        /** @return this, with any free port for each side */
        public Builder freePorts() {
            ports.replaceAll((side, port) -> 0);
            return this;
        }

        /** @param networkAddress where to listen
         *  @return this */
        public Builder address(String networkAddress) {
            this.address = networkAddress;
            return this;
        }

        /** @param duration of long work
         *  @return this */
        public Builder longWork(Duration duration) {
            this.longWork = duration;
            return this;
        }

        /** @param carried the app
         *  @return this */
        public Builder app(App carried) {
            this.app = carried;
            return this;
        }

        /** @param version on Data Center
         *  @return this */
        public Builder sourceVersion(String version) {
            this.sourceVersion = AppVersion.parse(version);
            return this;
        }

        /** @param version in Cloud
         *  @return this */
        public Builder targetVersion(String version) {
            this.targetVersion = AppVersion.parse(version);
            return this;
        }

        /** @param only whether only the old path answers
         *  @return this */
        public Builder oldBaseOnly(boolean only) {
            this.oldBaseOnly = only;
            return this;
        }

        /** @param already whether the app is installed in the cloud site from the start
         *  @return this */
        public Builder installed(boolean already) {
            this.installed = already;
            return this;
        }

        /** @param percent of people with an account before the import
         *  @return this */
        public Builder knownPeople(int percent) {
            this.knownPeople = percent;
            return this;
        }

        /** @param percent of accounts that hide their address
         *  @return this */
        public Builder hiddenEmails(int percent) {
            this.hiddenEmails = percent;
            return this;
        }

        /** @param people that the import leaves without account at most
         *  @return this */
        public Builder leftBehind(int people) {
            this.leftBehind = people;
            return this;
        }

        /** @param bytes of a dump
         *  @return this */
        public Builder dumpBytes(long bytes) {
            this.dumpBytes = bytes;
            return this;
        }

        /** @param accepted by the sites
         *  @return this */
        public Builder credentials(Credentials accepted) {
            this.credentials = accepted;
            return this;
        }

        /** @param version of Jira Data Center, 7.6 to 11; null: the one that the backup names
         *  @return this */
        public Builder jiraVersion(@Nullable String version) {
            this.jiraVersion = version == null ? null : JiraVersion.parse(version);
            return this;
        }

        /** @param offered what the cloud offers
         *  @return this */
        public Builder cloud(CloudTraits offered) {
            this.cloud = offered;
            return this;
        }

        /** @param taken whether name and password open the REST interface of Jira Data Center; null: as its version has it
         *  @return this */
        public Builder passwords(@Nullable Boolean taken) {
            this.passwords = taken;
            return this;
        }

        /** @param only a source that is only counted; null: what the backup holds
         *  @return this */
        public Builder size(@Nullable SiteSize only) {
            this.size = only;
            return this;
        }

        /** @return the options
         *  @throws IllegalArgumentException naming what is wrong */
        public SandboxOptions build() {
            return new SandboxOptions(
                    backup,
                    exportFolder,
                    ports,
                    address,
                    longWork,
                    app,
                    sourceVersion,
                    targetVersion,
                    oldBaseOnly,
                    installed,
                    knownPeople,
                    hiddenEmails,
                    leftBehind,
                    dumpBytes,
                    credentials,
                    jiraVersion,
                    cloud,
                    passwords,
                    size);
        }
    }
}
