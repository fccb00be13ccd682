package io.ferry.wave;

import io.ferry.base.PlainText;
import io.ferry.migration.InvalidField;
import io.ferry.migration.MigrationRequest;
import io.ferry.migration.SettingsRefused;
import io.ferry.migration.SiteSettings;
import io.ferry.migration.VisibleTeams;
import io.ferry.process.lifecycle.MigrationLifecycle;
import io.ferry.runbook.Start;
import io.ferry.wave.WaveReader.Read;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Checks a wave as a whole: each of its migrations with the checks of a single start, and what is wrong between them. No site
 * is called.
 */
@Component
public class WaveCheck {
    private static final int LONGEST_NAME = 100;
    private static final int MOST_SIDE_BY_SIDE = 50;
    private static final int FIRST_YEAR = 2020;
    private static final int LAST_YEAR = 2099;

    private final MigrationLifecycle lifecycle;
    private final Waves waves;
    private final Clock clock;

    WaveCheck(MigrationLifecycle lifecycle, Waves waves, Clock clock) {
        this.lifecycle = lifecycle;
        this.waves = waves;
        this.clock = clock;
    }

    /**
     * Everything that is wrong with a wave.
     *
     * @param read as it was read; what could not be read is among the faults
     * @param teams of whoever asks
     * @return empty if the wave could be started, in the order of the list
     */
    public List<WaveFault> faults(Read read, VisibleTeams teams) {
        return new Looking(read, teams).all();
    }

    /**
     * The wave, checked.
     *
     * @throws WaveRefused with everything that is wrong
     */
    NewWave checked(Read read, VisibleTeams teams) {
        Looking looking = new Looking(read, teams);
        List<WaveFault> faults = looking.all();
        if (!faults.isEmpty()) {
            throw new WaveRefused(faults);
        }
        return looking.wave();
    }

    /** One look at one wave. */
    private final class Looking {
        private final WaveRequest request;
        private final Map<Integer, Long> rows;
        private final List<WaveFault> faults;
        private final List<WaveRequest.WantedLine> lines;
        private final VisibleTeams teams;
        private final Set<Integer> unreadable = new HashSet<>();
        private final List<Optional<Instant>> starts = new ArrayList<>();
        private @Nullable String team;

        Looking(Read read, VisibleTeams teams) {
            this.request = read.request();
            this.rows = read.rows();
            this.faults = new ArrayList<>(read.faults());
            this.lines = request.lines() == null ? List.of() : request.lines();
            this.teams = teams;
            read.faults().stream().map(WaveFault::line).filter(Objects::nonNull).forEach(unreadable::add);
        }

        List<WaveFault> all() {
            boolean listReadable = faults.stream().noneMatch(fault -> fault.line() == null);
            ZoneId zone = head();
            if (lines.isEmpty() && listReadable) {
                faults.add(WaveFault.ofList("at least one migration"));
            }
            for (int i = 0; i < lines.size(); i++) {
                line(i + 1, lines.get(i), zone);
            }
            between();
            return faults.stream()
                    .sorted(Comparator.comparing(fault -> fault.line() == null ? 0 : fault.line()))
                    .toList();
        }

        private ZoneId head() {
            String name = request.name();
            expect(
                    name != null
                            && !name.isBlank()
                            && name.length() <= LONGEST_NAME
                            && name.indexOf('@') < 0
                            && PlainText.isLine(name),
                    "name",
                    "a name of 1 to " + LONGEST_NAME + " characters on one line, without e-mail addresses");
            expect(
                    within(request.sideBySide(), MOST_SIDE_BY_SIDE),
                    "sideBySide",
                    "a whole number from 1 to " + MOST_SIDE_BY_SIDE);
            expect(
                    within(request.stopAfterFailures(), WaveReader.MOST_LINES),
                    "stopAfterFailures",
                    "a whole number from 1 to " + WaveReader.MOST_LINES);
            try {
                String asked = request.team();
                team = teams.ofNew(asked == null || asked.isBlank() ? null : asked.strip());
            } catch (SettingsRefused refused) {
                refused.refusals().forEach(field -> faults.add(WaveFault.of(field)));
            }
            try {
                return Start.zone(request.zone());
            } catch (SettingsRefused refused) {
                refused.refusals().forEach(field -> faults.add(WaveFault.of(field)));
                return ZoneId.of("UTC");
            }
        }

        private boolean within(@Nullable Integer number, int most) {
            return number == null || (number >= 1 && number <= most);
        }

        private void expect(boolean holds, String field, String expected) {
            boolean known = faults.stream()
                    .anyMatch(fault -> fault.line() == null && fault.field().equals(field));
            if (!holds && !known) {
                faults.add(WaveFault.of(new InvalidField(field, expected, null)));
            }
        }

