package io.ferry.backup.content;

import io.ferry.backup.findings.BackupPlace;
import io.ferry.backup.model.BackupDocuments;
import io.ferry.backup.model.BackupKind;
import io.ferry.backup.model.BackupLimits;
import io.ferry.backup.model.BackupVisitor;
import io.ferry.backup.read.DocumentHandler;
import io.ferry.backup.scan.RecordScanner;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;
import org.jspecify.annotations.Nullable;

/**
 * Takes entities.xml: counts every record, and hands to {@link SiteContent} those fields of a few that it wants. Values are in attributes,
 * long ones in child elements; both are read (facts/jira-backup-format.md).
 */
public final class EntitiesHandler implements DocumentHandler, RecordScanner.Records {
    /** Such as "JIRA Build : 8.8.1#808001-sha1:…", and of old "Enterprise Edition, Version: 3.13.2-#335". */
    private static final Pattern BUILD =
            Pattern.compile("JIRA Build\\s*:[ \\t]*([^#\\r\\n]{0,80})(?:#(\\d{1,12}))?", Pattern.CASE_INSENSITIVE);

    private static final Pattern VERSION_IN_TEXT = Pattern.compile("\\d[\\w.-]*");
    private static final int LONGEST_TABLE_OWNERS = 1 << 21;
    private static final Pattern FOR_CLOUD = Pattern.compile("Exported for\\s*:\\s*cloud", Pattern.CASE_INSENSITIVE);

    /** A kind of record: how many there were, and what is wanted of each. */
    private static final class Entity {
        private final Wanted wanted;
        private long count;

        Entity(Wanted wanted) {
            this.wanted = wanted;
        }
    }

    private final BackupLimits limits;
    private final SiteContent content;
    private final Map<String, Entity> entities = new HashMap<>();
    private SortedMap<String, Long> claimed = new TreeMap<>();
    private @Nullable Long claimedTotal;

    private boolean rootSeen;
    private boolean jira;
    private String rootName = "";
    private boolean cloudHeader;
    private @Nullable String headerVersion;
    private @Nullable String headerBuild;
    private @Nullable Instant date;

    private String lastName = "";
    private @Nullable Entity last;
    private @Nullable Entity current;
    private @Nullable String[] values = new @Nullable String[0];
    private int field = -1;
    private final StringBuilder text = new StringBuilder();
    private int mostText;

    public EntitiesHandler(BackupLimits limits, BackupVisitor visitor) {
        this.limits = limits;
        this.content = new SiteContent(limits, visitor);
    }

    // ---- events

    @Override
    public String document() {
        return BackupDocuments.ENTITIES;
    }

    @Override
    public boolean canResume() {
        return true;
    }

    @Override
    public void start(XMLStreamReader2 reader, int depth) throws XMLStreamException {
        if (depth == 2) {
            record(reader);
        } else if (depth == 3 && current != null && current.wanted != Wanted.NOTHING) {
            field = current.wanted.fields().indexOf(reader.getLocalName());
            text.setLength(0);
            mostText = field < 0 ? 0 : longestHere(reader.getLocalName());
        } else if (depth == 1) {
            root(reader);
        }
    }

    private void root(XMLStreamReader2 reader) {
        rootSeen = true;
        jira = reader.getLocalName().equals(BackupDocuments.ENTITIES_ROOT);
        rootName = reader.getLocalName().replaceAll("[^\\w.:-]", "?");
        String millis = reader.getAttributeValue(null, "date");
        if (jira && millis != null && millis.matches("\\d{1,15}")) {
            try {
                date = Instant.ofEpochMilli(Long.parseLong(millis));
            } catch (DateTimeException e) {
                date = null;
            }
        }
    }

    private void record(XMLStreamReader2 reader) {
        Entity entity = entity(reader.getLocalName());
        entity.count++;
        current = entity;
        List<String> fields = entity.wanted.fields();
        if (!fields.isEmpty()) {
            values = new @Nullable String[fields.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = clip(reader.getAttributeValue(null, fields.get(i)), longestHere(fields.get(i)));
            }
        }
    }

    private Entity entity(String name) {
        Entity entity = last;
        if (entity == null || !name.equals(lastName)) {
            entity = entities.get(name);
            if (entity == null) {
                if (entities.size() >= limits.maxNames()) {
                    throw new BeyondLimitsException(
                            "More than " + limits.maxNames() + " kinds of records are used (--max-names).");
                }
                entity = new Entity(content.wanted(name));
                entities.put(name, entity);
            }
            last = entity;
            lastName = name;
        }
        return entity;
    }

