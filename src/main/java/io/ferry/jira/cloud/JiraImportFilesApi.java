package io.ferry.jira.cloud;

import io.ferry.base.FileContent;
import io.ferry.remote.Access;
import io.ferry.remote.Configured;
import io.ferry.remote.RemoteFact;
import io.ferry.remote.RemoteFact.Certainty;
import io.ferry.remote.Transfers;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The file of an import, which streams past Feign. */
final class JiraImportFilesApi {
    private final Transfers transfers;
    private final Access access;

    JiraImportFilesApi(Transfers transfers, Access access) {
        this.transfers = transfers;
        this.access = access;
    }

    @Configured(value = "import-files", method = "POST")
    @RemoteFact(certainty = Certainty.ASSUMED, source = JiraImportApi.SOURCE)
    Transfers.Uploaded<UploadedFile> upload(URI address, FileContent file) {
        return transfers.upload(address, access, file, UploadedFile.class);
    }

    /** The file at the site, with its size and hash where the site tells them. */
    record UploadedFile(
            @Nullable String fileId,
            @Nullable Long bytes,
            @Nullable String sha256) {}
}
