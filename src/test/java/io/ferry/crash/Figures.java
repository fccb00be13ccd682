package io.ferry.crash;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What happened in a crash test, counted and told as it happens. */
final class Figures {
    private final PrintStream out;
    private final Instant begin = Instant.now();
    private final Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
    private final List<String> violations = new ArrayList<>();

    Figures(PrintStream out) {
        this.out = out;
    }

    synchronized void count(String kind, String what) {
        count(kind, what, 1);
    }

    synchronized void count(String kind, String what, int times) {
        counts.computeIfAbsent(kind, any -> new TreeMap<>()).merge(what, times, Integer::sum);
    }

    synchronized int sum(String kind) {
        return counts.getOrDefault(kind, Map.of()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** How often each of a kind happened. */
    synchronized Map<String, Integer> of(String kind) {
        return Map.copyOf(counts.getOrDefault(kind, Map.of()));
    }

    synchronized void violation(String what) {
        violations.add(what);
        say("VIOLATION: " + what);
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    synchronized void say(String sentence) {
        Duration since = Duration.between(begin, Instant.now());
        out.printf("%3d:%02d  %s%n", since.toMinutes(), since.toSecondsPart(), sentence);
        out.flush();
    }

    synchronized void print() {
        say("----");
        counts.forEach((kind, each) -> {
            say(kind + ": " + sum(kind));
            each.forEach((what, times) -> say("    %5d  %s".formatted(times, what)));
        });
        say("violations: " + violations.size());
        violations.forEach(violation -> say("    " + violation));
    }
}
