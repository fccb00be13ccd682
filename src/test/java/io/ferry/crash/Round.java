package io.ferry.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Several migrations side by side, one in each lane, under one series of blows; then the judgement. */
final class Round implements Relay.Listener {
    private static final Set<Blow.Kind> ENGINE_ONLY = Set.of(Blow.Kind.ENGINE);
    private static final int CALLERS = 3;
    private static final Duration READY_LIMIT = Duration.ofMinutes(10);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(12);
    private static final Duration CHANGES_LIMIT = Duration.ofMinutes(2);
    /** Together with ten pieces of work at the sites: no route has more. */
    private static final Duration CALM_LIMIT = Duration.ofMinutes(15);

    private static final int MOST_WORK = 10;
    /** Together with one piece of work at the sites. */
    private static final Duration CANCEL_LIMIT = Duration.ofMinutes(2);
    /** A thread that has not heard of the end has so long to betray itself, after one piece of work at the sites. */
    private static final Duration AFTER_THE_END = Duration.ofSeconds(20);

    private final Figures figures;
    private final Duration work;
    private final AtomicReference<@Nullable Ambush> ambush = new AtomicReference<>();
    private final CountDownLatch sitesInPeace = new CountDownLatch(1);
    private volatile boolean over;

    /** Waits for the nth call that changes something, and strikes while its bytes are held. */
    private static final class Ambush {
        private final Relay.Moment moment;
        private final CountDownLatch sprung = new CountDownLatch(1);
        private final CountDownLatch struck = new CountDownLatch(1);
        private int left;
        private String call = "";

        private Ambush(Relay.Moment moment, int nth) {
            this.moment = moment;
            this.left = nth;
        }

        private synchronized boolean isSprungBy(String what, Relay.Moment now) {
            if (now != moment || --left != 0) {
                return false;
            }
            call = what;
            return true;
        }
    }

    /** @param work how long a dump, a restore, an import or an installation takes at the sites */
    Round(Figures figures, Duration work) {
        this.figures = figures;
        this.work = work;
    }

