package io.ferry.base;

import java.util.Locale;

/** A number and the word that fits it: everywhere where people read how many there are of something. */
public final class Plural {
    private Plural() {}

    /**
     * Counts things whose name takes an s: {@code 1 project}, {@code 1,200 projects}.
     *
     * @param number how many
     * @param one what one of them is called
     */
    public static String of(long number, String one) {
        return of(number, one, one + "s");
    }

    /**
     * Counts things: {@code 1 person has}, {@code 2 people have}.
     *
     * @param number how many
     * @param one what follows one of them
     * @param many what follows several, or none
     */
    public static String of(long number, String one, String many) {
        return String.format(Locale.ENGLISH, "%,d %s", number, number == 1 ? one : many);
    }
}
