package io.ferry.migration;

import org.jspecify.annotations.Nullable;

/**
 * Another migration, or a phase of one that was started alone, is at work at the same cloud site: the two would overwrite
 * each other. Nothing has been changed.
 */
public final class TargetInUse extends RuntimeException {
    private final transient Migration other;
    private final @Nullable Phase phase;

    TargetInUse(Migration other, @Nullable Phase phase) {
        super(sentence(other, phase));
        this.other = other;
        this.phase = phase;
    }

    private static String sentence(Migration other, @Nullable Phase phase) {
        String migration = "migration “%s” (%s)".formatted(other.name(), other.id());
        String site = other.settings().target().url().toString();
        return phase == null
                ? "The %s goes to %s and has not ended".formatted(migration, site)
                : "The phase “%s” of the %s, started alone, is at work at %s".formatted(phase.title(), migration, site);
    }

    /** The migration that is at work there already. */
    public Migration other() {
        return other;
    }

    /** Its phase that was started alone; null if it is the whole route. */
    public @Nullable Phase phase() {
        return phase;
    }
}