        private void line(int number, WaveRequest.WantedLine line, ZoneId zone) {
            starts.add(plannedStart(number, line.plannedStart(), zone));
            MigrationRequest asked = line.migration();
            if (asked == null) {
                if (!unreadable.contains(number)) {
                    add(number, new InvalidField("migration", "a migration as POST /api/migrations takes it", null));
                }
                return;
            }
            if (asked.team() != null
                    && !asked.team().isBlank()
                    && !asked.team().strip().equals(team)) {
                add(
                        number,
                        new InvalidField(
                                "team",
                                team == null
                                        ? "to be left out: the wave belongs to no team"
                                        : "the wave's team, " + team + ", or nothing",
                                asked.team()));
            }
            lifecycle.check(asked.ofTeam(team)).forEach(field -> add(number, field));
        }

        /** What could not be read is missing here, and was told. */
        private void add(int number, InvalidField field) {
            boolean known = faults.stream()
                    .anyMatch(fault -> fault.line() != null
                            && fault.line() == number
                            && fault.field().equals(field.field()));
            if (!known) {
                faults.add(WaveFault.of(field, number, rows.get(number)));
            }
        }

        private Optional<Instant> plannedStart(int number, @Nullable String text, ZoneId zone) {
            if (text == null || text.isBlank()) {
                return Optional.empty();
            }
            Optional<Instant> start = moment(text.strip(), zone);
            if (start.isEmpty()) {
                add(
                        number,
                        new InvalidField(
                                WaveReader.PLANNED_START,
                                "a date and time such as 2026-11-07 18:00 or 2026-11-07 18:00+01:00, which exists in "
                                        + zone,
                                text.indexOf('@') < 0 ? text : null));
            } else if (start.get().isBefore(clock.instant())) {
                add(
                        number,
                        new InvalidField(
                                WaveReader.PLANNED_START,
                                "a moment that is not over, or nothing, to start as soon as there is room",
                                text));
            }
            return start;
        }

        private Optional<Instant> moment(String written, ZoneId zone) {
            String text = written.replaceFirst("(?<=^[0-9-]{10}) (?=[0-9])", "T");
            try {
                return Optional.of(OffsetDateTime.parse(text))
                        .filter(at -> at.getYear() >= FIRST_YEAR && at.getYear() <= LAST_YEAR)
                        .map(OffsetDateTime::toInstant);
            } catch (DateTimeException local) {
                try {
                    return Optional.of(Start.of(text, zone.getId()).at());
                } catch (SettingsRefused none) {
                    return Optional.empty();
                }
            }
        }

        /** What is wrong between the lines, and with other waves. */
        private void between() {
            Map<String, Integer> names = new HashMap<>();
            Map<String, Integer> targets = new HashMap<>();
            for (int number = 1; number <= lines.size(); number++) {
                MigrationRequest asked = lines.get(number - 1).migration();
                if (asked == null) {
                    continue;
                }
                if (asked.name() != null && !asked.name().isBlank()) {
                    Integer other = names.putIfAbsent(asked.name().strip().toLowerCase(Locale.ROOT), number);
                    if (other != null) {
                        add(
                                number,
                                new InvalidField("name", "a name of its own: it is also that of line " + other, null));
                    }
                }
                String place = place(asked).orElse(null);
                if (place != null) {
                    Integer other = targets.putIfAbsent(place, number);
                    if (other != null) {
                        add(
                                number,
                                new InvalidField(
                                        "target.url",
                                        "a cloud site of its own: it is also that of line " + other
                                                + ", and two migrations would overwrite each other",
                                        null));
                    }
                }
            }
            waves.waitingFor(targets.keySet())
                    .forEach(waiting -> add(
                            Objects.requireNonNull(targets.get(waiting.place())),
                            new InvalidField(
                                    "target.url",
                                    "a cloud site to which no other wave goes: "
                                            + (teams.includes(waiting.team())
                                                    ? "line " + waiting.line() + " of “" + waiting.wave() + "” does"
                                                    : "one of another team does")
                                            + ", and has not been started",
                                    null)));
        }

        private static Optional<String> place(MigrationRequest asked) {
            MigrationRequest.Site target = asked.target();
            if (target == null) {
                return Optional.empty();
            }
            try {
                // The address alone: whatever else is wrong with the site is told by its own check.
                return Optional.of(new MigrationRequest.Site(target.url(), "any", null, null, null, null, null)
                        .read()
                        .place());
            } catch (SettingsRefused unreadable) {
                return Optional.empty();
            }
        }

        NewWave wave() {
            List<NewWave.Line> checked = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                MigrationRequest asked =
                        Objects.requireNonNull(lines.get(i).migration()).ofTeam(team);
                var settings = asked.read(clock);
                SiteSettings target = settings.settings().target();
                checked.add(new NewWave.Line(
                        settings.name(),
                        settings.settings().source().url().toString(),
                        target.url().toString(),
                        target.place(),
                        settings.settings().rehearsal(),
                        asked,
                        starts.get(i).orElse(null)));
            }
            return new NewWave(
                    Objects.requireNonNull(request.name()).strip(),
                    team,
                    Objects.requireNonNullElse(request.sideBySide(), 1),
                    Objects.requireNonNullElse(request.stopAfterFailures(), 1),
                    checked);
        }
    }
}
