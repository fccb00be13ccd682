package io.ferry.command;

/** The launcher that started this program, as messages name it. */
public final class Launcher {
    private Launcher() {}

    /** What a person types: {@code ./ferry} in a checkout, {@code bin/ferry} in an installation. */
    public static String name() {
        return System.getProperty("ferry.command", "./ferry");
    }

    /** The checkout of Ferry's sources that holds the launcher; empty in an installation. */
    static java.util.Optional<java.nio.file.Path> checkout() {
        return java.util.Optional.ofNullable(System.getProperty("ferry.checkout"))
                .map(java.nio.file.Path::of);
    }
}
