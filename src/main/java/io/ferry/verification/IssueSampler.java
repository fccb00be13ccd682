package io.ferry.verification;

import io.ferry.backup.model.BackupIssue;
import io.ferry.backup.model.BackupName;
import io.ferry.backup.model.BackupProject;
import io.ferry.backup.model.BackupVisitor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Draws issues while a backup is read, each with the same chance, in memory that does not depend on the backup: a new issue
 * takes the place of a drawn one ever more seldom. The same seed draws the same issues from the same file.
 */
public final class IssueSampler implements BackupVisitor {
    /** Beyond these a file is not told apart from one that wants to fill memory. */
    private static final int MOST_NAMES = 100_000;

    private static final int LONGEST_KEY = 255;

    private final int size;
    private final long seed;
    private final SplittableRandom random;
    private final List<BackupIssue> drawn = new ArrayList<>();
    private final Map<BackupName.Kind, Map<String, String>> names = new EnumMap<>(BackupName.Kind.class);
    private long seen;

    /**
     * @param size how many issues are drawn; 0 for none
     * @param seed what the drawing depends on
     */
    IssueSampler(int size, long seed) {
        this.size = size;
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    @Override
    public boolean wantsIssues() {
        return true;
    }

    @Override
    public void onIssue(BackupIssue issue) {
        seen++;
        if (drawn.size() < size) {
            drawn.add(issue);
        } else if (size > 0) {
            long place = random.nextLong(seen);
            if (place < size) {
                drawn.set((int) place, issue);
            }
        }
    }

    @Override
    public void onName(BackupName name) {
        var known = names.computeIfAbsent(name.kind(), any -> new HashMap<>());
        if (known.size() < MOST_NAMES) {
            known.put(name.id(), name.name());
        }
    }

    long seed() {
        return seed;
    }

    /** Out of how many was drawn. */
    long seen() {
        return seen;
    }

    /** The filters' names, as often as they occur; null where they are too many to be held. */
    @Nullable
    List<String> filters() {
        var filters = names.getOrDefault(BackupName.Kind.FILTER, Map.of());
        return filters.size() >= MOST_NAMES
                ? null
                : filters.values().stream().sorted().toList();
    }

    /** The drawn issues, without those whose project the backup does not hold. */
    List<SampledIssue> drawn(List<BackupProject> projects) {
        Map<String, String> keys = projects.stream()
                .collect(Collectors.toMap(BackupProject::id, BackupProject::key, (first, second) -> first));
        return drawn.stream()
                .flatMap(issue -> Stream.ofNullable(key(issue, keys))
                        .filter(key -> key.length() <= LONGEST_KEY)
                        .map(key -> sampled(key, issue)))
                .toList();
    }

    private static @Nullable String key(BackupIssue issue, Map<String, String> projects) {
        if (issue.projectId() != null && issue.number() != null) {
            var project = projects.get(issue.projectId());
            return project == null ? null : project + "-" + issue.number();
        }
        return issue.key();
    }

    private SampledIssue sampled(String key, BackupIssue issue) {
        Function<@Nullable String, String> text = value -> Objects.requireNonNullElse(value, "");
        return new SampledIssue(
                key,
                text.apply(issue.summary()),
                name(BackupName.Kind.ISSUE_TYPE, issue.typeId()),
                name(BackupName.Kind.STATUS, issue.statusId()),
                name(BackupName.Kind.PRIORITY, issue.priorityId()),
                text.apply(issue.assigneeKey()),
                text.apply(issue.created()),
                text.apply(issue.updated()));
    }

    private @Nullable String name(BackupName.Kind kind, @Nullable String id) {
        return id == null || id.isBlank()
                ? ""
                : names.getOrDefault(kind, Map.of()).get(id);
    }
}
