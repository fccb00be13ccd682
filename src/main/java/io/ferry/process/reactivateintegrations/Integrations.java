package io.ferry.process.reactivateintegrations;

import io.ferry.bigpicture.Connection;
import io.ferry.bigpicture.ConnectionTrouble;
import io.ferry.bigpicture.Connections;
import io.ferry.migration.Action;
import io.ferry.migration.Confirmations;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Intents;
import io.ferry.migration.Question;
import io.ferry.process.common.AtMostOnce;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.process.common.Watch;
import io.ferry.process.model.Problem;
import io.ferry.verification.ComparisonPoint;
import io.ferry.verification.Comparisons;
import io.ferry.verification.ComparisonsOnRecord;
import io.ferry.verification.Inventory;
import io.ferry.verification.Inventory.ConnectionState;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The app's connections. Ferry switches them on, one by one; it never deletes one, for that would remove tasks. */
@Component
class Integrations {
    private static final String READ_THE_ROW =
            "Read the reason in its row at App configuration > Integrations > Connections.";

    private final Sites sites;
    private final Comparisons comparisons;
    private final ComparisonsOnRecord onRecord;
    private final FactsOfMigration facts;
    private final Confirmations confirmations;
    private final Intents intents;
    private final AtMostOnce changes;
    private final Clock clock;

    Integrations(
            Sites sites,
            Comparisons comparisons,
            ComparisonsOnRecord onRecord,
            FactsOfMigration facts,
            Confirmations confirmations,
            Intents intents,
            AtMostOnce changes,
            Clock clock) {
        this.confirmations = confirmations;
        this.intents = intents;
        this.changes = changes;
        this.sites = sites;
        this.comparisons = comparisons;
        this.onRecord = onRecord;
        this.facts = facts;
        this.clock = clock;
    }

    /**
     * What a person can pick from.
     *
     * @param integrationsState null: how they were in an earlier round no longer counts
     */
    record Listed(Shown integrations, @Nullable State integrationsState) {}

    /**
     * The connections, as a form shows them.
     *
     * @param count how many can be picked: neither primary nor working already
     */
    record Shown(long count, List<Item> items) {}

    /** One connection, as a form shows it. */
    record Item(
            String id,
            String name,
            boolean primary,
            String state,
            String before,
            String change,
            String reason,
            String whatToDo) {}

    /** The ids of the connections that a person picked. */
    record Picked(@Nullable List<String> picked) {}

    /** From when on Ferry watches what was switched on. */
    record SwitchedOn(Watch integrationsWatch) {}

    /** What the process knows of them when it asks. */
    record PickedSince(
            @Nullable List<String> picked, @Nullable Watch integrationsWatch) {}

    /** Whether the picked connections work. */
    enum State {
        UP,
        IN_PROGRESS,
        DOWN
    }

    /**
     * What a look showed.
     *
     * @param integrationsWatch for how long Ferry has watched them since they were switched on
     * @param problem which of them did not come up; null otherwise
     */
    record Seen(
            State integrationsState,
            Watch integrationsWatch,
            Shown integrations,
            @Nullable Problem problem) {}

    Listed list(Step step) {
        var connections = sites.targetApp(step.migration()).connections().list();
        return new Listed(kept(step, connections), null);
    }

    private Shown kept(Step step, List<Connection> connections) {
        var baseline = facts.find(step.id(), FactName.BASELINE, Inventory.class).orElse(null);
        var shown = new Shown(
                connections.stream().filter(Integrations::canBePicked).count(),
                connections.stream()
                        .map(connection -> item(connection, before(connection, baseline)))
                        .toList());
        facts.verified(step.id(), FactName.INTEGRATIONS, shown);
        compare(step, baseline, connections);
        return shown;
    }

    /** What worked before and does not work now stays a difference, picked or not. */
    private void compare(Step step, @Nullable Inventory baseline, List<Connection> connections) {
        var comparison = comparisons.compareConnections(
                baseline, connections.stream().map(ConnectionState::of).toList());
        onRecord.keep(step.id(), ComparisonPoint.INTEGRATIONS, comparison);
        facts.verified(step.id(), FactName.INTEGRATIONS_COMPARISON, comparison.brief());
    }

    private static boolean canBePicked(Connection connection) {
        return !connection.primary()
                && !(connection.active() && connection.state().isUp());
    }

    /** How the connection stood on the source, by its name. */
    private enum Before {
        WORKED("worked"),
        DID_NOT_WORK("did not work"),
        NOT_THERE("was not there"),
        NOT_KNOWN("not known");

        private final String words;

        Before(String words) {
            this.words = words;
        }
    }

    private static Before before(Connection connection, @Nullable Inventory baseline) {
        var app = baseline == null ? null : baseline.app();
        if (app == null || app.connections() == null) {
            return Before.NOT_KNOWN;
        }
        return app.connections().stream()
                .filter(one -> one.name().equals(connection.name()))
                .findFirst()
                .map(one -> one.up() ? Before.WORKED : Before.DID_NOT_WORK)
                .orElse(Before.NOT_THERE);
    }

