package io.ferry.process.cleanup;

import io.ferry.bigpicture.Dump;
import io.ferry.bigpicture.RestoreProgress;
import io.ferry.jira.cloud.ImportProgress;
import io.ferry.migration.Action;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Intent;
import io.ferry.migration.IntentState;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.process.restorebigpicture.TargetState;
import io.ferry.remote.RemoteState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Asks the sites what runs there; a site at which nothing was begun is not asked. */
@Component
class RunningWork {
    private final Sites sites;
    private final FactsOfMigration facts;

    RunningWork(Sites sites, FactsOfMigration facts) {
        this.sites = sites;
        this.facts = facts;
    }

    /**
     * What the sites show.
     *
     * @param running what runs and how far it is, for people; empty if nothing does
     * @param newImports how many imports the target shows that Ferry knew neither before its own nor as done
     * @param newRestores the same of restores, roll-backs among them
     * @param endedWell the ids of imports and restores that the target shows as done
     * @param unseen dumps that were asked for, and imports and restores that were promised, which are on no list; a list may be late
     */
    record Seen(String running, long newImports, long newRestores, Set<String> endedWell, List<Intent> unseen) {
        /** What is known of sites that were not asked, or did not tell. */
        static final Seen NOTHING = new Seen("", 0, 0, Set.of(), List.of());

        boolean isRunning() {
            return !running.isEmpty();
        }
    }

    Seen see(Step step, List<IntentState> begun) {
        String source = step.settings().source().url().toString();
        String target = step.settings().target().url().toString();
        List<String> running = new ArrayList<>();
        Set<String> endedWell = new HashSet<>();
        List<Intent> unseen = new ArrayList<>();
        if (has(begun, Action.CREATE_DUMP)) {
            List<Dump> dumps = sites.sourceApp(step.migration()).dumps().list();
            running(dumps, begun).forEach(dump -> running.add(said("the dump", source, dump.percent())));
            unseen.addAll(unseen(dumps, begun, Action.CREATE_DUMP));
        }
        if (has(begun, Action.MAKE_SAFETY_DUMP)) {
            List<Dump> dumps = sites.targetApp(step.migration()).dumps().list();
            running(dumps, begun).forEach(dump -> running.add(said("the safety dump", target, dump.percent())));
            unseen.addAll(unseen(dumps, begun, Action.MAKE_SAFETY_DUMP));
        }
        long newImports = 0;
        if (has(begun, Action.IMPORT_BACKUP)) {
            List<ImportProgress> imports = sites.target(step.settings()).imports();
            imports.stream()
                    .filter(work -> work.state().isInProgress())
                    .forEach(work -> running.add(said("the import", target, work.percent())));
            imports.stream()
                    .filter(work -> work.state() == RemoteState.DONE)
                    .forEach(work -> endedWell.add(work.taskId()));
            unseen.addAll(promised(begun, imports.stream().map(ImportProgress::taskId), Action.IMPORT_BACKUP));
            newImports = unknown(
                    imports.stream().map(ImportProgress::taskId), importsBefore(begun, imports), results(begun));
        }
        long newRestores = 0;
        if (has(begun, Action.RESTORE_DUMP) || has(begun, Action.ROLL_BACK)) {
            List<RestoreProgress> restores =
                    sites.targetApp(step.migration()).dumps().restores();
            restores.stream()
                    .filter(work -> work.state().isInProgress())
                    .forEach(work -> running.add(said("the restore", target, work.percent())));
            restores.stream()
                    .filter(work -> work.state() == RemoteState.DONE)
                    .forEach(work -> endedWell.add(work.restoreId()));
            unseen.addAll(promised(
                    begun, restores.stream().map(RestoreProgress::restoreId), Action.RESTORE_DUMP, Action.ROLL_BACK));
            newRestores = unknown(
                    restores.stream().map(RestoreProgress::restoreId), restoresBefore(step, restores), results(begun));
        }
        return new Seen(String.join(" and ", running), newImports, newRestores, endedWell, unseen);
    }

    private static String said(String work, String site, int percent) {
        return "%s at %s (%d %%)".formatted(work, site, percent);
    }

    private static boolean has(List<IntentState> begun, Action action) {
        return begun.stream().anyMatch(state -> state.intent().action() == action);
    }

    private static Stream<Dump> running(List<Dump> dumps, List<IntentState> begun) {
        return dumps.stream()
                .filter(dump -> begun.stream().anyMatch(state -> isOf(dump, state.intent())))
                .filter(dump -> dump.state().isInProgress());
    }

    private static List<Intent> unseen(List<Dump> dumps, List<IntentState> begun, Action action) {
        return begun.stream()
                .map(IntentState::intent)
                .filter(intent -> intent.action() == action)
                .filter(intent -> dumps.stream().noneMatch(dump -> isOf(dump, intent)))
                .toList();
    }

    /** What the target has given an id to, and does not show. */
    private static List<Intent> promised(List<IntentState> begun, Stream<String> shown, Action... actions) {
        Set<String> known = shown.collect(Collectors.toSet());
        return begun.stream()
                .filter(state -> List.of(actions).contains(state.intent().action()))
                .filter(state -> ids(state).anyMatch(id -> !known.contains(id)))
                .map(IntentState::intent)
                .toList();
    }

    private static boolean isOf(Dump dump, Intent intent) {
        return dump.description().contains(intent.mark());
    }

    private static long unknown(Stream<String> shown, Collection<?> before, Collection<?> done) {
        return shown.filter(id -> !before.contains(id) && !done.contains(id)).count();
    }

    /** What the upload before the newest import noted; without one none counts as new. */
    private static List<?> importsBefore(List<IntentState> begun, List<ImportProgress> shown) {
        return begun.reversed().stream()
                .filter(IntentState.Done.class::isInstance)
                .map(state -> ((IntentState.Done) state).result().get("importsBefore"))
                .filter(List.class::isInstance)
                .<List<?>>map(before -> (List<?>) before)
                .findFirst()
                .orElseGet(() -> shown.stream().map(ImportProgress::taskId).toList());
    }

    /** What the target showed before it was overwritten; where it did not tell, none counts as new. */
    private List<String> restoresBefore(Step step, List<RestoreProgress> shown) {
        return facts.find(step.id(), FactName.TARGET_STATE, TargetState.class)
                .map(TargetState::knownRestores)
                .orElseGet(() -> shown.stream().map(RestoreProgress::restoreId).toList());
    }

    private static Set<String> results(List<IntentState> begun) {
        return begun.stream().flatMap(RunningWork::ids).collect(Collectors.toSet());
    }

    /** The ids that the target gave to what was begun. */
    static Stream<String> ids(IntentState state) {
        return state instanceof IntentState.Done done
                ? Stream.of("taskId", "restoreId", "rollBackId")
                        .map(done.result()::get)
                        .filter(Objects::nonNull)
                        .map(String::valueOf)
                : Stream.empty();
    }
}
