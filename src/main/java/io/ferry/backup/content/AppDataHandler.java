package io.ferry.backup.content;

import io.ferry.backup.findings.BackupPlace;
import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.model.BackupDocuments;
import io.ferry.backup.model.BackupLimits;
import io.ferry.backup.read.DocumentHandler;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.codehaus.stax2.XMLStreamReader2;
import org.jspecify.annotations.Nullable;

/**
 * Takes activeobjects.xml: tables with their columns, and rows, whose values are told apart by position only. Finds what an
 * import cannot write: binary fields, keys that occur twice, rows of another width than their columns, data of no table,
 * values that do not fit their column. Of the values nothing is kept.
 */
public final class AppDataHandler implements DocumentHandler {
    private static final String ROOT = "backup";
    private static final String NAMESPACE = "http://www.atlassian.com/ao";
    private static final String SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,40}(\\.0{1,10})?");
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(\\d{1,40}(\\.\\d{0,400})?|\\.\\d{1,400})([eE][+-]?\\d{1,4})?|NaN|-?Infinity");
    private static final Pattern TIME = Pattern.compile(
            "(\\d{4})-(\\d\\d)-(\\d\\d)(?:[T ](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:\\.\\d{1,9})?)?)?\\s?(?:Z|[+-]\\d\\d:?\\d\\d)?");
    private static final int LONGEST_KEY = 1_000;
    private static final long MOST_BYTES_OF_KEYS = 32L << 20;
    private static final int MOST_TABLES_NAMED = 1_000;

    /** What a column takes. */
    private enum Type {
        NUMBER,
        TEXT,
        TRUTH,
        TIME,
        BYTES,
        OTHER;

        /** By the number that JDBC has for it. */
        static Type of(@Nullable String sqlType) {
            return switch (sqlType == null ? "" : sqlType) {
                case "-6", "5", "4", "-5", "2", "3", "6", "7", "8" -> NUMBER;
                case "1", "12", "-1", "-15", "-9", "-16", "2005", "2011" -> TEXT;
                case "-7", "16" -> TRUTH;
                case "91", "92", "93", "2013", "2014" -> TIME;
                case "-2", "-3", "-4", "2004" -> BYTES;
                default -> OTHER;
            };
        }
    }

    /** A column; its precision is 0 where it has none. */
    private record Column(String name, boolean key, Type type, long precision, boolean exact) {}

    /** A table as it is described, and its rows as they are counted. */
    private static final class Table {
        private final String name;
        private final Map<String, Column> columns = new HashMap<>();
        private final List<Column> inOrder = new ArrayList<>();
        private boolean described;
        private boolean hasData;
        private long rows;

        Table(String name) {
            this.name = name;
        }
    }

    private final BackupLimits limits;
    private final Finds finds;
    private final SortedMap<String, Table> tables = new TreeMap<>();
    private final Map<FindingCode, SortedSet<String>> tablesOf = new EnumMap<>(FindingCode.class);
    private boolean anotherRoot;
    private String rootName = "";
    private String database = "";
    private int numbersWithoutPrecision;

    private @Nullable Table current;
    private boolean inData;
    private final List<@Nullable Column> columns = new ArrayList<>();
    private IdSet keys = new IdSet(MOST_BYTES_OF_KEYS);
    private boolean hasKey;

    private boolean inRow;
    private int position;
    private String element = "";
    private boolean inValue;
    private boolean isNull;
    private final StringBuilder text = new StringBuilder();
    private long length;
    private final StringBuilder key = new StringBuilder();
    private boolean keyKnown;

    public AppDataHandler(BackupLimits limits, Finds finds) {
        this.limits = limits;
        this.finds = finds;
    }

    @Override
    public void readFrom(Supplier<BackupPlace> places) {
        finds.readFrom(places);
    }

    @Override
    public boolean rowsAreRecords() {
        return true;
    }

    @Override
    public String document() {
        return BackupDocuments.ACTIVE_OBJECTS;
    }

    @Override
    public boolean canResume() {
        return false; // a row does not say to which table it belongs
    }

    @Override
    public void start(XMLStreamReader2 reader, int depth) {
        String name = reader.getLocalName();
        switch (depth) {
            case 1 -> {
                rootName = name.replaceAll("[^\\w.:-]", "?");
                String namespace = Objects.requireNonNullElse(reader.getNamespaceURI(), "");
                anotherRoot = !name.equals(ROOT) || !(namespace.isEmpty() || namespace.equals(NAMESPACE));
            }
            case 2 -> part(reader, name);
            case 3 -> withinPart(reader, name);
            case 4 -> value(reader, name);
            default -> {
                // Jira goes no deeper.
            }
        }
    }

    private void part(XMLStreamReader2 reader, String name) {
        current = null;
        inData = false;
        if (name.equals("table")) {
            Table table = table(reader.getAttributeValue(null, "name"));
            table.described = true;
            current = table;
        } else if (name.equals("data")) {
            Table table = table(reader.getAttributeValue(null, "tableName"));
            table.hasData = true;
            current = table;
            inData = true;
            columns.clear();
            keys = new IdSet(MOST_BYTES_OF_KEYS);
            hasKey = table.columns.values().stream().anyMatch(Column::key);
        }
    }

    private void withinPart(XMLStreamReader2 reader, String name) {
        Table table = current;
        if (name.equals("meta") && "database.name".equals(reader.getAttributeValue(null, "key"))) {
            database = Objects.requireNonNullElse(reader.getAttributeValue(null, "value"), "");
        } else if (table == null) {
            return;
        } else if (name.equals("column")) {
            String column = clip(Objects.requireNonNullElse(reader.getAttributeValue(null, "name"), ""));
            if (inData) {
                columns.add(table.columns.get(column));
                checkNumber(columns.size());
            } else {
                describe(table, column, reader);
            }
        } else if (name.equals("row") && inData) {
            table.rows++;
            inRow = true;
            position = 0;
            key.setLength(0);
            keyKnown = true;
        }
    }

    private void describe(Table table, String name, XMLStreamReader2 reader) {
        String sqlType = reader.getAttributeValue(null, "sqlType");
        String precision = reader.getAttributeValue(null, "precision");
        long digits = precision == null ? 0 : Math.max(0, IdSet.number(precision));
        Column column = new Column(
                name,
                "true".equals(reader.getAttributeValue(null, "primaryKey")),
                Type.of(sqlType),
                digits,
                "2".equals(sqlType) || "3".equals(sqlType));
        if (table.columns.put(name, column) == null) {
            table.inOrder.add(column);
        }
        checkNumber(table.columns.size());
        if (column.exact() && digits == 0 && database.toUpperCase(Locale.ROOT).contains("ORACLE")) {
            numbersWithoutPrecision++;
            found(FindingCode.AO_NUMBER_WITHOUT_PRECISION, table, null, name);
        }
    }

    private void checkNumber(int number) {
        if (number > limits.maxNames()) {
            throw new BeyondLimitsException(
                    "A table of an app has more than " + limits.maxNames() + " columns (--max-names).");
        }
    }

    private void value(XMLStreamReader2 reader, String name) {
        if (!inRow) {
            return;
        }
        element = name;
        String nil = reader.getAttributeValue(SCHEMA_INSTANCE, "nil");
        isNull = "true".equals(nil) || "1".equals(nil);
        inValue = true;
        text.setLength(0);
        length = 0;
    }

    private Table table(@Nullable String name) {
        String clipped = clip(Objects.requireNonNullElse(name, ""));
        Table table = tables.computeIfAbsent(clipped, Table::new);
        if (tables.size() > limits.maxThings()) {
            throw new BeyondLimitsException(
                    "More than " + limits.maxThings() + " tables are described (--max-things).");
        }
        return table;
    }

    private String clip(String name) {
        return name.length() <= limits.maxValue() ? name : name.substring(0, limits.maxValue());
    }

    @Override
    public boolean wantsText() {
        return inValue;
    }

    @Override
    public void text(XMLStreamReader2 reader) {
        int more = reader.getTextLength();
        length += more;
        int room = Math.min(more, LONGEST_KEY - text.length());
        if (room > 0) {
            text.append(reader.getTextCharacters(), reader.getTextStart(), room);
        }
    }

    @Override
    public void end(int depth) {
        if (depth == 4 && inValue) {
            inValue = false;
            judgeValue();
            position++;
        } else if (depth == 3 && inRow) {
            inRow = false;
            judgeRow();
        } else if (depth == 2) {
            current = null;
            inData = false;
        }
    }

    private @Nullable Column column(Table table) {
        if (!columns.isEmpty()) {
            return position < columns.size() ? columns.get(position) : null;
        }
        return position < table.inOrder.size() ? table.inOrder.get(position) : null;
    }

    private void judgeValue() {
        Table table = Objects.requireNonNull(current);
        Column column = column(table);
        if (column != null && column.key()) {
            keyKnown &= !isNull && length <= LONGEST_KEY;
            key.append(key.isEmpty() ? "" : "\u0001").append(text);
        }
        if (element.equals("binary")) {
            found(FindingCode.AO_BINARY_FIELD, table, null, column == null ? null : column.name());
        } else if (!isNull && !fits(column)) {
            found(FindingCode.AO_VALUE_UNFIT, table, null, column == null ? null : column.name());
        }
    }

    /** Whether the import can make of a value what its element says, and put it into its column. */
    private boolean fits(@Nullable Column column) {
        String value = text.toString().strip();
        Type type = column == null ? Type.OTHER : column.type();
        switch (element) {
            case "string" -> {
                boolean wanted = switch (type) {
                    case NUMBER -> DECIMAL.matcher(value).matches();
                    case TIME -> isTime(value);
                    case TRUTH -> isTruth(value);
                    default -> true;
                };
                boolean tooLong =
                        type == Type.TEXT && column != null && column.precision() > 0 && length > column.precision();
                return wanted && !tooLong;
            }
            case "integer" -> {
                boolean tooLarge = column != null
                        && column.exact()
                        && column.precision() > 0
                        && digits(value) > column.precision();
                return INTEGER.matcher(value).matches() && type != Type.TIME && !tooLarge;
            }
            case "double" -> {
                return DECIMAL.matcher(value).matches() && type != Type.TIME;
            }
            case "boolean" -> {
                return isTruth(value) && type != Type.TIME;
            }
            case "timestamp" -> {
                return isTime(value) && type != Type.NUMBER && type != Type.TRUTH;
            }
            default -> {
                return false; // no element of this name holds a value
            }
        }
    }

    private static int digits(String number) {
        int from = 0;
        int end = number.indexOf('.') < 0 ? number.length() : number.indexOf('.');
        while (from < end && (number.charAt(from) == '-' || number.charAt(from) == '+' || number.charAt(from) == '0')) {
            from++;
        }
        return end - from;
    }

    private static boolean isTruth(String value) {
        return value.equalsIgnoreCase("true")
                || value.equalsIgnoreCase("false")
                || value.equals("0")
                || value.equals("1");
    }

    private static boolean isTime(String value) {
        Matcher time = TIME.matcher(value);
        if (!time.matches()) {
            return false;
        }
        try {
            LocalDate.of(
                    Integer.parseInt(time.group(1)), Integer.parseInt(time.group(2)), Integer.parseInt(time.group(3)));
            if (time.group(4) != null) {
                LocalTime.of(
                        Integer.parseInt(time.group(4)),
                        Integer.parseInt(time.group(5)),
                        time.group(6) == null ? 0 : Math.min(59, Integer.parseInt(time.group(6))));
            }
            return Integer.parseInt(time.group(1)) > 0;
        } catch (DateTimeException notADay) {
            return false;
        }
    }

    private void judgeRow() {
        Table table = Objects.requireNonNull(current);
        int wanted = columns.isEmpty() ? table.inOrder.size() : columns.size();
        if (position != wanted && wanted > 0) {
            found(FindingCode.AO_ROW_WIDTH, table, null, position + " values for " + wanted + " columns");
        } else if (hasKey && keyKnown && !key.isEmpty() && !keys.add(key.toString())) {
            found(FindingCode.AO_DUPLICATE_KEY, table, key.toString(), null);
        }
    }

    private void found(FindingCode code, Table table, @Nullable String id, @Nullable String note) {
        finds.here(code, table.name, id, null, note);
        SortedSet<String> named = tablesOf.computeIfAbsent(code, any -> new TreeSet<>());
        if (named.size() < MOST_TABLES_NAMED) {
            named.add(table.name);
        }
    }

    @Override
    public void comment(String comment, int depth) {
        // Jira writes none
    }

    @Override
    public void abandonRecord() {
        current = null;
        inData = false;
        inRow = false;
        inValue = false;
    }

    // ---- results

    /** The name of the root where the document is not one of Active Objects; null where it is. */
    @Nullable
    public String otherRoot() {
        return anotherRoot ? rootName : null;
    }

    public int numbersWithoutPrecision() {
        return numbersWithoutPrecision;
    }

    /** The tables that a finding is about; at most 1,000 of them. */
    public SortedSet<String> tablesOf(FindingCode code) {
        return tablesOf.getOrDefault(code, new TreeSet<>());
    }

    /** Tables that have data, but are not described. */
    public SortedSet<String> dataWithoutTable() {
        SortedSet<String> names = new TreeSet<>();
        for (Table table : tables.values()) {
            if (table.hasData && !table.described) {
                names.add(table.name);
            }
        }
        return names;
    }

    public Finds finds() {
        return finds;
    }

    public Map<String, Long> rowsByTable() {
        Map<String, Long> counts = new TreeMap<>();
        tables.forEach((name, table) -> counts.put(name, table.rows));
        return counts;
    }
}
