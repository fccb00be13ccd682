package io.ferry.bigpicture;

import io.ferry.remote.Transferred;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/** Dumps and restores of one app, through configured endpoints: the vendor publishes none. */
public final class Dumps {

    Dumps() {}

    /** All dumps, newest first. A new one may be missing on the first look. */
    public List<Dump> list() {
        throw new UnsupportedOperationException("not built yet");
    }

    /**
     * Has a new dump made; it appears in the list, and the app restarts meanwhile.
     *
     * @param description carries Ferry's mark
     */
    public void create(String description) {
        throw new UnsupportedOperationException("not built yet");
    }

    /**
     * Streams a dump, resuming after a broken connection; the caller stores what passes.
     *
     * @return what passed
     */
    public Transferred download(String dumpId, OutputStream out) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Uploads a dump as a stream. */
    public DumpUpload importDump(Path file) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Starts a restore: everything in the app is overwritten. */
    public RestoreStart restore(RestoreRequest request) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** How a restore stands. */
    public RestoreProgress restoreState(String restoreId) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** All restores that the app knows, newest first: to find out what became of an unknown one. */
    public List<RestoreProgress> restores() {
        throw new UnsupportedOperationException("not built yet");
    }
}
