package io.ferry.backup.content;

import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.model.BackupLimits;
import io.ferry.backup.model.References;
import io.ferry.backup.read.DocumentHandler.BeyondLimitsException;
import io.ferry.base.FieldType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Custom fields: those whose types apps bring along, in how many issues they have a value, and those that hold people. */
public final class CustomFields {
    private static final Pattern OF_PEOPLE = Pattern.compile(
            "user-?picker|multi-?user|request-participants|approval|participants", Pattern.CASE_INSENSITIVE);
    private static final Pattern NOT_OF_PEOPLE = Pattern.compile("group-?picker", Pattern.CASE_INSENSITIVE);

    /** Values of fields that are not known yet; Jira writes the fields first. */
    private static final int MOST_HELD = 10_000;

    private static final int LONGEST_KEY = 255;
    private static final long MOST_BYTES = 1L << 20;

    /** A field: the key of its app where an app brings its type along, and whether its values are user keys. */
    private record Field(@Nullable String app, boolean people) {
        static final Field ORDINARY = new Field(null, false);
    }

    private record Held(
            String field, @Nullable String issue, @Nullable String value) {}

    private final int most;
    private final Finds finds;
    private final People people;
    private final Map<String, Field> fields = new HashMap<>();
    private final SortedMap<String, IdSet> issuesByApp = new TreeMap<>();
    private final List<Held> held = new ArrayList<>();
    private int appFields;
    private @Nullable String lastId;
    private @Nullable Field last;

    CustomFields(BackupLimits limits, Finds finds, People people) {
        this.most = limits.maxThings();
        this.finds = finds;
        this.people = people;
    }

    /** Fields: id, customfieldtypekey, name. */
    void field(@Nullable String[] field) {
        String id = field[0];
        String type = field[1];
        if (id == null || type == null) {
            return;
        }
        int colon = type.indexOf(':');
        String app = FieldType.app(type);
        boolean ofPeople = OF_PEOPLE.matcher(type).find()
                && !NOT_OF_PEOPLE.matcher(type.substring(colon + 1)).find();
        fields.put(id, app == null && !ofPeople ? Field.ORDINARY : new Field(app, ofPeople));
        if (fields.size() > most) {
            throw new BeyondLimitsException("More than " + most + " custom fields are named (--max-things).");
        }
        if (app != null) {
            appFields++;
            issuesByApp.computeIfAbsent(app, any -> new IdSet(MOST_BYTES));
            finds.here(FindingCode.APP_FIELD_TYPES, "CustomField", id, field[2], type);
        }
    }

    /** Whether the values of a field are of interest: it holds people, or is not known yet. */
    boolean wantsValuesOf(String id) {
        if (!id.equals(lastId)) {
            last = fields.get(id);
            lastId = id;
        }
        Field field = last;
        return field == null ? held.size() < MOST_HELD : field.people();
    }

    /** Fields: customfield, issue, stringvalue. */
    void value(@Nullable String[] value) {
        String id = value[0];
        if (id == null) {
            return;
        }
        Field field = last;
        if (field == null || !id.equals(lastId)) {
            field = fields.get(id);
            if (field == null) {
                hold(id, value[1], value[2]);
                return;
            }
            last = field;
            lastId = id;
        }
        if (field != Field.ORDINARY) {
            take(field, value[1], value[2]);
        }
    }

    private void hold(String field, @Nullable String issue, @Nullable String value) {
        if (held.size() < MOST_HELD) {
            held.add(new Held(field, issue, value == null || value.length() > LONGEST_KEY ? null : value));
        }
    }

    private void take(Field field, @Nullable String issue, @Nullable String value) {
        if (field.app() != null && issue != null) {
            IdSet issues = issuesByApp.get(field.app());
            if (issues != null) {
                issues.add(issue);
            }
        }
        if (field.people() && value != null && value.length() <= LONGEST_KEY) {
            people.refer(References.Kind.FIELD, value);
        }
    }

    /** Takes the values whose fields came behind them. */
    public void finish() {
        for (Held value : held) {
            Field field = fields.get(value.field());
            if (field != null && field != Field.ORDINARY) {
                take(field, value.issue(), value.value());
            }
        }
        held.clear();
    }

    public int appFields() {
        return appFields;
    }

    /** In how many issues a field of each app has a value. */
    public SortedMap<String, Long> issuesByApp() {
        SortedMap<String, Long> issues = new TreeMap<>();
        issuesByApp.forEach((app, ids) -> issues.put(app.toLowerCase(Locale.ROOT), ids.size()));
        return issues;
    }
}
