package io.ferry.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The metrics and labels that a PromQL expression names. */
final class Selectors {
    private static final Pattern WORD = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern MATCHER = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset", "inf", "nan");

    /** Prometheus itself adds these to all that it reads. */
    private static final Set<String> PROMETHEUS_LABELS = Set.of("job", "instance");

    private Selectors() {}

    /** A metric, with what its labels must be. */
    record Selector(String metric, List<Condition> conditions, String text) {
        /** What of it does not exist. */
        Optional<String> troubleIn(Scrape scrape) {
            if (metric.equals("up")) {
                return Optional.empty();
            }
            List<Scrape.Series> series = scrape.named(metric).toList();
            if (series.isEmpty()) {
                return Optional.of("There is no metric " + metric + ".");
            }
            return series.stream().anyMatch(each -> conditions.stream().allMatch(condition -> condition.holds(each)))
                    ? Optional.empty()
                    : Optional.of("No series is " + text + ".");
        }

        boolean hasLabel(Scrape scrape, String label) {
            return PROMETHEUS_LABELS.contains(label)
                    || scrape.named(metric).anyMatch(each -> each.labels().containsKey(label));
        }
    }

    /** What a label must be; one that is not there fits nothing. */
    record Condition(String label, String operator, String value) {
        boolean holds(Scrape.Series series) {
            String actual = series.labels().get(label);
            if (PROMETHEUS_LABELS.contains(label)) {
                return true;
            }
            if (actual == null) {
                return false;
            }
            return switch (operator) {
                case "=" -> actual.equals(value);
                case "!=" -> !actual.equals(value);
                case "=~" -> actual.matches(value);
                default -> !actual.matches(value);
            };
        }
    }

    static List<Selector> of(String expression) {
        String bare = GROUPING.matcher(expression).replaceAll(" ");
        List<Selector> selectors = new ArrayList<>();
        Matcher word = WORD.matcher(bare);
        int from = 0;
        while (word.find(from)) {
            from = word.end();
            String rest = bare.substring(from).stripLeading();
            boolean partOfNumber = word.start() > 0 && Character.isLetterOrDigit(bare.charAt(word.start() - 1));
            if (rest.startsWith("(")
                    || partOfNumber
                    || WORDS.contains(word.group().toLowerCase(java.util.Locale.ROOT))
                    || isAggregation(word.group(), rest)) {
                continue;
            }
            List<Condition> conditions = new ArrayList<>();
            String text = word.group();
            if (rest.startsWith("{")) {
                int open = bare.indexOf('{', from);
                int close = bare.indexOf('}', open);
                MATCHER.matcher(bare.substring(open, close))
                        .results()
                        .forEach(condition -> conditions.add(
                                new Condition(condition.group(1), condition.group(2), condition.group(3))));
                text += bare.substring(open, close + 1);
                from = close + 1;
            }
            selectors.add(new Selector(word.group(), conditions, text));
        }
        return selectors;
    }

    private static boolean isAggregation(String word, String rest) {
        return Set.of("sum", "max", "min", "avg", "count", "topk").contains(word) && !rest.startsWith("{");
    }

    /** The labels by which the expression groups and joins. */
    static List<String> labelsIn(String expression) {
        return GROUPING.matcher(expression)
                .results()
                .flatMap(group -> Stream.of(group.group(1).split(",")))
                .map(String::strip)
                .filter(label -> !label.isEmpty())
                .toList();
    }
}
