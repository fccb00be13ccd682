package io.ferry.process;

import static io.ferry.process.AMigration.aMigration;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MapUsersTest {
    private static final Map<String, Object> ALL_MAPPED = mapping(0, 0);

    @RegisterExtension
    static final ProcessBench process = ProcessBench.of("map-users");

    @Test
    void shouldGiveBackEveryAnswerThatIsNotValid() {
        process.shouldGiveBackEveryAnswerThatIsNotValid();
    }

    @Test
    void shouldGiveBackEveryConfirmationWithAWrongWord() {
        process.shouldGiveBackEveryConfirmationWithAWrongWord(Map.of("reason", "They left years ago"));
    }

    @Test
    void shouldNeedNobodyWhenEverybodyIsMatched() {
        var run = process.start(aMigration()).completeJob("match-users", matching(0, 0, 0));

        assertThat(run.variable("matchingVerdict")).isEqualTo("\"MATCHED\"");
        run.completeJob("check-mapping", ALL_MAPPED).shouldHaveEndedAt("Event_PeopleMapped");
    }

    @Test
    void shouldJudgeAFewUnmatchedPeopleAsWorkForAPerson() {
        assertThat(process.start(aMigration())
                        .completeJob("match-users", matching(19, 0, 0))
                        .variable("matchingVerdict"))
                .isEqualTo("\"MAP_MANUALLY\"");
    }

    @Test
    void shouldJudgeClashesAsWorkForAPerson() {
        assertThat(process.start(aMigration())
                        .completeJob("match-users", matching(0, 2, 0))
                        .variable("matchingVerdict"))
                .isEqualTo("\"MAP_MANUALLY\"");
    }

    @Test
    void shouldInvestigateAsManyUnmatchedPeopleAsTheVendorWarnsOf() {
        process.start(aMigration())
                .completeJob("match-users", matching(20, 0, 0))
                .shouldWaitFor("investigate-missing-people");
    }

    @Test
    void shouldNotBeAlarmedByPeopleWhoLeftYearsAgo() {
        process.start(aMigration())
                .completeJob("match-users", matching(19, 60, 0, 0))
                .shouldWaitForJob("check-mapping");
        process.start(aMigration())
                .completeJob("match-users", matching(20, 60, 0, 0))
                .shouldWaitFor("investigate-missing-people");
    }

    /** They still need a decision. */
    @Test
    void shouldNotCallPeopleMatchedOfWhomInactiveOnesAreLeft() {
        assertThat(process.start(aMigration())
                        .completeJob("match-users", matching(0, 60, 0, 0))
                        .variable("matchingVerdict"))
                .isEqualTo("\"MAP_MANUALLY\"");
    }

    @Test
    void shouldObeyTheMigrationsOwnLimit() {
        process.start(aMigration().with("unmatchedPeopleLimit", 5))
                .completeJob("match-users", matching(5, 0, 0))
                .shouldWaitFor("investigate-missing-people");
        process.start(aMigration().with("unmatchedPeopleLimit", 50))
                .completeJob("match-users", matching(49, 0, 0))
                .shouldWaitForJob("check-mapping");
    }

    @Test
    void shouldMatchAgainAfterTheInvestigation() {
        investigated()
                .decideAndRecord("investigate-missing-people", "MATCH_AGAIN")
                .shouldWaitForJob("match-users");
    }

    @Test
    void shouldGoOnAfterTheInvestigationForAReason() {
        investigated()
                .decide("investigate-missing-people", Map.of("decision", "GO_ON", "reason", "They left years ago"))
                .completeJob("record-decision")
                .shouldWaitForJob("check-mapping");
    }

    @Test
    void shouldStopAfterTheInvestigation() {
        investigated().decideAndRecord("investigate-missing-people", "STOP").shouldHaveStopped();
    }

    @Test
    void shouldAskAPersonWhenThePeopleCannotBeRead() {
        process.start(aMigration())
                .throwError("match-users", "REFUSED")
                .shouldShowTheProblemIn("investigate-missing-people");
    }

    @Test
    void shouldForgetAnEarlierMatchingWhenThePeopleCannotBeRead() {
        var run = investigated()
                .decideAndRecord("investigate-missing-people", "MATCH_AGAIN")
                .throwError("match-users", "REFUSED")
                .shouldShowTheProblemIn("investigate-missing-people")
                .decide("investigate-missing-people", "GO_ON");

        // Recording it gives it back, because nothing was matched.
        assertThat(run.variablesOf("record-decision")).containsEntry("matching", null);
    }

    @Test
    void shouldLeaveToAPersonWhatWasNotCounted() {
        process.start(aMigration())
                .completeJob("match-users")
                .completeJob("check-mapping")
                .shouldWaitFor("map-people-by-hand")
                .decideAndRecord("map-people-by-hand", "DONE")
                .completeJob("check-mapping")
                .shouldWaitFor("map-people-by-hand");
    }

    @Test
    void shouldCreateMissingAccountsOnceAndMatchAgain() {
        var run = missing(aMigration().automatically("createUsers"))
                .decideAndRecord("approve-new-accounts", "CREATE")
                .completeJob("create-users", Map.of("created", Map.of("created", 2, "already", 0, "left", 1)));

        // One account could not be created: a person maps it, and nobody is asked to approve the same again.
        run.completeJob("match-users", matching(1, 0, 1))
                .completeJob("check-mapping", mapping(1, 0))
                .shouldWaitFor("map-people-by-hand");
    }

    @Test
    void shouldAskForAccountsAgainWhenAPersonWantsAFreshStart() {
        missing(aMigration().automatically("createUsers"))
                .decideAndRecord("approve-new-accounts", "CREATE")
                .completeJob("create-users", Map.of("created", Map.of("created", 2, "already", 0, "left", 1)))
                .completeJob("match-users", matching(1, 0, 1))
                .completeJob("check-mapping", mapping(1, 0))
                .decideAndRecord("map-people-by-hand", "MATCH_AGAIN")
                .completeJob("match-users", matching(1, 0, 1))
                .shouldWaitFor("approve-new-accounts");
    }

    @Test
    void shouldAskTheApproverAboutThoseWhoCameLater() {
        missing(aMigration().automatically("createUsers"))
                .decideAndRecord("approve-new-accounts", "CREATE")
                .completeJob("create-users")
                .completeJob("match-users", matching(1, 0, 1))
                .shouldWaitFor("approve-new-accounts");
    }

    @Test
    void shouldAskAgainAtOnceWhenNobodyWhoMayHasApprovedNewAccounts() {
        Run run = missing(aMigration().automatically("createUsers"))
                .decide("approve-new-accounts", Map.of("decision", "CREATE"));

        assertThat(run.headersOf("record-decision")).containsEntry("who", "approver");
        run.throwError("record-decision", "CONFIRMATION_NOT_VALID")
                .shouldShowTheProblemIn("approve-new-accounts")
                .decideAndRecord("approve-new-accounts", "CREATE")
                .shouldWaitForJob("create-users");
    }

    @Test
    void shouldCreateNoAccountsWhenTheApproverLeavesThemOut() {
        missing(aMigration().automatically("createUsers"))
                .decideAndRecord("approve-new-accounts", "SKIP")
                .shouldWaitForJob("check-mapping");
    }

    @Test
    void shouldStopAtNewAccounts() {
        missing(aMigration()).decideAndRecord("approve-new-accounts", "STOP").shouldHaveStopped();
    }

    @Test
    void shouldMatchAgainAfterAccountsWereMadeByHand() {
        missing(aMigration())
                .decideAndRecord("approve-new-accounts", "CREATE")
                .decideAndRecord("create-the-accounts-by-hand", "DONE")
                .completeJob("match-users", matching(1, 0, 1))
                .shouldWaitForJob("check-mapping");
    }

    @Test
    void shouldLeaveTheAccountsToAPersonWhereFerryCannot() {
        missing(aMigration().automatically("createUsers"))
                .decideAndRecord("approve-new-accounts", "CREATE")
                .throwError("create-users", "REFUSED")
                .shouldShowTheProblemIn("create-the-accounts-by-hand")
                .decideAndRecord("create-the-accounts-by-hand", "AUTOMATIC")
                .shouldWaitForJob("create-users");
    }

    @Test
    void shouldStopAtTheAccounts() {
        missing(aMigration())
                .decideAndRecord("approve-new-accounts", "CREATE")
                .decideAndRecord("create-the-accounts-by-hand", "STOP")
                .shouldHaveStopped();
    }

    @Test
    void shouldEndWhenAPersonHasMappedEverybody() {
        mappedByHand().completeJob("check-mapping", ALL_MAPPED).shouldHaveEndedAt("Event_EverybodyMapped");
    }

    @Test
    void shouldSendTwoPeopleWithOneAccountBackToTheMapping() {
        mappedByHand().completeJob("check-mapping", mapping(1, 1)).shouldWaitFor("map-people-by-hand");
    }

    @Test
    void shouldStopAtTheMapping() {
        unmapped().decideAndRecord("map-people-by-hand", "STOP").shouldHaveStopped();
    }

    @Test
    void shouldMapAgainWhenTheMappingIsRefused() {
        process.start(aMigration())
                .completeJob("match-users", matching(0, 0, 0))
                .throwError("check-mapping", "REFUSED")
                .shouldShowTheProblemIn("map-people-by-hand")
                .decideAndRecord("map-people-by-hand", "DONE")
                .throwError("check-mapping", "REFUSED")
                .shouldShowTheProblemIn("map-people-by-hand");
    }

    @Test
    void shouldLeavePeopleUnmappedOnlyWithTheTypedWords() {
        left().decide(
                        "approve-unmapped-people",
                        Map.of("decision", "CONFIRM", "typedWord", "LEAVE UNMAPPED", "reason", "They left years ago"))
                .completeJob("record-confirmation")
                .shouldHaveEndedAt("Event_RestLeftUnmapped");
    }

    @Test
    void shouldAskAgainAtOnceWhenNobodyWhoMayHasApproved() {
        var approval = Map.<String, Object>of(
                "decision", "CONFIRM", "typedWord", "LEAVE UNMAPPED", "reason", "They left years ago");

        Run run = left().decide("approve-unmapped-people", approval);

        assertThat(run.headersOf("record-confirmation")).containsEntry("who", "approver");
        run.throwError("record-confirmation", "CONFIRMATION_NOT_VALID")
                .shouldShowTheProblemIn("approve-unmapped-people")
                .decide("approve-unmapped-people", approval)
                .completeJob("record-confirmation")
                .shouldHaveEndedAt("Event_RestLeftUnmapped");
    }

    @Test
    void shouldSendTheMappingBack() {
        left().decide("approve-unmapped-people", "BACK").shouldWaitFor("map-people-by-hand");
    }

    @Test
    void shouldStopBeforePeopleAreLeftOut() {
        left().decideAndRecord("approve-unmapped-people", "STOP").shouldHaveStopped();
    }

    private static Run investigated() {
        return process.start(aMigration()).completeJob("match-users", matching(40, 0, 0));
    }

    private static Run missing(AMigration migration) {
        return process.start(migration).completeJob("match-users", matching(3, 0, 3));
    }

    private static Run unmapped() {
        return process.start(aMigration())
                .completeJob("match-users", matching(2, 0, 0))
                .completeJob("check-mapping", mapping(2, 0));
    }

    private static Run mappedByHand() {
        return unmapped().decideAndRecord("map-people-by-hand", "DONE");
    }

    private static Run left() {
        return mappedByHand().completeJob("check-mapping", mapping(1, 0));
    }

    private static Map<String, Object> matching(int unmatched, int conflicts, int missing) {
        return matching(unmatched, 0, conflicts, missing);
    }

    /** With so many active and so many inactive people without a match. */
    private static Map<String, Object> matching(int unmatched, int inactive, int conflicts, int missing) {
        return Map.of(
                "matching",
                Map.of(
                        "people", 100,
                        "matched", 100 - unmatched - inactive,
                        "unmatched", unmatched + inactive,
                        "unmatchedActive", unmatched,
                        "unmatchedInactive", inactive,
                        "conflicts", conflicts,
                        "missing", missing));
    }

    private static Map<String, Object> mapping(int unmapped, int conflicts) {
        return Map.of(
                "mapping",
                Map.of("version", 1, "mapped", 100 - unmapped, "unmapped", unmapped, "conflicts", conflicts));
    }
}
