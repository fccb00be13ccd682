package io.ferry.bigpicture;

import static io.ferry.bigpicture.Texts.list;
import static io.ferry.bigpicture.Texts.text;

import io.ferry.remote.RemoteFailure;
import java.util.List;

/**
 * One app, BigPicture or BigGantt. Every method may throw {@link RemoteFailure} (a 503 while the app restarts is a
 * passing one); those that change something also {@link io.ferry.remote.OutcomeUnknownException}; those that the vendor
 * does not publish {@link io.ferry.remote.AutomationUnavailableException}.
 */
public final class BigPicture {
    private final AppBase base;

    BigPicture(AppBase base) {
        this.base = base;
    }

    /** The tree of boxes, from the root. */
    public Box boxes() {
        PublicApi.BoxAnswer root = base.call(app -> app.published().boxes()).cargo();
        if (root == null || root.boxId() == null) {
            throw RemoteFailure.lasting(
                    base.name() + " gives no boxes.", "Check that the app's version is 8.21 or newer, and its token.");
        }
        return toBox(root);
    }

    /** All teams. */
    public List<Team> teams() {
        return list(base.call(app -> app.published().teams()).cargo()).stream()
                .map(team -> new Team(text(team.id()), text(team.name())))
                .toList();
    }

    /** What a box draws its tasks from, itself. */
    public OwnScope ownScope(String boxId) {
        PublicApi.Scope scope =
                base.call(app -> app.published().ownScope(boxId)).cargo();
        return new OwnScope(
                scope == null
                        ? List.of()
                        : list(scope.extPlatformScopeDefinitions()).stream()
                                .map(BigPicture::toDefinition)
                                .toList());
    }

    /** Key and version of the running app, through a configured endpoint. */
    public AppInfo app() {
        return base.call(calls -> {
            AssumedApi.AppAnswer app = AppCalls.offered(
                    "asking for the app's version", () -> calls.assumed().app(calls.at("app")));
            return new AppInfo(text(app.key()), text(app.version()));
        });
    }

    /**
     * Has the app reinstalled at the same version (Data Center), through a configured endpoint.
     *
     * @param version the version it has
     */
    public void reinstall(String version) {
        base.call(calls -> AppCalls.offered("reinstalling the app", () -> {
            calls.assumed().reinstall(calls.at("app-reinstall"), new AssumedApi.Reinstallation(version));
            return true;
        }));
    }

    /** The app's dumps and restores. */
    public Dumps dumps() {
        return new Dumps(base);
    }

    /** The app's connections. */
    public Connections connections() {
        return new Connections(base);
    }

    private static Box toBox(PublicApi.BoxAnswer box) {
        return new Box(
                text(box.boxId()),
                text(box.boxName()),
                text(box.boxTypeId()),
                text(box.boxStatus()),
                text(box.boxStartDate()),
                text(box.boxEndDate()),
                Boolean.TRUE.equals(box.boxArchived()),
                list(box.boxChildren()).stream().map(BigPicture::toBox).toList());
    }

    private static OwnScope.Definition toDefinition(PublicApi.Definition definition) {
        return new OwnScope.Definition(
                text(definition.narrowingQuery()),
                list(definition.scopeDefinitionElements()).stream()
                        .map(element -> new OwnScope.Element(
                                text(element.type()),
                                text(element.value()),
                                !Boolean.FALSE.equals(element.isAvailable()),
                                !Boolean.FALSE.equals(element.isAccessible())))
                        .toList(),
                list(definition.manuallyAddedTasks()).stream()
                        .map(task -> task.key() == null ? text(task.externalId()) : task.key())
                        .toList());
    }
}
