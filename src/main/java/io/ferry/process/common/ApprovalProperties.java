package io.ferry.process.common;

import io.ferry.migration.Question;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose confirmation counts, and where it is given: {@code ferry.approval.*}.
 *
 * @param approvers the names, as Tasklist knows them, of those who may confirm an import, a restore or a roll-back, and
 *     approve new accounts and that people stay unmapped; none: whomever Tasklist lets complete the task
 * @param people who is who: Camunda's user name, and the user name or the subject of Ferry's sign-in. Where there are any, nobody
 *     else's confirmation counts
 * @param secondPersonFor what needs the confirmations of two people: {@code IMPORT}, {@code RESTORE}, {@code ROLL_BACK}
 * @param secondPersonForRollBack the earlier name of {@code second-person-for: ROLL_BACK}; true adds it
 * @param notTheStarter whether whoever started the migration, or the phase alone, may not confirm its import, restore and
 *     roll-back
 * @param channel where an import, a restore and a roll-back are confirmed: in the task, or on Ferry's own page
 */
@ConfigurationProperties("ferry.approval")
public record ApprovalProperties(
        @DefaultValue List<String> approvers,
        @DefaultValue Map<String, String> people,
        @DefaultValue Set<Question> secondPersonFor,
        @Nullable Boolean secondPersonForRollBack,
        @DefaultValue("false") boolean notTheStarter,
        @DefaultValue("TASKLIST") Channel channel) {

    /** What cannot be undone, and is confirmed by typing a word or with a reason. */
    static final Set<Question> STRICT = Set.copyOf(EnumSet.of(Question.IMPORT, Question.RESTORE, Question.ROLL_BACK));

    /** Where people confirm what cannot be undone. */
    public enum Channel {
        /** In the task's form, as whoever Camunda says completed it. */
        TASKLIST,
        /** On Ferry's page, as whoever signed in there. */
        FERRY
    }

    /**
     * Copies what it is given.
     *
     * @throws IllegalArgumentException if nobody could confirm anything with these settings, or they contradict each other
     */
    public ApprovalProperties {
        approvers = List.copyOf(approvers);
        people = Map.copyOf(people);
        Set<Question> second = EnumSet.noneOf(Question.class);
        second.addAll(secondPersonFor);
        expect(
                STRICT.containsAll(second),
                "ferry.approval.second-person-for may name IMPORT, RESTORE and ROLL_BACK, and nothing else.");
        expect(
                !Boolean.FALSE.equals(secondPersonForRollBack) || !second.contains(Question.ROLL_BACK),
                "ferry.approval.second-person-for-roll-back is false, and ferry.approval.second-person-for names ROLL_BACK:"
                        + " leave the first one out.");
        if (Boolean.TRUE.equals(secondPersonForRollBack)) {
            second.add(Question.ROLL_BACK);
        }
        secondPersonFor = Set.copyOf(second);
        expect(
                second.isEmpty() || approvers.size() != 1,
                "A second person must confirm (ferry.approval.second-person-for), and ferry.approval.approvers names only one:"
                        + " name another.");
        List<String> unknown = people.isEmpty() ? List.of() : without(approvers, people);
        expect(
                unknown.isEmpty(),
                "ferry.approval.people does not say who these approvers are for Ferry, so their confirmations would not count: "
                        + String.join(", ", unknown) + ".");
        expect(
                !notTheStarter || channel == Channel.FERRY || !people.isEmpty(),
                "ferry.approval.not-the-starter needs ferry.approval.people: Ferry's sign-in says who started a migration,"
                        + " Camunda says who confirms, and only these names tell whether both are the same person.");
    }

    private static List<String> without(List<String> approvers, Map<String, String> people) {
        return approvers.stream().filter(name -> !people.containsKey(name)).toList();
    }

    private static void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** Without any limits but these approvers. */
    public static ApprovalProperties ofApprovers(String... approvers) {
        return new ApprovalProperties(List.of(approvers), Map.of(), Set.of(), null, false, Channel.TASKLIST);
    }
}
