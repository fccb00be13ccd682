package io.ferry.wave;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ferry.migration.InvalidField;
import io.ferry.migration.MigrationRequest;
import io.ferry.migration.Operation;
import io.ferry.users.MappingFileRefused;
import io.ferry.users.Spreadsheet;
import java.io.ByteArrayInputStream;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads a wave, from JSON or from a table (CSV). The columns of a table are the fields of {@link MigrationRequest} by their
 * paths, such as {@code source.url}, and {@code plannedStart}: a field that the API learns is a column at once.
 */
@Component
public class WaveReader {
    /** So many migrations may be in a wave. */
    public static final int MOST_LINES = 500;

    static final String PLANNED_START = "plannedStart";
    private static final String MIGRATION = "migration";
    private static final String LINES = "lines";

    /** Columns without which no line can be right. */
    private static final List<String> NEEDED =
            List.of("name", "app", "source.url", "source.credential", "target.url", "target.credential");

    /** A cell that is longer is no setting of a migration. */
    private static final int LONGEST_CELL = 2_000;

    private static final int LONGEST_HEADER = 120;

    /** A table with more is no wave. */
    private static final int MOST_COLUMNS = 200;

    /** Whoever got so much wrong is told no more. */
    private static final int MOST_FAULTS = 1_000;

    private static final Map<String, Class<?>> FIELDS = fields();

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    /**
     * What was read.
     *
     * @param rows the lines of the file by the numbers of the wave's lines; empty if there is no file
     * @param faults what cannot be read; it is missing in the request
     */
    public record Read(WaveRequest request, Map<Integer, Long> rows, List<WaveFault> faults) {
        public Read {
            rows = Map.copyOf(rows);
            faults = List.copyOf(faults);
        }
    }

    /** The columns of a table, in the order of the API's fields. */
    public static List<String> columns() {
        List<String> columns = new ArrayList<>(FIELDS.keySet());
        columns.add(PLANNED_START);
        return List.copyOf(columns);
    }

    private static Map<String, Class<?>> fields() {
        Map<String, Class<?>> fields = new LinkedHashMap<>();
        add(fields, "", MigrationRequest.class);
        return fields;
    }

