package io.ferry.migration;

import java.util.List;
import java.util.stream.Collectors;

/** The settings of a migration cannot be used; says for each field what is expected. Nothing has been changed. */
public final class SettingsRefused extends RuntimeException {
    private final transient List<InvalidField> refusals;

    public SettingsRefused(List<InvalidField> refusals) {
        super(refusals.stream().map(InvalidField::toString).collect(Collectors.joining("; ")));
        this.refusals = List.copyOf(refusals);
    }

    /** What is wrong, one entry for each field, at least one. */
    public List<InvalidField> refusals() {
        return refusals;
    }
}
