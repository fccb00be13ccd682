package io.ferry.migration;

/** Another migration to the same cloud site is under way: the two would overwrite each other. Nothing has been changed. */
public final class TargetInUse extends RuntimeException {
    private final transient Migration other;

    TargetInUse(Migration other) {
        super("The migration “%s” (%s) goes to %s and has not ended"
                .formatted(other.name(), other.id(), other.settings().target().url()));
        this.other = other;
    }

    /** The migration that goes there already. */
    public Migration other() {
        return other;
    }
}
