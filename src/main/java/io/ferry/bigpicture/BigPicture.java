package io.ferry.bigpicture;

import java.util.List;

/**
 * One BigPicture. Every method may throw {@link io.ferry.remote.RemoteFailure} (a 503 while the app restarts is a
 * passing one); those that change something also {@link io.ferry.remote.OutcomeUnknownException}; those that the vendor
 * does not publish {@link io.ferry.remote.AutomationUnavailableException}.
 */
public final class BigPicture {

    BigPicture() {}

    /** The tree of boxes, from the root. */
    public Box boxes() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** All teams. */
    public List<Team> teams() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** What a box draws its tasks from, itself. */
    public OwnScope ownScope(String boxId) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Key and version of the running app, through a configured endpoint. */
    public AppInfo app() {
        throw new UnsupportedOperationException("not built yet");
    }

    /**
     * Has the app reinstalled at the same version (Data Center), through a configured endpoint.
     *
     * @param version the version it has
     */
    public void reinstall(String version) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** The app's dumps and restores. */
    public Dumps dumps() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** The app's connections. */
    public Connections connections() {
        throw new UnsupportedOperationException("not built yet");
    }
}
