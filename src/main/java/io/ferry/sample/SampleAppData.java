package io.ferry.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes the activeobjects.xml of a sample backup: boards and sprints of Jira, boxes and tasks of BigPicture. */
final class SampleAppData {
    /** A table, and how many of a hundred rows it has. */
    private record Table(String name, int share) {}

    private static final List<Table> TABLES = List.of(
            new Table("AO_60DB71_RAPIDVIEW", 5),
            new Table("AO_60DB71_SPRINT", 10),
            new Table("AO_9F2A74_BOX", 5),
            new Table("AO_9F2A74_TASK", 70),
            new Table("AO_C0FFEE_THING", 10));

    private final SampleBackupSpec spec;
    private final SampleTexts texts;
    private final RecordWriter out;

    SampleAppData(SampleBackupSpec spec, OutputStream out) {
        this.spec = spec;
        this.texts = new SampleTexts(spec.seed());
        this.out = new RecordWriter(out);
    }

    void write() throws IOException {
        if (spec.has(Damage.OTHER_APP_DOCUMENT)) {
            out.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<html><body>Please sign in</body></html>\n")
                    .flush();
            return;
        }
        out.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<backup xmlns=\"http://www.atlassian.com/ao\""
                + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n");
        if (!spec.has(Damage.NO_TABLES)) {
            out.raw("  <database>\n    <meta key=\"database.name\" value=\""
                    + (spec.has(Damage.ORACLE_NUMBERS) ? "Oracle" : "PostgreSQL") + "\"/>\n  </database>\n");
            List<Table> tables = TABLES.stream()
                    .filter(table -> !spec.has(Damage.NO_BIGPICTURE_TABLES)
                            || !table.name().startsWith("AO_9F2A74"))
                    .toList();
            tables.forEach(this::structure);
            long left = spec.appRows();
            for (Table table : tables) {
                boolean last = table == tables.getLast();
                long rows = last ? left : spec.appRows() * table.share() / 100;
                left -= rows;
                data(table, rows);
            }
            if (spec.has(Damage.LOST_TABLE)) {
                out.raw("  <data tableName=\"AO_C0FFEE_LOST\">\n    <column name=\"ID\"/>\n"
                        + "    <row><integer>1</integer></row>\n  </data>\n");
            }
        }
        out.raw("</backup>\n").flush();
    }

    private void structure(Table table) {
        out.raw("  <table name=\"" + table.name() + "\">\n"
                + "    <column name=\"ID\" primaryKey=\"true\" autoIncrement=\"true\" sqlType=\"-5\" precision=\"19\"/>\n"
                + "    <column name=\"NAME\" primaryKey=\"false\" autoIncrement=\"false\" sqlType=\"12\""
                + " precision=\"255\"/>\n"
                + "    <column name=\"CLOSED\" primaryKey=\"false\" autoIncrement=\"false\" sqlType=\""
                + (spec.has(Damage.ORACLE_NUMBERS) ? "2" : "-7") + "\"/>\n"
                + "    <column name=\"CHANGED\" primaryKey=\"false\" autoIncrement=\"false\" sqlType=\"93\"/>\n"
                + "  </table>\n");
    }

    private void data(Table table, long rows) throws IOException {
        out.raw("  <data tableName=\"" + table.name() + "\">\n    <column name=\"ID\"/>\n    <column name=\"NAME\"/>\n"
                + "    <column name=\"CLOSED\"/>\n    <column name=\"CHANGED\"/>\n");
        for (long row = 0; row < rows; row++) {
            Dice dice = new Dice(spec.seed(), table.name(), row);
            String name = dice.chance(95)
                    ? "<string>" + texts.sentence(dice).replace("&", "&amp;").replace("<", "&lt;") + "</string>"
                    : "<string xsi:nil=\"true\"/>";
            out.raw("    <row><integer>" + (row + 1) + "</integer>" + name + "<boolean>" + dice.chance(50)
                    + "</boolean><timestamp>2024-06-10T06:13:20+0000</timestamp></row>\n");
            if (row % 100 == 0) {
                out.flush();
            }
        }
        if (table.name().equals("AO_C0FFEE_THING")) {
            damagedRows(rows);
        }
        out.raw("  </data>\n").flush();
    }

    private void damagedRows(long rows) {
        String time = "<timestamp>2024-06-10T06:13:20+0000</timestamp>";
        String name = "<string>damaged</string>";
        if (spec.has(Damage.BINARY_FIELD)) {
            out.raw("    <row><integer>" + (rows + 1) + "</integer><binary>AAECAw==</binary><boolean>true</boolean>"
                    + time + "</row>\n");
        }
        if (spec.has(Damage.DUPLICATE_ROW)) {
            String row = "    <row><integer>" + (rows + 2) + "</integer>" + name + "<boolean>true</boolean>" + time
                    + "</row>\n";
            out.raw(row).raw(row);
        }
        if (spec.has(Damage.SHORT_ROW)) {
            out.raw("    <row><integer>" + (rows + 3) + "</integer>" + name + "</row>\n");
        }
        if (spec.has(Damage.INVALID_DATE)) {
            out.raw("    <row><integer>" + (rows + 4) + "</integer>" + name
                    + "<boolean>true</boolean><timestamp>2024-02-31T00:00:00+0000</timestamp></row>\n");
        }
    }
}
