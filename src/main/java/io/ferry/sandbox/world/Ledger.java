package io.ferry.sandbox.world;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** What really happened at the sites, so that a test can compare it with what a client believes. */
@Component
public class Ledger {
    private static final int KEPT = 1_000;
    private final Clock clock;
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<String, Integer> requests = new TreeMap<>();
    private final Map<String, Deque<Map<String, Object>>> events = new LinkedHashMap<>();

    Ledger(Clock clock) {
        this.clock = clock;
    }

    /**
     * Counts something.
     *
     * @param what its name in the state
     */
    public synchronized void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    /**
     * Counts a request; beyond a thousand different addresses no new ones are kept.
     *
     * @param request side, method and path
     */
    public synchronized void request(String request) {
        if (requests.size() < KEPT || requests.containsKey(request)) {
            requests.merge(request, 1, Integer::sum);
        }
    }

    /**
     * Notes something that happened; of each list the newest thousand are kept.
     *
     * @param list the list's name in the state
     * @param details what there is to say; the time is added as {@code at}
     */
    public synchronized void note(String list, Map<String, Object> details) {
        Deque<Map<String, Object>> kept = events.computeIfAbsent(list, any -> new ArrayDeque<>());
        Map<String, Object> dated = new LinkedHashMap<>(details);
        dated.put("at", clock.instant().toString());
        kept.addLast(dated);
        if (kept.size() > KEPT) {
            kept.removeFirst();
        }
    }

    /** @return counts, by name */
    public synchronized Map<String, Integer> counts() {
        return new TreeMap<>(counts);
    }

    /** @return how often each address was asked */
    public synchronized Map<String, Integer> requests() {
        return new TreeMap<>(requests);
    }

    /** @return the lists, by name */
    public synchronized Map<String, List<Map<String, Object>>> events() {
        Map<String, List<Map<String, Object>>> all = new LinkedHashMap<>();
        events.forEach((name, kept) -> all.put(name, new ArrayList<>(kept)));
        return all;
    }

    /** Forgets everything. */
    public synchronized void reset() {
        counts.clear();
        requests.clear();
        events.clear();
    }
}
