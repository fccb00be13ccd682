package io.ferry.api;

import io.ferry.api.Frame.Link;
import io.ferry.artifact.Artifact;
import io.ferry.artifact.Transfer;
import io.ferry.base.Sizes;
import io.ferry.forecast.RoundTimes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All files of a migration. */
record FilesPage(Frame frame, List<Kind> kinds) implements View {

    /**
     * The files of one kind.
     *
     * @param page where such a file is uploaded and downloaded
     * @param fetched what Ferry is fetching from the site right now
     */
    record Kind(Link page, List<Stored> files, List<Fetched> fetched) {}

    /**
     * A file that Ferry is fetching.
     *
     * @param howFar how much has come, and how long the rest takes, in words
     * @param percent null if the whole size is not known
     */
    record Fetched(String name, String howFar, @Nullable Integer percent) {
        static Fetched of(Transfer transfer) {
            String come = Sizes.of(transfer.bytes());
            if (transfer.whole() <= 0) {
                return new Fetched(transfer.name(), come + " so far; the site does not tell the whole size", null);
            }
            String left =
                    transfer.left() == null ? "time left not known yet" : RoundTimes.about(transfer.left()) + " left";
            return new Fetched(transfer.name(), come + " of " + Sizes.of(transfer.whole()) + ", " + left, (int)
                    Math.min(100, transfer.bytes() * 100 / transfer.whole()));
        }
    }

    /** A file that Ferry has. */
    record Stored(Link content, String size, String sha256, Instant storedAt) {
        /**
         * @param file the file
         * @param files the address of the migration's files in the API, without a slash at the end
         */
        static Stored of(Artifact file, String files) {
            return new Stored(
                    new Link(files + "/" + file.id() + "/content", file.name()),
                    Sizes.of(file.bytes()),
                    file.sha256(),
                    file.storedAt());
        }
    }
}
