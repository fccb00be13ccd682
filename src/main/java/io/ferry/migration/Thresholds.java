package io.ferry.migration;

import java.time.Duration;

/**
 * From where on Ferry asks a person.
 *
 * @param unmatchedPeopleLimit from this many unmatched active people on, the Jira data probably did not arrive whole. Known
 *     of the vendor's practice: more than 20 to 30. Who is inactive or removed does not count
 * @param tolerableDifferencePercent a count that differs by at most this much is tolerable, 0 to 100
 * @param stuckAfter long work whose progress has not moved for this long counts as stuck
 */
public record Thresholds(int unmatchedPeopleLimit, double tolerableDifferencePercent, Duration stuckAfter) {
    public static final Thresholds DEFAULT = new Thresholds(20, 1.0, Duration.ofHours(1));

    public Thresholds {
        new Refusals()
                .expect(
                        unmatchedPeopleLimit >= 1,
                        "unmatchedPeopleLimit",
                        "a number of people, 1 or more",
                        String.valueOf(unmatchedPeopleLimit))
                .expect(
                        tolerableDifferencePercent >= 0 && tolerableDifferencePercent <= 100,
                        "tolerableDifferencePercent",
                        "a percentage from 0 to 100",
                        String.valueOf(tolerableDifferencePercent))
                .expect(
                        stuckAfter.compareTo(Duration.ofSeconds(1)) >= 0
                                && stuckAfter.compareTo(Duration.ofDays(7)) <= 0,
                        "stuckAfter",
                        "a duration from PT1S to P7D",
                        stuckAfter.toString())
                .throwIfAny();
    }
}
