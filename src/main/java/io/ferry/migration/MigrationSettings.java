package io.ferry.migration;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How one migration is done.
 *
 * @param source the Jira Data Center site
 * @param target the Jira Cloud site
 * @param modes the mode of every operation; operations that are left out get {@link Operation#defaultMode}
 * @param thresholds from where on Ferry asks a person
 * @param pollPause how long the process waits before it asks for the state of long work again, PT1S to P1D
 * @param rehearsal whether the route ends before anything is changed in the cloud site
 * @param dressRehearsal whether a rehearsal freezes the source as the migration itself does; it is opened again at the end
 * @param plannedEnd the day on which the migration should be over at the latest; null where nobody planned it
 */
public record MigrationSettings(
        SiteSettings source,
        SiteSettings target,
        Map<Operation, Mode> modes,
        Thresholds thresholds,
        Duration pollPause,
        boolean rehearsal,
        boolean dressRehearsal,
        @Nullable LocalDate plannedEnd) {

    /** A pause that is kind to a real site. */
    public static final Duration DEFAULT_POLL_PAUSE = Duration.ofSeconds(30);

    public MigrationSettings {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(thresholds, "thresholds");
        new Refusals()
                .expect(
                        pollPause.compareTo(Duration.ofSeconds(1)) >= 0 && pollPause.compareTo(Duration.ofDays(1)) <= 0,
                        "pollPause",
                        "a duration from PT1S to P1D",
                        pollPause.toString())
                .expect(
                        !source.url().equals(target.url()),
                        "target.url",
                        "another site than the source",
                        target.url().toString())
                .expect(rehearsal || !dressRehearsal, "dressRehearsal", "true only if rehearsal is true", "true")
                .throwIfAny();
        Map<Operation, Mode> complete = new EnumMap<>(Operation.class);
        for (Operation operation : Operation.values()) {
            complete.put(operation, modes.getOrDefault(operation, operation.defaultMode(source)));
        }
        modes = Collections.unmodifiableMap(complete);
    }

    /** Whether people are asked to freeze the source. */
    public boolean freezesSource() {
        return !rehearsal || dressRehearsal;
    }

    /** The way of one operation. */
    public Mode mode(Operation operation) {
        return Objects.requireNonNull(modes.get(operation));
    }

    /** The operations that people do. */
    public Set<Operation> byHand() {
        return modes.keySet().stream()
                .filter(operation -> mode(operation) == Mode.MANUAL)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the operations of a phase have the same modes where people do these. */
    public boolean isDoneAlike(Phase phase, Set<Operation> byHandThere) {
        return modes.keySet().stream()
                .filter(operation -> operation.phase() == phase)
                .allMatch(operation -> (mode(operation) == Mode.MANUAL) == byHandThere.contains(operation));
    }

    /** The same with these modes changed; what is not named stays. */
    public MigrationSettings withModes(Map<Operation, Mode> changed) {
        Map<Operation, Mode> all = new EnumMap<>(modes);
        all.putAll(changed);
        return new MigrationSettings(source, target, all, thresholds, pollPause, rehearsal, dressRehearsal, plannedEnd);
    }

    /**
     * Which modes others have otherwise, in words for the record.
     *
     * @return such as {@code Create and download the dump: by hand → automatic}; "nothing" if they are the same
     */
    public String modeChangesTo(MigrationSettings others) {
        String changes = modes.entrySet().stream()
                .filter(entry -> entry.getValue() != others.mode(entry.getKey()))
                .map(entry -> entry.getKey().title() + ": " + entry.getValue().words() + " → "
                        + others.mode(entry.getKey()).words())
                .collect(Collectors.joining("; "));
        return changes.isEmpty() ? "nothing" : changes;
    }

    /** Which modes others have otherwise, for the record. */
    public Change modeChange(MigrationSettings others) {
        return Change.between(modes, others.modes);
    }

    /** The same with another site to leave. */
    public MigrationSettings withSource(SiteSettings corrected) {
        return new MigrationSettings(
                corrected, target, modes, thresholds, pollPause, rehearsal, dressRehearsal, plannedEnd);
    }

    /** The same with another site to enter. */
    public MigrationSettings withTarget(SiteSettings corrected) {
        return new MigrationSettings(
                source, corrected, modes, thresholds, pollPause, rehearsal, dressRehearsal, plannedEnd);
    }
}
