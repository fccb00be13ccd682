package io.ferry.sandbox.world;

import io.ferry.backup.model.BackupIssue;
import io.ferry.backup.model.BackupName;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What stands in the issues of an imported backup. A million of them need some hundred megabytes. */
final class IssueContents {
    /** What an issue holds; what it refers to by id, and the people by key. */
    record Content(
            @Nullable String summary,
            @Nullable String typeId,
            @Nullable String statusId,
            @Nullable String priorityId,
            @Nullable String assigneeKey,
            @Nullable String created,
            @Nullable String updated) {}

    private final Map<String, Content> byKey = new HashMap<>();
    private final Map<String, Content> byProject = new HashMap<>();
    private final Map<BackupName.Kind, Map<String, String>> names = new EnumMap<>(BackupName.Kind.class);

    void add(BackupIssue issue) {
        Content content = new Content(
                issue.summary(),
                shared(issue.typeId()),
                shared(issue.statusId()),
                shared(issue.priorityId()),
                shared(issue.assigneeKey()),
                issue.created(),
                issue.updated());
        if (issue.projectId() != null && issue.number() != null) {
            byProject.put(issue.projectId() + "-" + issue.number(), content);
        } else if (issue.key() != null) {
            byKey.put(issue.key(), content);
        }
    }

    private static @Nullable String shared(@Nullable String text) {
        return text == null ? null : text.intern();
    }

    void add(BackupName name) {
        names.computeIfAbsent(name.kind(), any -> new HashMap<>()).put(name.id(), name.name());
    }

    Optional<Content> of(Project project, int number) {
        Content content = byProject.get(project.id() + "-" + number);
        return Optional.ofNullable(content == null ? byKey.get(project.key() + "-" + number) : content);
    }

    /** What something is called; its id where the backup does not say. */
    @Nullable
    String name(BackupName.Kind kind, @Nullable String id) {
        return id == null ? null : names.getOrDefault(kind, Map.of()).getOrDefault(id, id);
    }
}
