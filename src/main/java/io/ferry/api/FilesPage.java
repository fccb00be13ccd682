package io.ferry.api;

import io.ferry.api.Frame.Link;
import io.ferry.artifact.Artifact;
import io.ferry.artifact.Sizes;
import java.time.Instant;
import java.util.List;

/** All files of a migration. */
record FilesPage(Frame frame, List<Kind> kinds) implements View {

    /**
     * The files of one kind.
     *
     * @param page where such a file is uploaded and downloaded
     */
    record Kind(Link page, List<Stored> files) {}

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
