package io.ferry.bigpicture;

import static io.ferry.bigpicture.Texts.percent;
import static io.ferry.bigpicture.Texts.text;

import io.ferry.base.FileContent;
import io.ferry.remote.Destination;
import io.ferry.remote.Masking;
import io.ferry.remote.OutcomeUnknownException;
import io.ferry.remote.RemoteFailure;
import io.ferry.remote.RemoteState;
import io.ferry.remote.Transferred;
import io.ferry.remote.Transfers;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Dumps and restores of one app, through configured endpoints: the vendor publishes none. */
public final class Dumps {
    private static final String STRATEGY = "ON_PREMISES_TO_CLOUD";

    private final AppBase base;

    Dumps(AppBase base) {
        this.base = base;
    }

    /** All dumps, newest first. A new one may be missing on the first look. */
    public List<Dump> list() {
        return base
                .call(calls ->
                        AppCalls.offered("listing dumps", () -> calls.assumed().dumps(calls.at("dumps"))))
                .stream()
                .map(this::toDump)
                .toList();
    }

    /**
     * Has a new dump made; it appears in the list, and the app restarts meanwhile.
     *
     * @param description carries Ferry's mark
     * @throws RemoteFailure by design if the app is busy with another dump or restore
     */
    public void create(String description) {
        base.call(calls -> AppCalls.offered("making a dump", () -> {
            calls.assumed().createDump(calls.at("dumps"), new AssumedApi.NewDump(description));
            return true;
        }));
    }

    /**
     * Streams a dump, going on after a broken connection and with what an earlier download left.
     *
     * @return what is there now
     * @throws RemoteFailure lasting (404) if there is no such dump, passing if it broke off
     */
    public Transferred download(String dumpId, Destination to) {
        return base.call(calls -> calls.files().download(calls.at("dump-file", dumpId), to));
    }

    /** Uploads a dump as a stream. */
    public DumpUpload importDump(FileContent file) {
        return base.call(calls -> AppCalls.offered("uploading a dump", () -> {
            URI address = URI.create(
                    calls.at("dump-import") + "?fileName=" + URLEncoder.encode(file.name(), StandardCharsets.UTF_8));
            try {
                Transfers.Uploaded<DumpFilesApi.UploadedDump> uploaded =
                        calls.files().upload(address, file);
                String id = uploaded.answer().id();
                if (id == null) {
                    throw unclear("took the dump and does not say which it is in the list");
                }
                return new DumpUpload.Uploaded(id, uploaded.transferred());
            } catch (RemoteFailure failure) {
                if (failure.isRefusal()) {
                    return new DumpUpload.Refused(failure.reason());
                }
                throw failure;
            }
        }));
    }

    /** Starts a restore: everything in the app is overwritten. */
    public RestoreStart restore(RestoreRequest request) {
        return base.call(calls -> {
            try {
                String restoreId = calls.assumed()
                        .restore(
                                calls.at("dump-restore", request.dumpId()),
                                new AssumedApi.RestoreOrder(
                                        STRATEGY,
                                        request.allActionsDone(),
                                        request.confirmation(),
                                        request.userMapping(),
                                        request.acceptUnmapped()))
                        .restoreId();
                if (restoreId == null) {
                    throw unclear("took the wish for a restore and does not say whether it runs");
                }
                return new RestoreStart.Started(restoreId);
            } catch (RemoteFailure failure) {
                if (failure.isRefusal()) {
                    return new RestoreStart.Refused(failure.reason());
                }
                throw failure;
            }
        });
    }

    /** How a restore stands. */
    public RestoreProgress restoreState(String restoreId) {
        return toProgress(base.call(calls -> calls.assumed().restoreState(calls.at("restore", restoreId))), restoreId);
    }

    /** All restores that the app knows, newest first: to find out what became of an unknown one. */
    public List<RestoreProgress> restores() {
        return base
                .call(calls -> AppCalls.offered(
                        "listing restores", () -> calls.assumed().restores(calls.at("restores"))))
                .stream()
                .map(restore -> toProgress(restore, text(restore.restoreId())))
                .toList();
    }

    private Dump toDump(AssumedApi.DumpAnswer dump) {
        RemoteState state = switch (text(dump.status())) {
            case "IN_PROGRESS" -> RemoteState.IN_PROGRESS;
            case "READY" -> RemoteState.DONE;
            case "FAILED" -> RemoteState.FAILED;
            default -> throw unknownState("a dump");
        };
        return new Dump(
                text(dump.id()),
                text(dump.description()),
                Optional.ofNullable(dump.createdAt()),
                state,
                percent(dump.progress()),
                text(dump.databaseVersion()),
                dump.bytes() == null ? OptionalLong.empty() : OptionalLong.of(dump.bytes()),
                Arrays.stream(Dump.Origin.values())
                        .filter(origin -> origin.name().equals(dump.origin()))
                        .findFirst()
                        .orElse(Dump.Origin.OTHER),
                Optional.ofNullable(dump.jcmaMigrationName()).filter(name -> !name.isBlank()));
    }

    private RestoreProgress toProgress(AssumedApi.RestoreAnswer restore, String restoreId) {
        return new RestoreProgress(
                restoreId,
                Arrays.stream(RestoreProgress.Step.values())
                        .filter(step -> step.name().equals(restore.state()))
                        .findFirst()
                        .orElseThrow(() -> unknownState("a restore")),
                percent(restore.progress()),
                Optional.ofNullable(restore.safetyDumpId()),
                Masking.mask(text(restore.message())));
    }

    private RemoteFailure unknownState(String of) {
        return RemoteFailure.lasting(
                base.name() + " gives a state of " + of + " that Ferry does not know.",
                "Look at App configuration > Advanced > Database dumps, and continue by hand.");
    }

    private OutcomeUnknownException unclear(String what) {
        return OutcomeUnknownException.of(
                base.name() + " " + what + ".", "Look at App configuration > Advanced > Database dumps.");
    }
}
