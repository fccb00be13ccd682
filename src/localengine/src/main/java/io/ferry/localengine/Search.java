package io.ferry.localengine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Filters, sorts and cuts into pages as Camunda's v2 searches do, by the fields of what is searched. */
final class Search {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int USUAL_PAGE = 100;
    private static final int LARGEST_PAGE = 10_000;
    private static final Set<String> PARTS = Set.of("filter", "sort", "page");

    private Search() {}

    /**
     * Answers a search.
     *
     * @param items what is searched
     * @param fields the names by which Camunda lets it be filtered and sorted
     * @param special filters that are no field of the items: what the caller gave, and the item
     * @param query what the caller sent: filter, sort, page
     * @throws Problem if the query is not one of Camunda's
     */
    static ObjectNode answer(
            Collection<ObjectNode> items,
            Set<String> fields,
            Map<String, BiPredicate<JsonNode, ObjectNode>> special,
            JsonNode query) {
        query.fieldNames().forEachRemaining(part -> {
            if (!PARTS.contains(part)) {
                throw Problem.badRequest("Unknown property '" + part + "'");
            }
        });
        List<ObjectNode> found = new ArrayList<>(items.stream()
                .filter(item -> matches(item, fields, special, query.path("filter")))
                .toList());
        sort(found, fields, query.path("sort"));
        return page(found, query.path("page"));
    }

    private static boolean matches(
            ObjectNode item,
            Set<String> fields,
            Map<String, BiPredicate<JsonNode, ObjectNode>> special,
            JsonNode filter) {
        return filter.propertyStream().allMatch(wanted -> {
            String field = wanted.getKey();
            if (field.equals("$or")) {
                // Camunda's Java client sends an empty list where it means none.
                return wanted.getValue().isEmpty() || StreamSupport.stream(wanted.getValue().spliterator(), false)
                        .anyMatch(either -> matches(item, fields, special, either));
            }
            BiPredicate<JsonNode, ObjectNode> own = special.get(field);
            if (own != null) {
                return own.test(wanted.getValue(), item);
            }
            if (!fields.contains(field)) {
                throw Problem.badRequest("Unknown filter '" + field + "'");
            }
            return holds(item.path(field), wanted.getValue());
        });
    }

    /** Whether a value is as wanted: the value itself, or an object of conditions such as {@code {"$in": […]}}. */
    static boolean holds(JsonNode value, JsonNode wanted) {
        if (!wanted.isObject()) {
            return compare(value, wanted) == 0;
        }
        return wanted.propertyStream().allMatch(condition -> {
            JsonNode operand = condition.getValue();
            boolean present = !value.isNull() && !value.isMissingNode();
            return switch (condition.getKey()) {
                case "$eq" -> compare(value, operand) == 0;
                case "$neq" -> compare(value, operand) != 0;
                case "$exists" -> present == operand.asBoolean();
                // Camunda's Java client sends an empty list where it means none.
                case "$in" -> operand.isEmpty() || contains(operand, value);
                case "$notIn" -> !contains(operand, value);
                case "$gt" -> present && compare(value, operand) > 0;
                case "$gte" -> present && compare(value, operand) >= 0;
                case "$lt" -> present && compare(value, operand) < 0;
                case "$lte" -> present && compare(value, operand) <= 0;
                case "$like" -> present && like(operand.asText()).matcher(value.asText()).matches();
                default -> throw Problem.badRequest("Unknown condition '" + condition.getKey() + "'");
            };
        });
    }

    private static boolean contains(JsonNode operands, JsonNode value) {
        return StreamSupport.stream(operands.spliterator(), false).anyMatch(operand -> compare(value, operand) == 0);
    }

    private static Pattern like(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private static int compare(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return Double.compare(one.asDouble(), other.asDouble());
        }
        String left = one.asText("");
        String right = other.asText("");
        Instant earlier = moment(left);
        Instant later = moment(right);
        if (earlier != null && later != null) {
            return earlier.compareTo(later);
        }
        // Keys are numbers in strings: they grow in the order in which things came to be.
        boolean numbers = left.length() <= 19
                && right.length() <= 19
                && !left.isEmpty()
                && !right.isEmpty()
                && Stream.of(left, right).allMatch(text -> text.chars().allMatch(c -> c >= '0' && c <= '9'));
        return numbers ? Long.compare(Long.parseLong(left), Long.parseLong(right)) : left.compareTo(right);
    }

    /** A moment, whatever time zone it is written in; null for any other text. */
    static @Nullable Instant moment(String text) {
        if (text.length() < 17 || text.charAt(10) != 'T') {
            return null;
        }
        try {
            return ZonedDateTime.parse(text).toInstant();
        } catch (DateTimeParseException noMoment) {
            return null;
        }
    }

    private static void sort(List<ObjectNode> found, Set<String> fields, JsonNode sorts) {
        Comparator<ObjectNode> order = null;
        for (JsonNode sort : sorts) {
            String field = sort.path("field").asText();
            if (!fields.contains(field)) {
                throw Problem.badRequest("Unknown sort field '" + field + "'");
            }
            Comparator<ObjectNode> by = (one, other) -> compare(one.path(field), other.path(field));
            by = sort.path("order").asText("ASC").equalsIgnoreCase("DESC") ? by.reversed() : by;
            order = order == null ? by : order.thenComparing(by);
        }
        if (order != null) {
            found.sort(order);
        }
    }

    private static ObjectNode page(List<ObjectNode> found, JsonNode page) {
        int limit = page.path("limit").asInt(USUAL_PAGE);
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw Problem.badRequest("page.limit must be from 1 to " + LARGEST_PAGE);
        }
        int from = page.path("from").asInt(0);
        if (page.hasNonNull("after")) {
            from = place(page.path("after").asText()) + 1;
        } else if (page.hasNonNull("before")) {
            int end = place(page.path("before").asText());
            from = Math.max(0, end - limit);
            limit = Math.min(limit, end - from);
        }
        int start = Math.min(Math.max(from, 0), found.size());
        int end = Math.min(start + limit, found.size());
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode items = answer.putArray("items");
        // Copies: what is searched may change while the answer is written.
        found.subList(start, end).forEach(item -> items.add(item.deepCopy()));
        answer.putObject("page")
                .put("totalItems", found.size())
                .put("hasMoreTotalItems", false)
                .put("startCursor", end > start ? cursor(start) : null)
                .put("endCursor", end > start ? cursor(end - 1) : null);
        return answer;
    }

    private static String cursor(int place) {
        return Base64.getEncoder().encodeToString(String.valueOf(place).getBytes(StandardCharsets.US_ASCII));
    }

    private static int place(String cursor) {
        try {
            return Integer.parseInt(new String(Base64.getDecoder().decode(cursor), StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("'" + cursor + "' is no cursor of this search");
        }
    }
}
