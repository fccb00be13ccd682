package io.ferry.bigpicture;

import java.util.List;

/** The app's connections, through configured endpoints. Ferry never deletes one: that would remove tasks. */
public final class Connections {

    Connections() {}

    /** All connections and how they are. */
    public List<Connection> list() {
        throw new UnsupportedOperationException("not built yet");
    }

    /** Switches a connection on. */
    public Connection activate(String id) {
        throw new UnsupportedOperationException("not built yet");
    }
}
