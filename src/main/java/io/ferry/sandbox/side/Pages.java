package io.ferry.sandbox.side;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Pages of things that have names, as Jira gives them. */
public final class Pages {
    private Pages() {}

    /**
     * Cuts a page.
     *
     * @param names of all things; their ids are their places
     * @param startAt the first one, counted from 0
     * @param maxResults how many at most
     * @return the page
     */
    public static Map<String, Object> of(List<String> names, long startAt, int maxResults) {
        int size = Math.max(1, maxResults);
        int from = (int) Math.clamp(startAt, 0, names.size());
        int to = Math.min(names.size(), from + size);
        return Map.of(
                "startAt",
                from,
                "maxResults",
                size,
                "total",
                names.size(),
                "isLast",
                to == names.size(),
                "values",
                IntStream.range(from, to)
                        .mapToObj(place -> Map.of("id", String.valueOf(place + 1), "name", names.get(place)))
                        .toList());
    }
}
