package io.ferry.assess;

import io.ferry.assess.Assessment.Certainty;
import io.ferry.assess.Assessment.Loss;
import io.ferry.jira.CustomField;
import io.ferry.jira.ListedApp;
import io.ferry.users.MatchingPreview;
import io.ferry.users.MatchingPreview.Preview;
import io.ferry.verification.Inventory.AppSide;
import io.ferry.verification.Inventory.BoxScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What does not arrive in the cloud, or not by itself. */
final class Losses {
    private Losses() {}

    static List<Loss> of(String appKey, SourceLook source, @Nullable TargetLook target, Preview preview) {
        List<Loss> losses = new ArrayList<>();
        otherApps(losses, appKey, source.apps(), target);
        fields(losses, source.fields());
        losses.add(new Loss(
                "Attachments",
                Certainty.CERTAIN,
                null,
                "They are not in the backup. No call counts them or reports their size.",
                "Copy them separately after the import, and plan for it: look how large data/attachments in Jira's home is.",
                List.of()));
        long left = preview.in(MatchingPreview.Group.LEFT);
        long withoutAddress = preview.in(MatchingPreview.Group.WITHOUT_ADDRESS);
        long nameless = left + withoutAddress;
        if (nameless > 0) {
            losses.add(new Loss(
                    "Names of people without an account",
                    Certainty.REPORTED,
                    nameless,
                    "%,d active without a usable address and %,d who have left, as under People. "
                                    .formatted(withoutAddress, left)
                            + "Whoever is left unmapped in the restore stays so: the app deletes some of their resources.",
                    "Decide before the weekend who is mapped to whom; a rehearsal shows everybody.",
                    List.of()));
        }
        app(losses, source.inventory().app());
        if (source.archived() != null && source.archived() > 0) {
            losses.add(new Loss(
                    "Archived projects",
                    Certainty.NOT_PROMISED,
                    source.archived(),
                    "Searches do not find their issues, so Ferry can neither count nor compare them.",
                    "Look at them by hand after the import, or restore them in the source before.",
                    List.of()));
        }
        return losses;
    }

    private static void otherApps(
            List<Loss> losses, String appKey, @Nullable List<ListedApp> apps, @Nullable TargetLook target) {
        if (apps == null) {
            return;
        }
        List<ListedApp> others =
                apps.stream().filter(app -> !app.key().equals(appKey)).toList();
        if (others.isEmpty()) {
            return;
        }
        losses.add(new Loss(
                "Data of other apps",
                Certainty.NOT_PROMISED,
                (long) others.size(),
                "Ferry carries over one app. Whether the import brings what another one keeps, nobody promises.",
                "Ask the vendor of each app whether it exists for Jira Cloud, and how its data gets there.",
                Shown.names(others.stream()
                        .map(app -> (app.name().isBlank() ? app.key() : app.name()) + " " + app.version()
                                + (app.enabled() ? "" : ", disabled") + inTarget(app, target))
                        .toList())));
    }

    private static String inTarget(ListedApp app, @Nullable TargetLook target) {
        if (target == null || !target.apps().containsKey(app.key())) {
            return "";
        }
        Boolean there = target.apps().get(app.key());
        return there == null
                ? "; the target does not say whether it has it"
                : there ? "; installed in the target" : "; not installed in the target under this key";
    }

    private static void fields(List<Loss> losses, @Nullable List<CustomField> fields) {
        if (fields == null) {
            return;
        }
        List<CustomField> ofApps =
                fields.stream().filter(field -> field.app().isPresent()).toList();
        if (ofApps.isEmpty()) {
            return;
        }
        losses.add(new Loss(
                "Custom fields of apps",
                Certainty.NOT_PROMISED,
                (long) ofApps.size(),
                "An app brings their type along. Without the app in the cloud nobody can show or keep their values.",
                "Copy what is needed into a field of a type of Jira's own before the backup. In how many issues such a field has"
                        + " a value, ./ferry inspect finds in a backup.",
                Shown.names(ofApps.stream()
                        .map(field -> field.name() + " (" + field.app().orElse("") + ")")
                        .toList())));
    }

    private static void app(List<Loss> losses, @Nullable AppSide app) {
        losses.add(new Loss(
                "What-If scenarios",
                Certainty.REPORTED,
                null,
                "The vendor says that they are not carried over. No call counts them.",
                "Finish or copy the scenarios that are needed.",
                List.of()));
        losses.add(new Loss(
                "Synchronisation of fields, and the app's tokens",
                Certainty.REPORTED,
                null,
                "Synchronisation is switched off before the backups and on again afterwards; tokens in the dump are invalid.",
                "Note each field's setting before it is switched off. Create new tokens in the cloud.",
                List.of()));
        if (app == null || app.scopes() == null) {
            return;
        }
        List<BoxScope> scopes = Objects.requireNonNull(app.scopes());
        count(
                losses,
                "Narrowing queries in scopes",
                Certainty.REPORTED,
                scopes.stream().mapToLong(BoxScope::queries).sum(),
                "The vendor says that queries in scopes and quick filters may be incomplete afterwards.",
                "Keep a copy of these queries; compare them after the restore.");
        count(
                losses,
                "Parts of scopes that are broken today",
                Certainty.CERTAIN,
                scopes.stream().mapToLong(scope -> scope.broken().size()).sum(),
                "The app does not find these projects, filters or boards already now. They will not work in the cloud either.",
                "Repair them in the source, so that they are not taken for a loss later.");
    }

    private static void count(
            List<Loss> losses, String what, Certainty certainty, long amount, String meaning, String whatToDo) {
        if (amount > 0) {
            losses.add(new Loss(what, certainty, amount, meaning, whatToDo, List.of()));
        }
    }
}
