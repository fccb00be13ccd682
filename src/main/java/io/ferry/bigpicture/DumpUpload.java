package io.ferry.bigpicture;

import io.ferry.remote.Transferred;

/** What became of the upload of a dump. */
public sealed interface DumpUpload {

    /**
     * The app took it; it stands in the list.
     *
     * @param id the app's id of it
     * @param transferred what passed
     */
    record Uploaded(String id, Transferred transferred) implements DumpUpload {}

    /**
     * The app refuses the file: made by another app, too new, too old, broken.
     *
     * @param reason what it says, with addresses masked
     */
    record Refused(String reason) implements DumpUpload {}
}