    @Override
    public List<String> wanted(String name) {
        return content.wanted(name).fields();
    }

    @Override
    public void record(String name, @Nullable String[] fields) {
        Entity entity = entity(name);
        entity.count++;
        if (entity.wanted != Wanted.NOTHING) {
            entity.wanted.taker().accept(fields);
        }
    }

    @Override
    public int longest(String name, String wantedField) {
        if (name.equals("Workflow") && wantedField.equals("descriptor")) {
            return Configuration.LONGEST_DESCRIPTOR;
        }
        return name.equals("OSPropertyText") && wantedField.equals("value") ? LONGEST_TABLE_OWNERS : 0;
    }

    @Override
    public boolean isWantedOfSome(String name, String wantedField) {
        return name.equals("CustomFieldValue") && wantedField.equals("stringvalue");
    }

    @Override
    public boolean wants(String name, @Nullable String[] valuesSoFar) {
        String customField = valuesSoFar[0];
        return customField == null || content.customFields().wantsValuesOf(customField);
    }

    private int longestHere(String wantedField) {
        int longest = longest(lastName, wantedField);
        return longest > 0 ? longest : limits.maxValue();
    }

    private static @Nullable String clip(@Nullable String value, int most) {
        return value == null || value.length() <= most ? value : value.substring(0, most);
    }

    @Override
    public void readFrom(Supplier<BackupPlace> places) {
        content.finds().readFrom(places);
    }

    @Override
    public boolean wantsText() {
        return field >= 0;
    }

    @Override
    public void text(XMLStreamReader2 reader) {
        int room = mostText - text.length();
        if (room > 0) {
            text.append(reader.getTextCharacters(), reader.getTextStart(), Math.min(room, reader.getTextLength()));
        }
    }

    @Override
    public void end(int depth) {
        if (depth == 2 && current != null) {
            if (current.wanted != Wanted.NOTHING) {
                current.wanted.taker().accept(values);
            }
            current = null;
        } else if (depth == 3 && field >= 0) {
            values[field] = text.toString();
            field = -1;
        }
    }

    @Override
    public void abandonRecord() {
        current = null;
        field = -1;
    }

    @Override
    public void comment(String comment, int depth) {
        if (depth == 0 && !jira) {
            header(comment);
        } else {
            ClaimedCounts counts = ClaimedCounts.parse(comment);
            if (counts != null) {
                claimed = counts.byEntity();
                claimedTotal = counts.total();
            }
        }
    }

    /** The header is localised, and can hold a private key: two lines are taken of it, and nothing else is kept. */
    private void header(String comment) {
        Matcher build = BUILD.matcher(comment);
        if (build.find()) {
            String words = build.group(1);
            Matcher version = VERSION_IN_TEXT.matcher(words);
            headerVersion = version.find() ? version.group().replaceAll("(?<![-.])[-.]+$", "") : null;
            headerBuild = build.group(2);
        }
        cloudHeader |= FOR_CLOUD.matcher(comment).find();
    }

    // ---- results

    /** What the records come to. */
    public SiteContent content() {
        return content;
    }

    public boolean rootSeen() {
        return rootSeen;
    }

    public String rootName() {
        return rootName;
    }

    public boolean isJira() {
        return jira;
    }

    public SortedMap<String, Long> counts() {
        SortedMap<String, Long> counts = new TreeMap<>();
        entities.forEach((name, entity) -> counts.put(name, entity.count));
        return counts;
    }

    public SortedMap<String, Long> claimed() {
        return claimed;
    }

    @Nullable
    public Long claimedTotal() {
        return claimedTotal;
    }

    @Nullable
    public String tableOwners() {
        return content.properties().tableOwners();
    }

    public VersionEvidence versionEvidence() {
        return new VersionEvidence(
                content.properties().build(), headerBuild, content.properties().version(), headerVersion);
    }

    @Nullable
    public String jiraVersion() {
        return content.properties().version() != null ? content.properties().version() : headerVersion;
    }

    @Nullable
    public String buildNumber() {
        return content.properties().build() != null ? content.properties().build() : headerBuild;
    }

    @Nullable
    public String serverId() {
        return content.properties().serverId();
    }

    @Nullable
    public Instant date() {
        return date;
    }

    public BackupKind kind() {
        return cloudHeader || versionEvidence().isOfCloud() ? BackupKind.CLOUD : BackupKind.SERVER;
    }
}
