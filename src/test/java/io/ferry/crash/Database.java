package io.ferry.crash;

import java.util.Random;
import java.util.Set;

/** Where Ferry keeps its record in a round. */
enum Database {
    /** In files of Ferry's own process: it dies with Ferry. */
    H2("H2", Blow.Kind.WITHOUT_DATABASE),
    /** A server, which dies by itself as well. */
    POSTGRESQL("PostgreSQL", Blow.Kind.ALL);

    private final String title;
    private final Set<Blow.Kind> blows;

    Database(String title, Set<Blow.Kind> blows) {
        this.title = title;
        this.blows = blows;
    }

    /** Dice of their own, so that all other decisions of the round stay as they are. */
    static Database thrown(long seed) {
        return new Random(seed * 1_000_003).nextInt(2) == 0 ? H2 : POSTGRESQL;
    }

    String title() {
        return title;
    }

    /** The blows that can be thrown with it. */
    Set<Blow.Kind> blows() {
        return blows;
    }
}