    /** No call tells which boxes draw from a connection, so this says what is known of all of them. */
    private static String change(Connection connection, Before before) {
        if (connection.primary()) {
            return "Nothing: it cannot be switched on or off, and Ferry leaves it alone.";
        }
        if (!canBePicked(connection)) {
            return "Nothing: it works.";
        }
        return switch (before) {
            case WORKED ->
                "The app here reads its tasks and writes to it again, as the app on the source did: that one must be out of"
                        + " use for it.";
            case DID_NOT_WORK ->
                "The app here would read its tasks and write to it, though it did not work before either.";
            case NOT_THERE -> "The app here would read its tasks and write to it; the source has none of this name.";
            case NOT_KNOWN ->
                "The app here reads its tasks and writes to it; whether it worked before was not seen. The app on the source"
                        + " must be out of use for it.";
        };
    }

    private static Item item(Connection connection, Before before) {
        var trouble = ConnectionTrouble.of(connection);
        return new Item(
                connection.id(),
                connection.name(),
                connection.primary(),
                connection.state().words(),
                before.words,
                change(connection, before),
                connection.reason().isBlank()
                        ? trouble.map(ConnectionTrouble::title).orElse("")
                        : connection.reason(),
                connection.state().isUp()
                        ? ""
                        : trouble.map(ConnectionTrouble::whatToDo).orElse(READ_THE_ROW));
    }

    /**
     * Switches on what was picked, each connection at most once for each picking: what somebody switched off again stays
     * off until a person picks it anew.
     */
    SwitchedOn activate(Step step, Picked wanted) {
        var connections = sites.targetApp(step.migration()).connections();
        var picking = confirmations
                .latest(step.id(), Question.PICK_CONNECTIONS)
                .<Map<String, Object>>map(
                        answer -> Map.of("decision", answer.id().toString()))
                .orElseGet(step::visit);
        for (var connection : picked(wanted.picked(), connections.list())) {
            var basis = new TreeMap<String, Object>(picking);
            basis.put("connection", connection.id());
            changes.atMostOnce(
                    step,
                    intents.begin(step.id(), Action.ACTIVATE_CONNECTIONS, basis),
                    "Switching on “" + connection.name() + "”",
                    intent -> switchOn(connections, connection),
                    intent -> isOn(connections, connection));
        }
        return new SwitchedOn(Watch.begun(clock.instant()));
    }

    private static Map<String, Object> switchOn(Connections connections, Connection connection) {
        if (!connection.active()) {
            connections.activate(connection.id());
        }
        return Map.of("wasOn", connection.active());
    }

    private static Optional<Map<String, Object>> isOn(Connections connections, Connection wanted) {
        return connections.list().stream()
                .filter(connection -> connection.id().equals(wanted.id()) && connection.active())
                .findFirst()
                .map(on -> Map.of());
    }

    Seen look(Step step, PickedSince known) {
        var connections = sites.targetApp(step.migration()).connections().list();
        var picked = picked(known.picked(), connections);
        var watch = Objects.requireNonNullElseGet(known.integrationsWatch(), () -> Watch.begun(clock.instant()))
                .next(true, false, clock.instant(), step.settings());
        var state = state(step, picked, watch);
        return new Seen(state, watch, kept(step, connections), state == State.DOWN ? problem(picked) : null);
    }

    private static State state(Step step, List<Connection> picked, Watch watch) {
        var down =
                picked.stream().filter(connection -> !connection.state().isUp()).toList();
        if (down.isEmpty()) {
            return State.UP;
        }
        return down.stream().allMatch(Integrations::mayComeUp) && !watch.isStuck(step.settings())
                ? State.IN_PROGRESS
                : State.DOWN;
    }

    /** Throttled ones come back by themselves; one that was switched on a moment ago may still be about to. */
    private static boolean mayComeUp(Connection connection) {
        return connection.state().isInProgress()
                || (connection.active() && connection.state() == Connection.State.NOT_OPERATIONAL);
    }

    private static Problem problem(List<Connection> picked) {
        var down = picked.stream()
                .filter(connection -> !connection.state().isUp())
                .map(connection ->
                        connection.name() + " is " + connection.state().words()
                                + (connection.reason().isBlank() ? "" : " (" + connection.reason() + ")")
                                + ConnectionTrouble.of(connection)
                                        .map(trouble -> ": " + trouble.whatToDo())
                                        .orElse(""))
                .collect(Collectors.joining(" · "));
        return new Problem(
                "INTEGRATIONS_DOWN",
                "Not all connections came up.",
                down,
                "Do what is said of each, then let Ferry do it; never delete a connection, for that removes its tasks from every box.");
    }

    /** What the person picked, as the app lists it now. */
    private static List<Connection> picked(@Nullable List<String> picked, List<Connection> connections) {
        Set<String> ids = picked == null ? Set.of() : new HashSet<>(picked);
        var found = connections.stream()
                .filter(connection -> ids.contains(connection.id()))
                .toList();
        if (found.size() < ids.size()) {
            throw StepRefused.refused(
                    "A connection that was picked is no longer there.",
                    "Picked: %d, found: %d.".formatted(ids.size(), found.size()),
                    "Let Ferry list the connections again, and select again.");
        }
        // The primary connection is left alone, and so is not waited for either.
        return found.stream().filter(connection -> !connection.primary()).toList();
    }
}
