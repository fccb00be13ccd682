package io.ferry.verification;

import io.ferry.bigpicture.BigPicture;
import io.ferry.bigpicture.Box;
import io.ferry.bigpicture.OwnScope;
import io.ferry.bigpicture.Team;
import io.ferry.remote.AutomationUnavailableException;
import io.ferry.remote.CredentialMissingException;
import io.ferry.remote.RemoteFailure;
import io.ferry.verification.Inventory.AppSide;
import io.ferry.verification.Inventory.BoxScope;
import io.ferry.verification.Inventory.BoxState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks the app what it shows of itself. */
@Component
public class AppInventory {

    /** What came of asking: the app's side, or why there is none. */
    public sealed interface Answer {
        /** The app answered. */
        record Seen(AppSide app) implements Answer {}

        /** The app cannot be asked here; a person must look. */
        record NotVerifiable(String why) implements Answer {}
    }

    private final VerificationProperties properties;

    AppInventory(VerificationProperties properties) {
        this.properties = properties;
    }

    /**
     * Boxes, teams and scopes.
     *
     * @throws RemoteFailure a passing one, such as while the app restarts: ask again
     */
    public Answer ask(BigPicture bigPicture) {
        try {
            var boxes = boxes(bigPicture.boxes());
            return new Answer.Seen(
                    new AppSide(boxes, ifOffered(() -> teams(bigPicture)), ifOffered(() -> scopes(bigPicture, boxes))));
        } catch (CredentialMissingException | AutomationUnavailableException e) {
            return new Answer.NotVerifiable(String.valueOf(e.getMessage()));
        } catch (RemoteFailure failure) {
            if (failure.isPassing()) {
                throw failure;
            }
            return new Answer.NotVerifiable(failure.title() + " " + failure.whatToDo());
        }
    }

    /** The tree of boxes as a list that names the parents, outer ones first. */
    static List<BoxState> boxes(Box root) {
        var found = new ArrayList<BoxState>();
        collect(root, found);
        return found;
    }

    private static void collect(Box parent, List<BoxState> into) {
        for (var box : parent.children()) {
            into.add(new BoxState(box.id(), box.name(), box.type(), box.status(), box.archived(), parent.id()));
            collect(box, into);
        }
    }

    private static List<String> teams(BigPicture bigPicture) {
        return bigPicture.teams().stream().map(Team::name).sorted().toList();
    }

    private List<BoxScope> scopes(BigPicture bigPicture, List<BoxState> boxes) {
        return boxes.stream()
                .limit(properties.boxesWithScope())
                .map(box -> scope(box.id(), bigPicture.ownScope(box.id())))
                .toList();
    }

    private static BoxScope scope(String boxId, OwnScope own) {
        var elements = own.definitions().stream()
                .flatMap(definition -> definition.elements().stream())
                .toList();
        long others = own.definitions().stream()
                .mapToLong(definition -> definition.manuallyAdded().size()
                        + (definition.narrowingQuery().isBlank() ? 0 : 1))
                .sum();
        return new BoxScope(
                boxId,
                (int) (elements.size() + others),
                elements.stream()
                        .filter(OwnScope.Element::isBroken)
                        .map(element -> element.type() + " " + element.value())
                        .toList());
    }

    /** Null where this version of the app does not offer the call: teams came with 8.8, scopes with 8.31. */
    private static <T> @Nullable T ifOffered(Supplier<T> call) {
        try {
            return call.get();
        } catch (RemoteFailure failure) {
            if (failure.isPassing()) {
                throw failure;
            }
            return null;
        } catch (AutomationUnavailableException e) {
            return null;
        }
    }
}
