package io.ferry.process;

import static io.ferry.process.AMigration.aMigration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MigrateTest {
    private static final List<String> AS_FAR_AS_VERIFIED = List.of(
            "check-readiness",
            "back-up-bigpicture",
            "back-up-jira",
            "restore-jira",
            "install-bigpicture",
            "map-users",
            "restore-bigpicture");

    @RegisterExtension
    static final ProcessBench process = ProcessBench.of("migrate");

    @Test
    void shouldEndAsMigratedWhenTheResultIsAccepted() {
        var run = upTo("verify")
                .completeJob("phase-verify", Map.of("accepted", true))
                .completeJob("phase-ended");
        pass(run, "reactivate-integrations", "finish");

        assertThat(run.headersOf("record-outcome")).containsEntry("outcome", "MIGRATED");
        run.completeJob("record-outcome").shouldBeOverAt("Event_Migrated");
    }

    @Test
    void shouldEndAsRehearsedAfterBackupsAndMatching() {
        var run = registered(aMigration().rehearsal());
        pass(run, "check-readiness", "back-up-bigpicture", "back-up-jira");
        run.completeJob("rehearse-matching").completeJob("phase-clean-up");

        assertThat(run.headersOf("record-outcome")).containsEntry("outcome", "REHEARSED");
        run.completeJob("record-outcome").shouldBeOverAt("Event_Rehearsed");
    }

    @Test
    void shouldEndAsRehearsedAlthoughPeopleCannotBeRead() {
        var run = registered(aMigration().rehearsal());
        pass(run, "check-readiness", "back-up-bigpicture", "back-up-jira");

        run.throwError("rehearse-matching", "AUTOMATION_UNAVAILABLE")
                .completeJob("phase-clean-up")
                .completeJob("record-outcome")
                .shouldBeOverAt("Event_Rehearsed");
    }

    @Test
    void shouldRollBackWhenTheResultIsNotAccepted() {
        var run = upTo("verify")
                .completeJob("phase-verify", Map.of("accepted", false))
                .completeJob("phase-ended");
        pass(run, "roll-back");
        run.completeJob("phase-clean-up");

        assertThat(run.headersOf("record-outcome")).containsEntry("outcome", "ROLLED_BACK");
        run.completeJob("record-outcome").shouldBeOverAt("Event_RolledBack");
    }

    @Test
    void shouldRollBackWhenAPhaseAsksForIt() {
        var run = upTo("restore-bigpicture").throwError("phase-restore-bigpicture", "ROLL_BACK_WANTED");

        pass(run, "roll-back");
        run.completeJob("phase-clean-up").completeJob("record-outcome").shouldBeOverAt("Event_RolledBack");
    }

    @Test
    void shouldRollBackWhenItIsAskedForFromOutside() {
        var run = upTo("verify").receive("roll-back-migration");

        pass(run, "roll-back");
        run.completeJob("phase-clean-up").completeJob("record-outcome").shouldBeOverAt("Event_RolledBack");
    }

    @Test
    void shouldEndAsStoppedWhenTheRollBackIsNotWanted() {
        var run = upTo("restore-bigpicture")
                .throwError("phase-restore-bigpicture", "ROLL_BACK_WANTED")
                .completeJob("phase-started")
                .throwError("phase-roll-back", "MIGRATION_STOPPED")
                .completeJob("phase-clean-up");

        assertThat(run.headersOf("record-outcome")).containsEntry("outcome", "STOPPED");
        run.completeJob("record-outcome").shouldBeOverAt("Event_Stopped");
    }

    @Test
    void shouldEndAsStoppedWhicheverPhaseStops() {
        for (String phase : AS_FAR_AS_VERIFIED) {
            var run = upTo(phase)
                    .throwError("phase-" + phase, "MIGRATION_STOPPED")
                    .completeJob("phase-clean-up");

            assertThat(run.headersOf("record-outcome")).containsEntry("outcome", "STOPPED");
            run.completeJob("record-outcome").shouldBeOverAt("Event_Stopped");
        }
    }

    @Test
    void shouldEndAsCancelledInTheMiddleOfAPhase() {
        var run = upTo("restore-jira").receive("cancel-migration").completeJob("phase-clean-up");

        assertThat(run.headersOf("record-outcome")).containsEntry("outcome", "CANCELLED");
        run.completeJob("record-outcome").shouldBeOverAt("Event_Cancelled");
    }

    @Test
    void shouldHaveRefusedSettingsCorrected() {
        var run = process.start(aMigration())
                .throwError("register-migration", "SETTINGS_REFUSED")
                .shouldShowTheProblemIn("correct-settings")
                .decide("correct-settings", Map.of("targetUrl", "https://example.atlassian.net"));

        assertThat(run.variablesOf("register-migration")).containsEntry("targetUrl", "https://example.atlassian.net");
        run.completeJob("register-migration").shouldWaitForJob("phase-started");
    }

    /** Started in Camunda with what the API takes: the form for corrections has flat fields. */
    @Test
    void shouldHaveTheBodyOfTheApiCorrectedFieldByField() {
        Map<String, Object> flat = new HashMap<>();
        flat.put("name", "Company site");
        flat.put("sourceUrl", "nonsense");
        flat.put("stuckAfter", "PT2H");
        flat.put("taskContextDisplayName", "Company site · nonsense → ?");
        Stream.of("source", "target", "modes", "thresholds").forEach(part -> flat.put(part, null));
        var run = process.start(Map.of(
                        "name", "Company site",
                        "source", Map.of("url", "nonsense"),
                        "thresholds", Map.of("stuckAfter", "PT2H")))
                .throwError("register-migration", "SETTINGS_REFUSED", flat)
                .shouldShowTheProblemIn("correct-settings");
        assertThat(run.variable("taskContextDisplayName")).isEqualTo("\"Company site · nonsense → ?\"");

        run.decide("correct-settings", Map.of("sourceUrl", "https://jira.example.com"));

        assertThat(run.variablesOf("register-migration"))
                .containsEntry("name", "Company site")
                .containsEntry("sourceUrl", "https://jira.example.com")
                .containsEntry("stuckAfter", "PT2H")
                .containsEntry("source", null)
                .containsEntry("thresholds", null);
        run.completeJob("register-migration", aMigration().variables()).shouldWaitForJob("phase-started");
    }

    @Test
    void shouldRemindPeopleEveryWhileBesideEverythingElse() {
        var run = upTo("check-readiness").passTime(Duration.ofMinutes(16));

        run.shouldWaitForJob("phase-check-readiness")
                .completeJob("remind-people")
                .passTime(Duration.ofMinutes(15))
                .completeJob("remind-people")
                .completeJob("phase-check-readiness")
                .shouldWaitForJob("phase-ended");
    }

    @Test
    void shouldRemindAsOftenAsFerryIsConfigured() {
        upTo(aMigration().with("remindEvery", "PT1M"), "check-readiness")
                .passTime(Duration.ofSeconds(61))
                .completeJob("remind-people")
                .shouldWaitForJob("phase-check-readiness");
    }

    @Test
    void shouldRemindOfSettingsThatWaitForCorrection() {
        process.start(aMigration())
                .throwError("register-migration", "SETTINGS_REFUSED")
                .passTime(Duration.ofMinutes(16))
                .completeJob("remind-people")
                .shouldWaitFor("correct-settings");
    }

    @Test
    void shouldNotBeHeldOpenByTheTimer() {
        var run = upTo("check-readiness")
                .passTime(Duration.ofMinutes(16))
                .completeJob("remind-people")
                .throwError("phase-check-readiness", "MIGRATION_STOPPED")
                .completeJob("phase-clean-up")
                .completeJob("record-outcome");
        run.shouldBeOverAt("Event_Stopped");

        assertThatThrownBy(() -> run.passTime(Duration.ofHours(2)).completeJob("remind-people"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("does not wait for a worker of remind-people");
    }

    /** Everything before this phase is done, and this phase's one step waits. */
    private static Run upTo(String phase) {
        return upTo(aMigration(), phase);
    }

    private static Run upTo(AMigration migration, String phase) {
        var run = registered(migration);
        for (String before : AS_FAR_AS_VERIFIED) {
            if (before.equals(phase)) {
                break;
            }
            pass(run, before);
        }
        return run.completeJob("phase-started");
    }

    private static Run registered(AMigration migration) {
        return process.start(migration).completeJob("register-migration");
    }

    private static void pass(Run run, String... phases) {
        for (String phase : phases) {
            run.completeJob("phase-started").completeJob("phase-" + phase).completeJob("phase-ended");
        }
    }
}
