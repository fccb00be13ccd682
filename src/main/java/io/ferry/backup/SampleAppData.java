package io.ferry.backup;

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
        out.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<backup xmlns=\"http://www.atlassian.com/ao\""
                + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n");
        if (!spec.has(Damage.NO_TABLES)) {
            out.raw("  <database>\n    <meta key=\"database.name\" value=\"PostgreSQL\"/>\n  </database>\n");
            TABLES.forEach(this::structure);
            long left = spec.appRows();
            for (Table table : TABLES) {
                boolean last = table == TABLES.getLast();
                long rows = last ? left : spec.appRows() * table.share() / 100;
                left -= rows;
                data(table, rows);
            }
        }
        out.raw("</backup>\n").flush();
    }

    private void structure(Table table) {
        out.raw("  <table name=\"" + table.name() + "\">\n"
                + "    <column name=\"ID\" primaryKey=\"true\" autoIncrement=\"true\" sqlType=\"-5\" precision=\"19\"/>\n"
                + "    <column name=\"NAME\" primaryKey=\"false\" autoIncrement=\"false\" sqlType=\"12\""
                + " precision=\"255\"/>\n"
                + "    <column name=\"CLOSED\" primaryKey=\"false\" autoIncrement=\"false\" sqlType=\"-7\"/>\n"
                + "  </table>\n");
    }

    private void data(Table table, long rows) throws IOException {
        out.raw("  <data tableName=\"" + table.name() + "\">\n    <column name=\"ID\"/>\n    <column name=\"NAME\"/>\n"
                + "    <column name=\"CLOSED\"/>\n");
        for (long row = 0; row < rows; row++) {
            Dice dice = new Dice(spec.seed(), table.name(), row);
            String name = dice.chance(95)
                    ? "<string>" + texts.sentence(dice).replace("&", "&amp;").replace("<", "&lt;") + "</string>"
                    : "<string xsi:nil=\"true\"/>";
            out.raw("    <row><integer>" + (row + 1) + "</integer>" + name + "<boolean>" + dice.chance(50)
                    + "</boolean></row>\n");
            if (row % 100 == 0) {
                out.flush();
            }
        }
        out.raw("  </data>\n").flush();
    }
}
