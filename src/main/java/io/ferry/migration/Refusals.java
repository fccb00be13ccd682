package io.ferry.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects everything that is wrong with a request, so that a person repairs all of it at once. */
public final class Refusals {
    private final List<InvalidField> found = new ArrayList<>();

    /**
     * Notes a refusal unless the condition holds.
     *
     * @param got what may be repeated to the caller, or null
     */
    public Refusals expect(boolean holds, String field, String expected, @Nullable String got) {
        if (!holds) {
            found.add(new InvalidField(field, expected, got));
        }
        return this;
    }

    /**
     * Makes a part of the request and takes over what it refuses, under the name of its field.
     *
     * @return the part, or null where it was refused
     */
    public <T> @Nullable T part(String field, Supplier<T> part) {
        try {
            return part.get();
        } catch (SettingsRefused refused) {
            refused.refusals().forEach(refusal -> found.add(refusal.within(field)));
            return null;
        }
    }

    /** Throws {@link SettingsRefused} with everything noted, if anything was. */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new SettingsRefused(found);
        }
    }
}
