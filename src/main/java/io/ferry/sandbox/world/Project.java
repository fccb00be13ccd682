package io.ferry.sandbox.world;

import java.util.BitSet;
import java.util.stream.IntStream;

/** A project and the numbers of its issues, held as bits because a backup may bring a million of them. */
public final class Project {
    private final String id;
    private final String key;
    private final String name;
    private final BitSet numbers;

    /**
     * Makes a project.
     *
     * @param id Jira's id
     * @param key such as {@code TST}
     * @param name its name
     * @param numbers the numbers of its issues
     */
    public Project(String id, String key, String name, BitSet numbers) {
        this.id = id;
        this.key = key;
        this.name = name;
        this.numbers = (BitSet) numbers.clone();
    }

    /** @return Jira's id */
    public String id() {
        return id;
    }

    /** @return such as {@code TST} */
    public String key() {
        return key;
    }

    /** @return its name */
    public String name() {
        return name;
    }

    /** @return how many issues it has */
    public int issueCount() {
        return numbers.cardinality();
    }

    /** @return the numbers of its issues, growing */
    public IntStream numbers() {
        return numbers.stream();
    }

    boolean has(int number) {
        return numbers.get(number);
    }

    /** The same project without some issues: every n-th is left out, so that the given share is lost, at least one. */
    Project losing(int percent) {
        BitSet kept = (BitSet) numbers.clone();
        int total = numbers.cardinality();
        int lost = total == 0 ? 0 : Math.max(1, total * percent / 100);
        int number = kept.length();
        for (int i = 0; i < lost; i++) {
            number = kept.previousSetBit(number - 1);
            kept.clear(number);
        }
        return new Project(id, key, name, kept);
    }
}
