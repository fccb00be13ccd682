package io.ferry.metrics;

import io.ferry.api.WholeFerry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Ferry told Prometheus at one moment.
 *
 * @param text as it was sent
 * @param help the description of each metric, by its name
 * @param types counter, gauge, histogram or summary, by the metric's name
 * @param series all that have a value
 */
record Scrape(String text, Map<String, String> help, Map<String, String> types, List<Series> series) {
    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** One line: a name, its labels, and the value. */
    record Series(String name, Map<String, String> labels, double value) {
        Series {
            labels = Map.copyOf(labels);
        }
    }

    static Scrape of(WholeFerry ferry) throws IOException, InterruptedException {
        var answer = HTTP.send(
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + ferry.managementPort() + "/actuator/prometheus"))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("Status " + answer.statusCode() + ": " + answer.body());
        }
        return read(answer.body());
    }

    static Scrape read(String text) {
        Map<String, String> help = new TreeMap<>();
        Map<String, String> types = new TreeMap<>();
        List<Series> series = new ArrayList<>();
        for (String line : text.split("\n")) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# HELP ")) {
                help.put(words[2], words.length > 3 ? words[3] : "");
            } else if (line.startsWith("# TYPE ")) {
                types.put(words[2], words[3]);
            } else if (!line.isBlank()) {
                Matcher parts = LINE.matcher(line);
                if (!parts.matches()) {
                    throw new IllegalArgumentException("No line of Prometheus' format: " + line);
                }
                series.add(
                        new Series(parts.group(1), labels(parts.group(2)), Double.parseDouble(number(parts.group(3)))));
            }
        }
        return new Scrape(text, help, types, series);
    }

    private static String number(String value) {
        return value.replace("+Inf", "Infinity").replace("-Inf", "-Infinity");
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new LinkedHashMap<>();
        LABEL.matcher(Optional.ofNullable(text).orElse(""))
                .results()
                .forEach(label -> labels.put(label.group(1), label.group(2)));
        return labels;
    }

    /** The series of this name. */
    Stream<Series> named(String name) {
        return series.stream().filter(each -> each.name().equals(name));
    }

    /** The one value of a series with these labels at least. */
    double value(String name, String... labels) {
        List<Double> values = named(name)
                .filter(each -> {
                    for (int i = 0; i < labels.length; i += 2) {
                        if (!labels[i + 1].equals(each.labels().get(labels[i]))) {
                            return false;
                        }
                    }
                    return true;
                })
                .map(Series::value)
                .toList();
        if (values.size() != 1) {
            throw new AssertionError(values.size() + " series are called " + name + " with " + List.of(labels));
        }
        return values.getFirst();
    }

    /** The labels of the series that belong to a metric, with their values; those of buckets and quantiles are Prometheus' own. */
    Map<String, Set<String>> labelsOf(String metric) {
        return series.stream()
                .filter(each ->
                        each.name().replaceFirst("_(?:count|sum|bucket)$", "").equals(metric)
                                || each.name().equals(metric))
                .flatMap(each -> each.labels().entrySet().stream())
                .filter(label -> !label.getKey().equals("le"))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey,
                        TreeMap::new,
                        Collectors.mapping(Map.Entry::getValue, Collectors.toCollection(TreeSet::new))));
    }
}
