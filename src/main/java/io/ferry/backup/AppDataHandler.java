package io.ferry.backup;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.codehaus.stax2.XMLStreamReader2;
import org.jspecify.annotations.Nullable;

/** Takes activeobjects.xml: counts the rows of every table. The rows themselves are not looked at. */
final class AppDataHandler implements DocumentHandler {
    private final BackupLimits limits;
    private final Map<String, long[]> rows = new TreeMap<>();
    private long @Nullable [] current;

    AppDataHandler(BackupLimits limits) {
        this.limits = limits;
    }

    @Override
    public String document() {
        return Unpacker.ACTIVE_OBJECTS;
    }

    @Override
    public boolean canResume() {
        return false; // a row does not say to which table it belongs
    }

    @Override
    public void start(XMLStreamReader2 reader, int depth) {
        if (depth == 2) {
            current = null;
            String name = reader.getLocalName();
            if (name.equals("table")) {
                table(reader.getAttributeValue(null, "name"));
            } else if (name.equals("data")) {
                current = table(reader.getAttributeValue(null, "tableName"));
            }
        } else if (depth == 3 && current != null && reader.getLocalName().equals("row")) {
            current[0]++;
        }
    }

    private long[] table(@Nullable String name) {
        String table = Objects.requireNonNullElse(name, "");
        String clipped = table.length() <= limits.maxValue() ? table : table.substring(0, limits.maxValue());
        long[] counter = rows.computeIfAbsent(clipped, any -> new long[1]);
        if (rows.size() > limits.maxThings()) {
            throw new BeyondLimitsException("More than " + limits.maxThings() + " tables are described.");
        }
        return counter;
    }

    @Override
    public boolean wantsText() {
        return false;
    }

    @Override
    public void text(XMLStreamReader2 reader) {
        // never asked for
    }

    @Override
    public void end(int depth) {
        // a row counts when it begins
    }

    @Override
    public void comment(String text, int depth) {
        // Jira writes none
    }

    @Override
    public void abandonRecord() {
        current = null;
    }

    Map<String, Long> rowsByTable() {
        Map<String, Long> counts = new TreeMap<>();
        rows.forEach((table, counter) -> counts.put(table, counter[0]));
        return counts;
    }
}