    @Override
    public void call(String what, Relay.Moment moment) {
        Ambush waiting = ambush.get();
        if (waiting != null && waiting.isSprungBy(what, moment)) {
            waiting.sprung.countDown();
            try {
                waiting.struck.await(5, TimeUnit.SECONDS);
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Runs one round.
     *
     * @param seed all that is left to chance comes from it
     * @param strokes how many times a program shall die or stand still
     * @param endings how the migrations shall end, lane by lane; so many lanes are used
     */
    void run(Stack stack, long seed, int strokes, List<Ending> endings, Weather weather)
            throws IOException, InterruptedException {
        Person person = new Person(stack, figures);
        Http ferry = stack.ferry();
        Map<Lane, String> running = new LinkedHashMap<>();
        Map<Lane, Wish> wishes = new LinkedHashMap<>();
        List<Lane> lanes = stack.lanes().subList(0, endings.size());
        for (Lane lane : lanes) {
            lane.reset();
            String id = ferry.send("POST", "/api/migrations", lane.request("Crash test " + seed + "/" + lane.number()))
                    .path("id")
                    .asText();
            running.put(lane, id);
            person.caresFor(id, lane, endings.get(lane.number()));
            if (endings.get(lane.number()) == Ending.CANCELLED) {
                wishes.put(lane, Wish.thrown(seed, lane, id));
            }
        }
        Map<Lane, String> all = Map.copyOf(running);
        List<Thread> disturbers = new ArrayList<>();
        Thread people = Thread.ofPlatform().start(() -> live(person));
        Thread killer = Thread.ofPlatform().start(() -> {
            strike(stack, Blow.thrown(new Random(seed * 41), Math.min(weather.first(), strokes), ENGINE_ONLY));
            expectNobodyHelped(seed, person);
            sitesInPeace.countDown();
            if (weather.putBack()) {
                putBack(stack, new Random(seed * 43));
            }
            strike(stack, Blow.thrown(new Random(seed), Math.max(0, strokes - weather.first()), weather.blows()));
        });
        if (stack.drains()) {
            for (int number = 0; number < CALLERS; number++) {
                disturbers.add(Thread.ofPlatform().start(() -> ask(ferry)));
            }
        }
        if (weather.engine()) {
            for (Relay relay : stack.engineRelays()) {
                disturbers.add(Thread.ofPlatform()
                        .start(() -> disturb(
                                relay,
                                new Random(seed * 37 + stack.engineRelays().indexOf(relay)))));
            }
        }
        if (weather.sites()) {
            for (Lane lane : lanes) {
                disturbers.add(Thread.ofPlatform()
                        .start(() -> disturb(lane, new Random(seed * 31 + lane.number() + 1))));
            }
        }
        List<Thread> wishing = wishes.values().stream()
                .map(wish -> Thread.ofPlatform().start(() -> wish.come(ferry, figures)))
                .toList();
        waitForAll(stack, running, killer, disturbers);
        long end = System.nanoTime();
        killer.interrupt();
        killer.join();
        for (Thread disturber : disturbers) {
            disturber.interrupt();
            disturber.join();
        }
        for (Thread each : wishing) {
            each.interrupt();
            each.join();
        }
        over = true;
        people.interrupt();
        people.join();
        // Whoever asks for the truth shall not be lied to by a fault that is left over.
        heal(stack);
        revive(stack);
        if (!running.isEmpty()) {
            figures.say("still active, as Operate shows it: " + person.whatIsActive());
        }
        if (weather.needsNobody()) {
            expectNobodyHelped(seed, person);
        }
        TimeUnit.NANOSECONDS.sleep(AFTER_THE_END.plus(work).toNanos() - (System.nanoTime() - end));
        for (Map.Entry<Lane, String> each : all.entrySet()) {
            Lane lane = each.getKey();
            Wish wish = wishes.get(lane);
            judge(
                    seed,
                    lane,
                    each.getValue(),
                    () -> Evidence.of(
                            lane,
                            stack,
                            person,
                            each.getValue(),
                            endings.get(lane.number()),
                            wish == null ? null : wish.uttered(),
                            !running.containsKey(lane),
                            weather.putBack()));
        }
        for (String stuck : running.values()) {
            cancel(ferry, stuck);
        }
    }

    /** Ferry gets over what befalls the engine by itself: no incident, no question to a person. */
    private void expectNobodyHelped(long seed, Person person) {
        figures.count("things checked", person.helped() == 0 ? "right" : "wrong");
        if (person.helped() > 0) {
            figures.violation("seed " + seed + ": people had to help " + person.helped()
                    + " times, though only the engine and the way to it were disturbed");
        }
    }

    /** A migration that cannot be judged is a violation, and keeps no other from being judged. */
    private void judge(long seed, Lane lane, String migration, Witness witness) throws InterruptedException {
        String whose = "seed " + seed + ", lane " + lane.number() + ", " + migration;
        try {
            Judgement.pass(figures, whose, witness.tell());
        } catch (IOException | RuntimeException unanswered) {
            figures.violation(whose + ": cannot be judged: " + unanswered);
        }
    }

    /** Collects all that is known of one migration. */
    private interface Witness {
        Evidence tell() throws IOException, InterruptedException;
    }

    /** What stands still must not go on at sites that the next round begins anew. */
    private void cancel(Http ferry, String migration) throws InterruptedException {
        try {
            ferry.send("POST", "/api/migrations/" + migration + "/cancel", null);
            Stack.await(CANCEL_LIMIT.plus(work), () -> hasEnded(ferry, migration));
        } catch (IOException refused) {
            figures.say(migration + " cannot be cancelled: " + refused.getMessage());
        }
    }

    static boolean hasEnded(Http ferry, String migration) {
        try {
            return outcome(ferry, migration).isTextual();
        } catch (IOException notNow) {
            return false;
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static JsonNode outcome(Http ferry, String migration) throws IOException, InterruptedException {
        return ferry.get("/api/migrations/" + migration).path("migration").path("outcome");
    }

    /**
     * How bad it gets.
     *
     * @param first so many strokes hit the engine alone, while the sites are in peace; nobody may be needed meanwhile
     * @param blows the kinds that are thrown after that
     * @param sites whether the sites and the connections to them are disturbed after that
     * @param engine whether the connections to the engine are disturbed, from the beginning
     * @param putBack whether Ferry's database is put back once to an earlier state of itself
     */
    record Weather(int first, Set<Blow.Kind> blows, boolean sites, boolean engine, boolean putBack) {
        Weather {
            blows = Set.copyOf(blows);
        }

        /** Whether the engine is all that is ever disturbed. */
        boolean needsNobody() {
            return !sites && !putBack && blows.equals(ENGINE_ONLY);
        }
    }

    /** Takes out of the map what has ended. */
    private void waitForAll(Stack stack, Map<Lane, String> running, Thread killer, List<Thread> disturbers)
            throws IOException, InterruptedException {
        Http ferry = stack.ferry();
        long calmSince = 0;
        while (!running.isEmpty()) {
            // Two looks a second at most, however many they are: who only watches must not keep the processors busy.
            TimeUnit.MILLISECONDS.sleep(Math.max(700, 500L * running.size()));
            for (Map.Entry<Lane, String> each : Map.copyOf(running).entrySet()) {
                Lane lane = each.getKey();
                try {
                    JsonNode outcome = outcome(ferry, each.getValue());
                    if (outcome.isTextual()) {
                        figures.say("lane " + lane.number() + ": " + outcome.asText());
                        figures.count("outcomes", outcome.asText());
                        running.remove(lane);
                    }
                } catch (IOException notNow) {
                    // Ferry is dead, or slow.
                }
            }
            if (killer.isAlive()) {
                calmSince = System.nanoTime();
                continue;
            }
            if (calmSince == 0) {
                calmSince = System.nanoTime();
            }
            if (disturbers.stream().anyMatch(Thread::isAlive)
                    && System.nanoTime() - calmSince > Duration.ofSeconds(5).toNanos()) {
                disturbers.forEach(Thread::interrupt);
                for (Thread disturber : disturbers) {
                    disturber.join();
                }
                heal(stack);
            }
            if (System.nanoTime() - calmSince
                    > CALM_LIMIT.plus(work.multipliedBy(MOST_WORK)).toNanos()) {
                return;
            }
        }
    }

    private void heal(Stack stack) throws InterruptedException {
        stack.engineRelays().forEach(Relay::heal);
        for (Lane lane : stack.lanes()) {
            try {
                lane.heal();
            } catch (IOException impossible) {
                figures.violation("Lane " + lane.number() + " cannot be healed: " + impossible);
            }
        }
    }

    private void live(Person person) {
        int looks = 0;
        try {
            while (!over) {
                TimeUnit.MILLISECONDS.sleep(500);
                try {
                    person.look();
                    if (++looks % 6 == 0) {
                        person.retryIncidents();
                    }
                } catch (RuntimeException odd) {
                    figures.say("    person: " + odd);
                }
            }
        } catch (InterruptedException over) {
            // The round has ended.
        }
    }

    /** Ferry's database goes back to where it was some changes ago, and in half of the rounds its files; the sites and the engine have gone on. */
    private void putBack(Stack stack, Random dice) {
        try {
            String backedUp = awaitChange(1 + dice.nextInt(8));
            stack.backUpFerry();
            revive(stack);
            String putBack = awaitChange(1 + dice.nextInt(20));
            boolean files = dice.nextBoolean();
            stack.putFerryBack(files);
            figures.say("  database of " + backedUp + " put back " + putBack + (files ? ", with its files" : ""));
            figures.count("databases put back", files ? "with the files" : "alone");
            revive(stack);
        } catch (InterruptedException over) {
            // All migrations have ended before.
        } catch (IOException | RuntimeException cannotStart) {
            figures.violation("The database could not be put back: " + cannotStart);
        }
    }

    /** Waits until a site has answered the nth change from now on; says which. */
    private String awaitChange(int nth) throws InterruptedException {
        Ambush waiting = new Ambush(Relay.Moment.ANSWERED, nth);
        ambush.set(waiting);
        boolean sprung = waiting.sprung.await(CHANGES_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        ambush.set(null);
        waiting.struck.countDown();
        return sprung ? "after " + waiting.call : "(no change came)";
    }

    private void strike(Stack stack, List<Blow> blows) {
        try {
            for (Blow blow : blows) {
                strike(stack, blow);
            }
        } catch (InterruptedException over) {
            // All migrations have ended before the last blow.
        } catch (IOException | RuntimeException cannotStart) {
            figures.violation("The blows had to end: " + cannotStart);
        }
    }

    private void strike(Stack stack, Blow blow) throws IOException, InterruptedException {
        String when = "";
        String moment = "any moment";
        Ambush waiting = null;
        if (blow.at() == null) {
            TimeUnit.MILLISECONDS.sleep(blow.pause().toMillis());
        } else {
            waiting = new Ambush(blow.at(), blow.nth());
            ambush.set(waiting);
            boolean sprung = waiting.sprung.await(CALL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            ambush.set(null);
            when = sprung ? " at " + waiting.call + " " + blow.at() : " (no call came)";
            moment = sprung ? "a change " + blow.at() : moment;
            TimeUnit.MILLISECONDS.sleep(blow.pause().toMillis());
        }
        long goesOn = System.nanoTime() + blow.engineStops().toNanos();
        try {
            if (!blow.engineStops().isZero()) {
                stack.stopEngine();
                figures.count("engine stopped", moment);
            }
            kill(stack, blow.victims(), moment);
            if (waiting != null) {
                waiting.struck.countDown();
            }
            figures.say("  " + blow.kind() + when
                    + (blow.pause().isZero() ? "" : " +" + blow.pause().toMillis() + " ms")
                    + (blow.engineStops().isZero()
                            ? ""
                            : ", engine stopped for " + blow.engineStops().toMillis() + " ms"));
            TimeUnit.MILLISECONDS.sleep(blow.down().toMillis());
            for (Victim victim : blow.victims()) {
                stack.startAgain(victim);
            }
            Duration again = blow.again();
            if (again != null && stack.isAlive(Victim.FERRY)) {
                TimeUnit.MILLISECONDS.sleep(again.toMillis());
                if (stack.killTheLastStarted()) {
                    killed(Victim.FERRY, "while it starts");
                }
            }
            TimeUnit.NANOSECONDS.sleep(goesOn - System.nanoTime());
        } finally {
            if (!blow.engineStops().isZero()) {
                stack.letEngineGoOn();
            }
        }
        revive(stack);
    }

    private void kill(Stack stack, List<Victim> victims, String moment) throws IOException, InterruptedException {
        for (Victim victim : victims) {
            if (stack.kill(victim)) {
                killed(victim, moment);
            }
        }
    }

    private void killed(Victim victim, String moment) {
        figures.count("kills", victim.title());
        figures.count("kills by moment", moment);
    }

    /** Starts what is dead, and waits until all is ready. */
    private void revive(Stack stack) throws IOException, InterruptedException {
        for (Victim victim : Victim.values()) {
            if (!stack.isAlive(victim)) {
                stack.startAgain(victim);
            }
            if (!Stack.await(READY_LIMIT, () -> stack.isReady(victim))) {
                throw new IllegalStateException(victim.title() + " did not get ready again within " + READY_LIMIT);
            }
        }
    }

    /** Cuts, delays and holds up a connection to the engine, for up to as long as the engine itself stands still. */
    private void disturb(Relay relay, Random dice) {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(3000 + dice.nextInt(12_000));
                Trouble trouble = Trouble.ofANetwork(dice);
                trouble.befallNetwork(relay, dice, 100_000, Duration.ofMillis(500 + dice.nextInt(9500)));
                figures.count("troubles on the way to the engine", relay.name() + ": " + trouble.title());
            }
        } catch (InterruptedException over) {
            // The network is mended.
        }
    }

    /** Reads and sends to whatever node is ready, again and again, as pages and scripts do: none may answer with an error, or not at all. */
    private void ask(Http ferry) {
        try {
            while (!over) {
                TimeUnit.MILLISECONDS.sleep(50);
                try {
                    ferry.get("/api/migrations");
                    figures.count("requests while nodes are drained", "GET answered");
                    ferry.send("POST", "/api/migrations", Http.JSON.createObjectNode());
                    figures.violation("A migration without settings was taken.");
                } catch (Http.Refused refused) {
                    if (refused.status() == 400) {
                        figures.count("requests while nodes are drained", "POST answered");
                        continue;
                    }
                    figures.count("requests while nodes are drained", "status " + refused.status());
                    figures.violation("A request was answered with " + refused.getMessage());
                } catch (IOException silent) {
                    figures.count("requests while nodes are drained", "without an answer");
                    figures.violation("A request was not answered: " + silent);
                }
            }
        } catch (InterruptedException over) {
            // The round has ended.
        }
    }

    private void disturb(Lane lane, Random dice) {
        int number = 0;
        try {
            sitesInPeace.await();
            while (true) {
                TimeUnit.MILLISECONDS.sleep(800 + dice.nextInt(4000));
                try {
                    Trouble.thrown(dice).befall(lane, dice, "trouble-" + number++ % 8, figures);
                } catch (IOException notNow) {
                    figures.say("    no trouble for lane " + lane.number() + ": " + notNow);
                }
            }
        } catch (InterruptedException over) {
            // The weather clears up.
        }
    }
}