    private static void add(Map<String, Class<?>> fields, String prefix, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            String path = prefix + component.getName();
            if (component.getType().isRecord()) {
                add(fields, path + ".", component.getType());
            } else if (component.getType() == Map.class) {
                Arrays.stream(Operation.values())
                        .forEach(operation -> fields.put(path + "." + operation.key(), String.class));
            } else {
                fields.put(path, component.getType());
            }
        }
    }

    /** Reads a wave as the API's body has it. */
    public Read json(JsonNode body) {
        List<WaveFault> faults = new ArrayList<>();
        JsonNode lines = body.path(LINES);
        WaveRequest wave = null;
        if (body instanceof ObjectNode object) {
            ObjectNode head = object.deepCopy();
            head.remove(LINES);
            wave = read(head, WaveRequest.class, "", null, faults);
        } else {
            faults.add(WaveFault.ofList("a JSON object with name and lines"));
        }
        List<WaveRequest.WantedLine> read = new ArrayList<>();
        if (lines instanceof ArrayNode array) {
            if (array.size() <= MOST_LINES) {
                for (int i = 0; i < array.size() && isReadOn(i + 1, faults); i++) {
                    read.add(line(array.get(i), i + 1, null, faults));
                }
            } else {
                faults.add(tooMany(array.size()));
            }
        } else if (!lines.isMissingNode() && !lines.isNull()) {
            faults.add(WaveFault.ofList("a list of objects with migration and plannedStart"));
        }
        WaveRequest head = wave == null ? new WaveRequest(null, null, null, null, null, null) : wave;
        return new Read(withLines(head, read), Map.of(), faults);
    }

    private static WaveRequest withLines(WaveRequest head, List<WaveRequest.WantedLine> lines) {
        return new WaveRequest(
                head.name(), head.team(), head.sideBySide(), head.stopAfterFailures(), head.zone(), lines);
    }

    /** Whether the next line is read: of a list with very many faults it is not. */
    private static boolean isReadOn(int line, List<WaveFault> faults) {
        if (faults.size() < MOST_FAULTS) {
            return true;
        }
        faults.add(WaveFault.ofList("fewer mistakes: the lines from " + line + " on were not read"));
        return false;
    }

    private static WaveFault tooMany(long lines) {
        return WaveFault.ofList(
                "at most " + MOST_LINES + " migrations, and there are " + lines + ": make several waves of them");
    }

    private static WaveRequest.WantedLine line(JsonNode given, int number, @Nullable Long row, List<WaveFault> faults) {
        if (!(given instanceof ObjectNode object)) {
            faults.add(new WaveFault(number, row, "", "an object with migration and plannedStart", null));
            return new WaveRequest.WantedLine(null, null);
        }
        ObjectNode rest = object.deepCopy();
        JsonNode migration = rest.remove(MIGRATION);
        String planned = Objects.requireNonNullElse(
                        read(rest, WaveRequest.WantedLine.class, "", place(number, row), faults),
                        new WaveRequest.WantedLine(null, null))
                .plannedStart();
        if (migration instanceof ObjectNode asked) {
            return new WaveRequest.WantedLine(
                    planned, read(asked.deepCopy(), MigrationRequest.class, "", place(number, row), faults));
        }
        faults.add(
                new WaveFault(number, row, MIGRATION, "a migration as POST /api/migrations takes it: an object", null));
        return new WaveRequest.WantedLine(planned, null);
    }

    private record Place(int line, @Nullable Long row) {}

    private static Place place(int line, @Nullable Long row) {
        return new Place(line, row);
    }

    /** Takes out what cannot be read, one field after the other, so that all of it is told at once. */
    private static <T> @Nullable T read(
            ObjectNode given, Class<T> type, String prefix, @Nullable Place place, List<WaveFault> faults) {
        while (true) {
            if (faults.size() >= MOST_FAULTS) {
                return null;
            }
            try {
                return STRICT.treeToValue(given, type);
            } catch (UnrecognizedPropertyException unknown) {
                String known = unknown.getKnownPropertyIds() == null
                        ? ""
                        : unknown.getKnownPropertyIds().stream()
                                .map(String::valueOf)
                                .filter(name -> !name.equals(LINES) && !name.equals(MIGRATION))
                                .sorted()
                                .collect(Collectors.joining(", "));
                faults.add(fault(place, prefix + path(unknown.getPath()), "one of the fields " + known));
                if (!removed(given, unknown.getPath())) {
                    return null;
                }
            } catch (MismatchedInputException mismatch) {
                faults.add(
                        fault(place, prefix + path(mismatch.getPath()), InvalidField.kindOf(mismatch.getTargetType())));
                if (!removed(given, mismatch.getPath())) {
                    return null;
                }
            } catch (JsonProcessingException unreadable) {
                faults.add(fault(place, prefix, "settings that can be read"));
                return null;
            }
        }
    }

    private static WaveFault fault(@Nullable Place place, String field, String expected) {
        InvalidField invalid = new InvalidField(field, expected, null);
        return place == null ? WaveFault.of(invalid) : WaveFault.of(invalid, place.line(), place.row());
    }

    private static String path(List<Reference> path) {
        return path.stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }

    private static boolean removed(ObjectNode given, List<Reference> path) {
        JsonNode parent = given;
        for (Reference step : path.subList(0, Math.max(0, path.size() - 1))) {
            parent = step.getFieldName() == null ? parent.path(step.getIndex()) : parent.path(step.getFieldName());
        }
        return !path.isEmpty()
                && path.getLast().getFieldName() != null
                && parent instanceof ObjectNode holder
                && holder.remove(path.getLast().getFieldName()) != null;
    }

    /**
     * Reads the lines of a wave from a table.
     *
     * @param file the whole of it: UTF-8, with commas, semicolons or tabs between the cells
     * @param head the wave without its lines
     */
    public Read table(byte[] file, WaveRequest head) {
        List<WaveFault> faults = new ArrayList<>();
        Map<Integer, Long> rows = new HashMap<>();
        List<WaveRequest.WantedLine> lines = new ArrayList<>();
        try {
            Spreadsheet.read(new ByteArrayInputStream(file), table -> {
                Map<String, String> columns = columns(table, faults);
                if (faults.isEmpty()) {
                    lines(table, columns, lines, rows, faults);
                }
            });
        } catch (MappingFileRefused noTable) {
            faults.add(WaveFault.ofList("a table: " + noTable.getMessage()));
        }
        return new Read(withLines(head, lines), rows, faults);
    }

    /** The names of the table's columns by the fields that they are. */
    private static Map<String, String> columns(CSVParser table, List<WaveFault> faults) {
        Map<String, String> known = new TreeMap<>();
        columns().forEach(column -> known.put(column.toLowerCase(Locale.ROOT), column));
        Map<String, String> columns = new LinkedHashMap<>();
        if (table.getHeaderNames().size() > MOST_COLUMNS) {
            faults.add(new WaveFault(
                    null,
                    1L,
                    "",
                    "at most " + MOST_COLUMNS + " columns",
                    table.getHeaderNames().size() + " columns"));
            return columns;
        }
        for (String header : table.getHeaderNames()) {
            String field = known.get(header.strip().toLowerCase(Locale.ROOT));
            if (field == null) {
                faults.add(new WaveFault(
                        null, 1L, shown(header.strip()), "one of the columns " + String.join(", ", columns()), null));
            } else if (columns.put(field, header) != null) {
                faults.add(new WaveFault(null, 1L, field, "this column once only", null));
            }
        }
        NEEDED.stream()
                .filter(needed -> !columns.containsKey(needed))
                .forEach(missing -> faults.add(new WaveFault(
                        null,
                        1L,
                        missing,
                        "this column: the first line names the columns, and it is not there",
                        null)));
        return columns;
    }

    private static String shown(String header) {
        if (header.isEmpty()) {
            return "(no name)";
        }
        return header.length() <= LONGEST_HEADER ? header : header.substring(0, LONGEST_HEADER) + "…";
    }

    private static void lines(
            CSVParser table,
            Map<String, String> columns,
            List<WaveRequest.WantedLine> lines,
            Map<Integer, Long> rows,
            List<WaveFault> faults) {
        int number = 0;
        for (CSVRecord record : table) {
            number++;
            if (number > MOST_LINES) {
                faults.add(WaveFault.ofList("at most " + MOST_LINES + " migrations: make several waves of them"));
                return;
            }
            if (!isReadOn(number, faults)) {
                return;
            }
            long row = table.getCurrentLineNumber();
            rows.put(number, row);
            if (record.isConsistent()) {
                lines.add(line(object(record, columns, place(number, row), faults), number, row, faults));
            } else {
                faults.add(new WaveFault(
                        number,
                        row,
                        "",
                        "as many cells as there are columns in the first line",
                        record.size() + " cells"));
                lines.add(new WaveRequest.WantedLine(null, null));
            }
        }
    }

    /** A line of the table as the API's body has it. */
    private static ObjectNode object(
            CSVRecord record, Map<String, String> columns, Place place, List<WaveFault> faults) {
        ObjectNode line = STRICT.createObjectNode();
        ObjectNode migration = line.putObject(MIGRATION);
        columns.forEach((field, header) -> {
            String cell = Spreadsheet.cell(record, header);
            if (cell == null) {
                return;
            }
            if (cell.length() > LONGEST_CELL) {
                faults.add(fault(place, field, "at most " + LONGEST_CELL + " characters"));
            } else if (field.equals(PLANNED_START)) {
                line.put(field, cell.strip());
            } else {
                put(migration, field, value(cell.strip(), Objects.requireNonNull(FIELDS.get(field))));
            }
        });
        return line;
    }

    private static void put(ObjectNode migration, String field, JsonNode value) {
        String[] path = field.split("\\.");
        ObjectNode parent = migration;
        for (int i = 0; i < path.length - 1; i++) {
            parent = parent.withObjectProperty(path[i]);
        }
        parent.set(path[path.length - 1], value);
    }

    /** What cannot be read stays a text, which is then refused as it is in JSON. */
    private static JsonNode value(String cell, Class<?> type) {
        if (type == Boolean.class && Set.of("true", "false").contains(cell.toLowerCase(Locale.ROOT))) {
            return BooleanNode.valueOf(cell.equalsIgnoreCase("true"));
        }
        if (Number.class.isAssignableFrom(type)) {
            try {
                BigDecimal number = new BigDecimal(cell);
                return number.scale() <= 0 && number.precision() < 10
                        ? STRICT.getNodeFactory().numberNode(number.intValueExact())
                        : STRICT.getNodeFactory().numberNode(number.doubleValue());
            } catch (NumberFormatException | ArithmeticException none) {
                return TextNode.valueOf(cell);
            }
        }
        return TextNode.valueOf(cell);
    }
}
