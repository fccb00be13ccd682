package io.ferry.bigpicture;

import io.ferry.base.FileContent;
import io.ferry.remote.Access;
import io.ferry.remote.Configured;
import io.ferry.remote.Destination;
import io.ferry.remote.RemoteFact;
import io.ferry.remote.RemoteFact.Certainty;
import io.ferry.remote.Transferred;
import io.ferry.remote.Transfers;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The files of dumps, which stream past Feign. */
final class DumpFilesApi {
    /** How long the app may take over a file after the last byte of it. */
    private static final Duration UPLOAD_ANSWER = Duration.ofMinutes(10);

    private final Transfers transfers;
    private final Access access;

    DumpFilesApi(Transfers transfers, Access access) {
        this.transfers = transfers;
        this.access = access;
    }

    @Configured(value = "dump-file", method = "GET")
    @RemoteFact(certainty = Certainty.ASSUMED, source = AssumedApi.DUMP)
    Transferred download(URI address, Destination to) {
        return transfers.download(address, access, to);
    }

    @Configured(value = "dump-import", method = "POST")
    @RemoteFact(certainty = Certainty.ASSUMED, source = AssumedApi.RESTORE)
    Transfers.Uploaded<UploadedDump> upload(URI address, FileContent file) {
        return transfers.upload(address, access.answeringWithin(UPLOAD_ANSWER), file, UploadedDump.class);
    }

    /** The dump in the app's list. */
    record UploadedDump(@Nullable String id) {}
}
