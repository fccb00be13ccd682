package io.ferry.bigpicture;

import feign.Headers;
import feign.RequestLine;
import io.ferry.remote.Configured;
import io.ferry.remote.RemoteFact;
import io.ferry.remote.RemoteFact.Certainty;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the vendor publishes no call for, at addresses that an operator configures. */
@Headers("X-Atlassian-Token: no-check")
interface AssumedApi {
    String DUMP = "facts/bigpicture.md, The dump";
    String RESTORE = "facts/bigpicture.md, The restore";
    String AFTERWARDS = "facts/bigpicture.md, Afterwards";
    String JSON = "Content-Type: application/json";

    @Configured("dumps")
    @RemoteFact(certainty = Certainty.ASSUMED, source = DUMP)
    @RequestLine("GET")
    List<DumpAnswer> dumps(URI address);

    @Configured("dumps")
    @RemoteFact(certainty = Certainty.ASSUMED, source = DUMP)
    @RequestLine("POST")
    @Headers(JSON)
    void createDump(URI address, NewDump dump);

    @Configured("dump-restore")
    @RemoteFact(certainty = Certainty.ASSUMED, source = RESTORE)
    @RequestLine("POST")
    @Headers(JSON)
    Started restore(URI address, RestoreOrder order);

    @Configured("restore")
    @RemoteFact(certainty = Certainty.ASSUMED, source = RESTORE)
    @RequestLine("GET")
    RestoreAnswer restoreState(URI address);

    @Configured("restores")
    @RemoteFact(certainty = Certainty.ASSUMED, source = RESTORE)
    @RequestLine("GET")
    List<RestoreAnswer> restores(URI address);

    @Configured("connections")
    @RemoteFact(certainty = Certainty.ASSUMED, source = AFTERWARDS)
    @RequestLine("GET")
    List<ConnectionAnswer> connections(URI address);

    @Configured("connection")
    @RemoteFact(certainty = Certainty.ASSUMED, source = AFTERWARDS)
    @RequestLine("PUT")
    @Headers(JSON)
    ConnectionAnswer switchConnection(URI address, Switch order);

    @Configured("app-reinstall")
    @RemoteFact(certainty = Certainty.ASSUMED, source = DUMP)
    @RequestLine("POST")
    @Headers(JSON)
    void reinstall(URI address, Reinstallation order);

    @Configured("app")
    @RemoteFact(certainty = Certainty.ASSUMED, source = "facts/bigpicture.md, at the top: no version is published")
    @RequestLine("GET")
    AppAnswer app(URI address);

    /** A dump in the list. */
    record DumpAnswer(
            @Nullable String id,
            @Nullable String description,
            @Nullable Instant createdAt,
            @Nullable String status,
            @Nullable Integer progress,
            @Nullable String databaseVersion,
            @Nullable Long bytes,
            @Nullable String origin,
            @Nullable String jcmaMigrationName) {}

    /** A dump to make. */
    record NewDump(String description) {}

    /** A restore to begin. */
    record RestoreOrder(
            String strategy,
            boolean allActionsDone,
            String confirmation,
            List<RestoreRequest.MappedUser> userMapping,
            boolean acceptUnmapped) {
        @Override
        public String toString() {
            return "RestoreOrder[mapped=" + userMapping.size() + "]";
        }
    }

    /** A restore that runs. */
    record Started(@Nullable String restoreId) {}

    /** How a restore stands. */
    record RestoreAnswer(
            @Nullable String restoreId,
            @Nullable String state,
            @Nullable Integer progress,
            @Nullable String safetyDumpId,
            @Nullable String message) {}

    /** A connection. */
    record ConnectionAnswer(
            @Nullable String id,
            @Nullable String name,
            @Nullable Boolean primary,
            @Nullable Boolean active,
            @Nullable String state,
            @Nullable String reason) {}

    /** A connection's switch. */
    record Switch(boolean active) {}

    /** The version to reinstall. */
    record Reinstallation(String version) {}

    /** The app. */
    record AppAnswer(@Nullable String key, @Nullable String version) {}
}
