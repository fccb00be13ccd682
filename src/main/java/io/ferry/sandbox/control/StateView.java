package io.ferry.sandbox.control;

import io.ferry.sandbox.fault.Faults;
import io.ferry.sandbox.world.BigPictureApp;
import io.ferry.sandbox.world.Deployment;
import io.ferry.sandbox.world.JiraCloudSite;
import io.ferry.sandbox.world.JiraDataCenterSite;
import io.ferry.sandbox.world.Ledger;
import io.ferry.sandbox.world.Project;
import io.ferry.sandbox.world.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The state as the control page shows it: what stands at each site now, and what happened on the way. */
final class StateView {
    private StateView() {}

    static Map<String, Object> of(World world, Faults faults, Ledger ledger) {
        JiraDataCenterSite dataCenter = world.dataCenter();
        JiraCloudSite cloud = world.cloud();
        Map<String, Object> state = new LinkedHashMap<>();
        state.put(
                "jiraDataCenter",
                Map.of(
                        "version", dataCenter.version().text(),
                        "people", dataCenter.data().people().size(),
                        "projects", issuesByProject(dataCenter.data().projects()),
                        "issues", dataCenter.data().issueCount(),
                        "exportFolder", dataCenter.exportFolder().toString()));
        List<Project> projects = cloud.projects();
        state.put(
                "jiraCloud",
                Map.of(
                        "accounts", cloud.accounts().size(),
                        "projects", issuesByProject(projects),
                        "issues",
                                projects.stream().mapToInt(Project::issueCount).sum(),
                        "imports", cloud.imports()));
        state.put("bigPictureDataCenter", app(world.app(Deployment.SERVER)));
        state.put("bigPictureCloud", app(world.app(Deployment.CLOUD)));
        state.put("counts", ledger.counts());
        state.put("events", ledger.events());
        state.put("faultsStruck", faults.struck());
        state.put("requests", ledger.requests());
        return state;
    }

    private static Map<String, Integer> issuesByProject(List<Project> projects) {
        Map<String, Integer> byKey = new LinkedHashMap<>();
        projects.forEach(project -> byKey.put(project.key(), project.issueCount()));
        return byKey;
    }

    private static Map<String, Object> app(BigPictureApp app) {
        return Map.of(
                "installed", app.isInstalled(),
                "version", app.version(),
                "restarting", app.isRestarting(),
                "boxes", app.boxes().all().count() - 1,
                "teams", app.teams().size(),
                "dumps", app.dumps(),
                "restores", app.restores(),
                "connections", app.connections());
    }
}
