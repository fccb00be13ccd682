package io.ferry.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as Jira does: values are attributes, but those on several lines are child elements with CDATA. Counts
 * what it writes. A record is begun with {@link #record}, and written by {@link #end}.
 */
final class RecordWriter {
    private final OutputStream out;
    private final SortedMap<String, Long> counts = new TreeMap<>();
    private final List<String> lines = new ArrayList<>();
    private byte[] buffer = new byte[1 << 16];
    private int length;
    private String entity = "";
    private String counted = "";
    private long count;

    RecordWriter(OutputStream out) {
        this.out = out;
    }

    RecordWriter record(String name) {
        entity = name;
        if (!name.equals(counted)) {
            note();
            counted = name;
        }
        count++;
        return raw("    <").raw(name);
    }

    private void note() {
        if (count > 0) {
            counts.merge(counted, count, Long::sum);
        }
        count = 0;
    }

    SortedMap<String, Long> counts() {
        note();
        return counts;
    }

    RecordWriter attribute(String name, @Nullable String value) {
        if (value == null) {
            return this;
        }
        if (value.indexOf('\n') >= 0) {
            lines.add(name);
            lines.add(value);
            return this;
        }
        raw(" ").raw(name).raw("=\"");
        escaped(value);
        return raw("\"");
    }

    RecordWriter attribute(String name, long value) {
        return raw(" ").raw(name).raw("=\"").number(value).raw("\"");
    }

    RecordWriter number(long value) {
        return raw(Long.toString(value));
    }

    void end() throws IOException {
        if (lines.isEmpty()) {
            raw("/>\n");
        } else {
            raw(">\n");
            for (int i = 0; i < lines.size(); i += 2) {
                raw("        <").raw(lines.get(i)).raw("><![CDATA[");
                raw(lines.get(i + 1).replace("]]>", "]]]]><![CDATA[>"));
                raw("]]></").raw(lines.get(i)).raw(">\n");
            }
            lines.clear();
            raw("    </").raw(entity).raw(">\n");
        }
        if (length > buffer.length / 2) {
            flush();
        }
    }

    void flush() throws IOException {
        out.write(buffer, 0, length);
        length = 0;
    }

    RecordWriter bytes(byte... some) {
        room(some.length);
        System.arraycopy(some, 0, buffer, length, some.length);
        length += some.length;
        return this;
    }

    @SuppressWarnings("deprecation") // getBytes(int, int, byte[], int) is the fast way for ASCII, which is nearly all
    RecordWriter raw(String text) {
        int size = text.length();
        if (isAscii(text)) {
            room(size);
            text.getBytes(0, size, buffer, length);
            length += size;
            return this;
        }
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }

    private void escaped(String value) {
        int from = 0;
        for (int i = 0; i < value.length(); i++) {
            String instead = switch (value.charAt(i)) {
                case '&' -> "&amp;";
                case '<' -> "&lt;";
                case '>' -> "&gt;";
                case '"' -> "&quot;";
                default -> null;
            };
            if (instead != null) {
                raw(value.substring(from, i)).raw(instead);
                from = i + 1;
            }
        }
        raw(from == 0 ? value : value.substring(from));
    }

    private void room(int more) {
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
