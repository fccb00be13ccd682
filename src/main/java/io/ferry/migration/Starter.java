package io.ferry.migration;

/** How the timeline tells who started a migration, or one of its phases alone. */
public final class Starter {
    /** The step of the event that tells who started the migration. */
    public static final String STEP = "Start migration";

    /** The step of the event that tells who started a phase alone. */
    public static final String STEP_ALONE = "Start phase alone";

    private Starter() {}
}
