package io.ferry;

/** The entry point of every command of the launcher {@code ferry}. */
public final class Ferry {
    private Ferry() {}

    /**
     * Runs the command that the arguments name.
     *
     * @param args the command and its options, as typed
     */
    public static void main(String[] args) {
        if (args.length == 0) {
            System.exit(2);
        }
    }
}
