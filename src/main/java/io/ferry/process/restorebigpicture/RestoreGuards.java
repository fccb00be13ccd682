package io.ferry.process.restorebigpicture;

import io.ferry.base.Plural;
import io.ferry.migration.Action;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Intents;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Question;
import io.ferry.process.common.Approvals;
import io.ferry.process.common.Confirmed;
import io.ferry.process.common.RestoredRecord;
import io.ferry.process.common.Shown;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.readiness.AppVersions;
import io.ferry.users.Mapping;
import io.ferry.users.UserMappings;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What must still be as the person saw who confirmed the restore: the dump, the mapping of people, the target. What is not
 * makes the confirmation void, and leads back to it with what has changed.
 */
@Component
class RestoreGuards {
    private static final String AGAIN = "Nothing was restored. Check what is shown below, and confirm again or stop.";

    private final TargetStates states;
    private final Confirmations confirmations;
    private final Intents intents;
    private final UserMappings people;
    private final FactsOfMigration facts;
    private final Approvals approvals;
    private final RestoredRecord restored;

    RestoreGuards(
            TargetStates states,
            Confirmations confirmations,
            Intents intents,
            UserMappings people,
            FactsOfMigration facts,
            Approvals approvals,
            RestoredRecord restored) {
        this.states = states;
        this.confirmations = confirmations;
        this.intents = intents;
        this.people = people;
        this.facts = facts;
        this.approvals = approvals;
        this.restored = restored;
    }

    /** The confirmation that allows the next restore. */
    Confirmation confirmed(Step step) {
        Optional<Confirmation> latest = confirmations
                .latest(step.id(), Question.RESTORE)
                .filter(Confirmation::isConfirmation)
                .filter(confirmation -> !restored.isOfAnEarlierRun(step, confirmation));
        if (latest.isEmpty()) {
            restored.expectTold(step, Question.RESTORE);
        }
        return latest.orElseThrow(() -> StepRefused.confirmationNotValid(
                "Nobody has confirmed the restore.", "It overwrites everything in the app.", AGAIN));
    }

    /** Whether a restore was begun on it: then the target has changed because of that. */
    boolean isBegun(Confirmation confirmation) {
        return Confirmed.isBegun(intents, confirmation, Action.RESTORE_DUMP);
    }

    /**
     * Looks once more at who confirmed, at the target, and at the rest of what was confirmed.
     *
     * @param sha256 of the dump that is to be restored; null where that is not known
     * @return the target now
     */
    TargetState expectUnchanged(Step step, Confirmation confirmation, @Nullable String sha256) {
        approvals.expectAllowed(
                step,
                confirmation,
                (title, detail, whatToDo) ->
                        StepRefused.confirmationNotValid(title, detail + " Nothing was restored.", whatToDo));
        var shown = Shown.to(confirmation);
        restored.expectTold(
                step,
                Question.RESTORE,
                Objects.equals(shown.dumpSha256(), sha256) ? "" : restored.orUpload(step, "", shown.dumpSha256()));
        var mapping = people.mapping(step.id());
        if (mapping.entries().isEmpty() && restored.concerns(step)) {
            throw StepRefused.confirmationNotValid(
                    "Nobody is on record whom the dump could be mapped to.",
                    "Ferry's database was restored from a backup, and the people are not on this record.",
                    "Upload the Jira backup of this migration on the page of its files, then confirm: Ferry reads the people from it.");
        }
        if (sha256 != null) {
            expect(
                    "sha256",
                    shown.dumpSha256(),
                    sha256,
                    "The dump is not the one that was confirmed.",
                    restored.orUpload(step, AGAIN, shown.dumpSha256()));
        }
        expect(
                "version",
                shown.mappingVersion(),
                mapping.version(),
                shown.mappingVersion() == null
                        ? "The mapping of people could not be shown when the restore was confirmed."
                        : "The mapping of people has changed.");
        expectDecided(confirmation, mapping);
        var now = states.look(step);
        expect(
                "fingerprint",
                shown.targetFingerprint(),
                now.fingerprint(),
                "The app in the cloud no longer holds what was confirmed to be overwritten.");
        return now;
    }

    /** What Ferry does not do by itself, though a person may. */
    void expectFitForFerry(Step step, TargetState target) {
        if (target.app() == null) {
            var credential = step.settings().target().bigPictureCredential();
            throw StepRefused.refused(
                    "Ferry cannot look into the app in the cloud, and overwrites nothing that it cannot see.",
                    Objects.requireNonNullElse(target.unseen(), "It shows no boxes."),
                    (credential == null
                                    ? "Name a token of the app in the settings (target.bigPictureCredential)"
                                    : "See that the credential " + credential.value() + " is a valid token of the app")
                            + ", then let Ferry do it; or look into the app yourself, and restore by hand.");
        }
        var source = facts.find(step.id(), FactName.SOURCE_APP)
                .map(fact -> fact.value().path("version").asText(""))
                .orElse("");
        var version = target.appVersion();
        if (version != null && !AppVersions.takesDumpOf(version, source)) {
            throw StepRefused.refused(
                    "The app in the cloud is older than the one that made the dump, and takes no dump of it.",
                    "The dump was made by version %s; in the cloud runs %s.".formatted(source, version),
                    "Have the app in the cloud brought to that version or a newer one, then let Ferry do it.");
        }
    }

    private void expectDecided(Confirmation confirmation, Mapping mapping) {
        if (mapping.undecided() > 0) {
            throw StepRefused.confirmationNotValid(
                    "The mapping of people is not complete.",
                    Plural.of(mapping.undecided(), "person is", "people are")
                            + " neither mapped nor left unmapped by decision.",
                    "Settle them on Ferry's page of the mapping. Then confirm: Ferry looks again.");
        }
        if (!mayLeaveUnmapped(confirmation.migrationId(), mapping) && !isApprovedWith(confirmation)) {
            throw StepRefused.confirmationNotValid(
                    "Nobody who may has approved that people are left unmapped, as the mapping is now.",
                    Plural.of(mapping.unmapped(), "person has", "people have")
                            + " no account; the app deletes their resources permanently.",
                    "Give them accounts on Ferry's page of the mapping; or type LEAVE UNMAPPED below, as an approver.");
        }
    }

    private boolean isApprovedWith(Confirmation confirmation) {
        return Question.LEAVE_UNMAPPED.equals(confirmation.reason()) && approvals.counts(confirmation);
    }

    /** Whether nobody is left unmapped, or an approver has approved it for exactly this mapping. */
    boolean mayLeaveUnmapped(MigrationId id, Mapping mapping) {
        return mapping.unmapped() == 0
                || confirmations
                        .latest(id, Question.UNMAPPED_PEOPLE)
                        .filter(Confirmation::isConfirmation)
                        .filter(answer ->
                                mapping.version().equals(Shown.to(answer).mappingVersion()))
                        .filter(approvals::counts)
                        .isPresent();
    }

    private static void expect(String field, @Nullable String seen, String now, String title) {
        expect(field, seen, now, title, AGAIN);
    }

    private static void expect(String field, @Nullable String seen, String now, String title, String whatToDo) {
        if (!now.equals(seen)) {
            throw StepRefused.confirmationNotValid(
                    title, "Confirmed: %s %s. Now: %s.".formatted(field, seen == null ? "none" : seen, now), whatToDo);
        }
    }
}
