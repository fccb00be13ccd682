package io.ferry.crash;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ferry.crash.Relay.Direction;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** What a network, and a site in a bad hour, do to a client without anything dying. */
enum Trouble {
    TOO_MANY_REQUESTS("429 in a burst"),
    SERVER_ERRORS("5xx in a burst"),
    DROPPED_BEFORE("connection dropped before the work"),
    DROPPED_AFTER("connection dropped after the work, before the answer"),
    LATE("late answers"),
    TRUNCATED_DOWNLOAD("download ends early"),
    SHORT_DOWNLOAD("download ends early and claims to be whole"),
    ALL_CUT("every connection cut (proxy)"),
    CUT_IN_THE_MIDDLE("connection cut in the middle of a transfer (proxy)"),
    DELAYED("connection delayed (proxy)"),
    STALLED("connection stands still (proxy)");

    private static final List<Trouble> OF_A_NETWORK = List.of(ALL_CUT, CUT_IN_THE_MIDDLE, DELAYED, STALLED);
    private static final List<Set<Direction>> DIRECTIONS = List.of(
            Set.of(Direction.FROM_FERRY), Set.of(Direction.TO_FERRY), Set.of(Direction.FROM_FERRY, Direction.TO_FERRY));
    private static final List<String> SIDES = List.of("jira-data-center", "jira-cloud", "bigpicture-cloud");
    private final String title;

    Trouble(String title) {
        this.title = title;
    }

    static Trouble thrown(Random dice) {
        return values()[dice.nextInt(values().length)];
    }

    static Trouble ofANetwork(Random dice) {
        return OF_A_NETWORK.get(dice.nextInt(OF_A_NETWORK.size()));
    }

    /** Befalls a lane's sites, or one of the connections to them. */
    void befall(Lane lane, Random dice, String name, Figures figures) throws IOException, InterruptedException {
        String side = SIDES.get(dice.nextInt(SIDES.size()));
        Relay relay = lane.relays().get(dice.nextInt(lane.relays().size()));
        int times = 1 + dice.nextInt(6);
        int amount = dice.nextInt(100);
        ObjectNode fault = Http.JSON.createObjectNode().put("side", side).put("times", times);
        switch (this) {
            case TOO_MANY_REQUESTS ->
                lane.disturb(name, fault.put("kind", "too-many-requests").put("retryAfter", 1 + amount % 2));
            case SERVER_ERRORS ->
                lane.disturb(
                        name,
                        fault.put("kind", "server-error")
                                .put("status", List.of(500, 502, 503, 504).get(amount % 4)));
            case DROPPED_BEFORE ->
                lane.disturb(name, fault.put("kind", "dropped-connection").put("when", "BEFORE"));
            case DROPPED_AFTER ->
                lane.disturb(
                        name,
                        fault.put("kind", "dropped-connection")
                                .put("when", "AFTER")
                                .put("method", amount < 70 ? "POST" : "GET")
                                .put("times", 1));
            case LATE -> lane.disturb(name, fault.put("kind", "delay").put("delay", 200 + amount * 60));
            case TRUNCATED_DOWNLOAD ->
                lane.disturb(
                        name,
                        fault.put("kind", "truncated-download")
                                .put("path", "/**/file")
                                .put("percent", amount)
                                .put("times", 1));
            case SHORT_DOWNLOAD ->
                lane.disturb(
                        name,
                        fault.put("kind", "truncated-download")
                                .put("path", "/**/file")
                                .put("declared", true)
                                .put("percent", amount)
                                .put("times", 1));
            case ALL_CUT, CUT_IN_THE_MIDDLE, DELAYED, STALLED ->
                befallNetwork(relay, dice, 1_600_000, Duration.ofMillis(200 + amount * 60L));
        }
        figures.count("troubles", title);
    }

    /**
     * Befalls a connection: each direction by itself, or both.
     *
     * @param bytes a cut in the middle comes within the next so many
     * @param time how long a delay or a standstill lasts
     */
    void befallNetwork(Relay relay, Random dice, int bytes, Duration time) {
        Set<Direction> directions = DIRECTIONS.get(dice.nextInt(DIRECTIONS.size()));
        int byteNumber = dice.nextInt(bytes);
        Duration delay = Duration.ofMillis(dice.nextBoolean() ? 100 : 500 + dice.nextInt(2000));
        switch (this) {
            case ALL_CUT -> relay.cutAll();
            case CUT_IN_THE_MIDDLE -> directions.forEach(direction -> relay.cutAfter(direction, byteNumber));
            case DELAYED -> directions.forEach(direction -> relay.delay(direction, delay, time));
            case STALLED -> directions.forEach(direction -> relay.stall(direction, time));
            default -> throw new IllegalStateException(title + " is no trouble of a network");
        }
    }

    String title() {
        return title;
    }
}
