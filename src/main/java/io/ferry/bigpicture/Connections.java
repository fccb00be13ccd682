package io.ferry.bigpicture;

import static io.ferry.bigpicture.Texts.text;

import io.ferry.remote.Masking;
import io.ferry.remote.RemoteFailure;
import java.util.Arrays;
import java.util.List;

/** The app's connections, through configured endpoints. Ferry never deletes one: that would remove tasks. */
public final class Connections {
    private final AppBase base;

    Connections(AppBase base) {
        this.base = base;
    }

    /** All connections and how they are. */
    public List<Connection> list() {
        return base
                .call(calls -> AppCalls.offered(
                        "listing connections", () -> calls.assumed().connections(calls.at("connections"))))
                .stream()
                .map(this::toConnection)
                .toList();
    }

    /** Switches a connection on. */
    public Connection activate(String id) {
        return toConnection(base.call(
                calls -> calls.assumed().switchConnection(calls.at("connection", id), new AssumedApi.Switch(true))));
    }

    private Connection toConnection(AssumedApi.ConnectionAnswer connection) {
        return new Connection(
                text(connection.id()),
                text(connection.name()),
                Boolean.TRUE.equals(connection.primary()),
                Boolean.TRUE.equals(connection.active()),
                Arrays.stream(Connection.State.values())
                        .filter(state -> state.name().equals(connection.state()))
                        .findFirst()
                        .orElseThrow(() -> RemoteFailure.lasting(
                                base.name() + " gives a state of a connection that Ferry does not know.",
                                "Look at App configuration > Integrations > Connections, and continue by hand.")),
                Masking.mask(text(connection.reason())));
    }
}
