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
import io.ferry.verification.Inventory.ConnectionState;
import io.ferry.verification.Inventory.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
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
     * Boxes, teams and scopes: what only people change.
     *
     * @throws RemoteFailure a passing one, such as while the app restarts: ask again
     */
    public Answer ask(BigPicture bigPicture) {
        return ask(bigPicture, null);
    }

    /**
     * The same, with the connections and the number of issues in each box.
     *
     * @param issuesInBox asks the Jira beneath the app for a query's count; null to leave out what is additional
     */
    Answer ask(BigPicture bigPicture, @Nullable ToLongFunction<String> issuesInBox) {
        return ask(bigPicture, issuesInBox, issuesInBox != null, properties.boxesWithScope());
    }

    /** Boxes, teams and connections, and the scopes of so many boxes; no issues are counted in them. */
    Answer survey(BigPicture bigPicture, int boxesWithScope) {
        return ask(bigPicture, null, true, boxesWithScope);
    }

    private Answer ask(
            BigPicture bigPicture,
            @Nullable ToLongFunction<String> issuesInBox,
            boolean withConnections,
            int boxesWithScope) {
        try {
            var boxes = boxes(bigPicture.boxes());
            return new Answer.Seen(new AppSide(
                    boxes,
                    ifOffered(() -> teams(bigPicture)),
                    ifOffered(() -> scopes(bigPicture, boxes, issuesInBox, boxesWithScope)),
                    withConnections ? ifOffered(() -> connections(bigPicture)) : null));
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
            into.add(new BoxState(
                    box.id(),
                    box.name(),
                    box.type(),
                    box.status(),
                    box.startDate(),
                    box.endDate(),
                    box.archived(),
                    parent.id()));
            collect(box, into);
        }
    }

    private static List<String> teams(BigPicture bigPicture) {
        return bigPicture.teams().stream().map(Team::name).sorted().toList();
    }

    private List<BoxScope> scopes(
            BigPicture bigPicture,
            List<BoxState> boxes,
            @Nullable ToLongFunction<String> issuesInBox,
            int boxesWithScope) {
        var scopes = new ArrayList<BoxScope>();
        for (var box : boxes.subList(0, Math.min(boxes.size(), boxesWithScope))) {
            scopes.add(scope(
                    box.id(),
                    bigPicture.ownScope(box.id()),
                    issuesInBox == null || scopes.size() >= properties.boxesWithIssues()
                            ? null
                            : issues(box.id(), issuesInBox)));
        }
        return scopes;
    }

    private static @Nullable Long issues(String boxId, ToLongFunction<String> issuesInBox) {
        try {
            return issuesInBox.applyAsLong("issue in box(\"%s\")".formatted(boxId.replace("\"", "")));
        } catch (RemoteFailure failure) {
            if (failure.isPassing()) {
                throw failure;
            }
            // The site does not know the app's function, or the user may not use it.
            return null;
        }
    }

    private static BoxScope scope(String boxId, OwnScope own, @Nullable Long issues) {
        var elements = own.definitions().stream()
                .flatMap(definition -> definition.elements().stream())
                .toList();
        return new BoxScope(
                boxId,
                count(elements, Element.PROJECT),
                count(elements, Element.FILTER),
                count(elements, Element.BOARD),
                (int) own.definitions().stream()
                        .filter(definition -> !definition.narrowingQuery().isBlank())
                        .count(),
                own.definitions().stream()
                        .mapToInt(definition -> definition.manuallyAdded().size())
                        .sum(),
                elements.stream()
                        .filter(OwnScope.Element::isBroken)
                        .map(element -> new Element(element.type(), element.value()))
                        .toList(),
                issues);
    }

    private static int count(List<OwnScope.Element> elements, String type) {
        return (int)
                elements.stream().filter(element -> element.type().equals(type)).count();
    }

    private static List<ConnectionState> connections(BigPicture bigPicture) {
        return bigPicture.connections().list().stream().map(ConnectionState::of).toList();
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
