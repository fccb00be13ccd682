package io.ferry.backup.content;

import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.model.BackupLimits;
import io.ferry.backup.model.BackupProject;
import io.ferry.backup.read.DocumentHandler.BeyondLimitsException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects projects and counts their issues, which name their project by id, or by the first part of their key. */
public final class Projects {
    private record Project(String id, String key, String name) {}

    private static final class Counter {
        private long count;
    }

    private static final Pattern USUAL_KEY = Pattern.compile("[A-Z][A-Z0-9]{1,9}");

    private final int most;
    private final Finds finds;
    private final Map<String, Project> byId = new HashMap<>();
    private final Map<String, String> idByKey = new HashMap<>();
    private final Set<String> keys = new HashSet<>();
    private final Map<String, Counter> issuesById = new HashMap<>();
    private final Map<String, Counter> issuesByKey = new HashMap<>();
    private @Nullable String lastId;
    private @Nullable Counter last;

    Projects(BackupLimits limits, Finds finds) {
        this.most = limits.maxThings();
        this.finds = finds;
    }

    void project(@Nullable String id, @Nullable String key, @Nullable String name, @Nullable String originalKey) {
        if (id != null && key != null) {
            Project before = byId.put(id, new Project(id, key, Objects.requireNonNullElse(name, "")));
            String other = idByKey.put(key, id);
            if (before != null || (keys.contains(key) && other != null)) {
                finds.here(
                        FindingCode.PROJECT_TWICE, "Project", id, key, before != null ? "the same id" : "the same key");
            }
            keys.add(key);
            if (!USUAL_KEY.matcher(key).matches()) {
                finds.here(FindingCode.PROJECT_KEY_UNUSUAL, "Project", id, key, null);
            }
            if (originalKey != null) {
                idByKey.putIfAbsent(originalKey, id);
            }
            check(byId.size());
        }
    }

    void formerKey(@Nullable String[] former) {
        String id = former[0];
        String key = former[1];
        if (id != null && key != null) {
            idByKey.putIfAbsent(key, id);
            check(idByKey.size());
        }
    }

    void issue(@Nullable String projectId, @Nullable String key) {
        if (projectId != null) {
            Counter counter = last;
            if (counter == null || !projectId.equals(lastId)) {
                counter = counter(issuesById, projectId);
                last = counter;
                lastId = projectId;
            }
            counter.count++;
        } else if (key != null && key.lastIndexOf('-') > 0) {
            counter(issuesByKey, key.substring(0, key.lastIndexOf('-'))).count++;
        }
    }

    private Counter counter(Map<String, Counter> counters, String name) {
        Counter counter = counters.computeIfAbsent(name, any -> new Counter());
        check(counters.size());
        return counter;
    }

    private void check(int size) {
        if (size > most) {
            throw new BeyondLimitsException("More than " + most + " projects are named (--max-things).");
        }
    }

    public Set<String> ids() {
        return byId.keySet();
    }

    public List<BackupProject> projects() {
        Map<String, Long> issues = new HashMap<>();
        issuesById.forEach((id, counter) -> issues.merge(id, counter.count, Long::sum));
        issuesByKey.forEach((key, counter) -> {
            String id = idByKey.get(key);
            if (id != null) {
                issues.merge(id, counter.count, Long::sum);
            }
        });
        List<BackupProject> projects = new ArrayList<>();
        byId.values()
                .forEach(project -> projects.add(new BackupProject(
                        project.id(), project.key(), project.name(), issues.getOrDefault(project.id(), 0L))));
        projects.sort(Comparator.comparing(BackupProject::key));
        return projects;
    }

    public long issuesWithoutProject(long issues) {
        return issues - projects().stream().mapToLong(BackupProject::issues).sum();
    }
}
