package io.ferry.backup.content;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import io.ferry.backup.findings.BackupPlace;
import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.findings.FindingRecord;
import io.ferry.backup.model.BackupLimits;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** How the site is set up, as far as it can trouble an import: workflows, sequences, and what is shared with everyone. */
public final class Configuration {
    /** Characters of a workflow's descriptor; a longer one is not judged. */
    static final int LONGEST_DESCRIPTOR = 1_000_000;

    /** The highest id of one kind of record. */
    static final class Highest {
        private long id = -1;

        void see(@Nullable String seen) {
            if (seen != null) {
                id = Math.max(id, IdSet.number(seen));
            }
        }
    }

    private record Share(String id, String entity, BackupPlace place) {}

    private record Sequence(long next, BackupPlace place) {}

    private final int most;
    private final Finds finds;
    private final SortedSet<String> brokenWorkflows = new TreeSet<>();
    private final Map<String, Sequence> sequences = new HashMap<>();
    private final Map<String, Highest> highest = new HashMap<>();
    private final List<Share> shares = new ArrayList<>();
    private final Set<String> dashboardsOfPeople = new HashSet<>();

    Configuration(BackupLimits limits, Finds finds) {
        this.most = limits.maxThings();
        this.finds = finds;
    }

    /** Fields: id, name, descriptor. */
    void workflow(@Nullable String[] workflow) {
        String descriptor = workflow[2];
        if (descriptor == null || descriptor.isBlank() || descriptor.length() >= LONGEST_DESCRIPTOR) {
            return;
        }
        if (!isXml(descriptor)) {
            String name = workflow[1] == null ? "workflow " + workflow[0] : workflow[1];
            if (brokenWorkflows.size() < most) {
                brokenWorkflows.add(name);
            }
            finds.here(FindingCode.WORKFLOW_MALFORMED, "Workflow", workflow[0], name, null);
        }
    }

    /** Reads through it, and follows nothing that it names. */
    private static boolean isXml(String descriptor) {
        InputFactoryImpl factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, Boolean.FALSE);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, Boolean.FALSE);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, Boolean.FALSE);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(descriptor.strip()));
            boolean root = false;
            while (reader.hasNext()) {
                root |= reader.next() == XMLStreamReader.START_ELEMENT;
            }
            return root;
        } catch (XMLStreamException | RuntimeException malformed) {
            return false;
        }
    }

    /** Fields: seqName, seqId. */
    void sequence(@Nullable String[] sequence) {
        String name = sequence[0];
        long next = sequence[1] == null ? -1 : IdSet.number(sequence[1]);
        if (name != null && next >= 0 && sequences.size() < most) {
            sequences.put(name, new Sequence(next, place()));
        }
    }

    /** Takes the ids of one kind of record. */
    Highest highest(String entity) {
        return highest.computeIfAbsent(entity, any -> new Highest());
    }

    /** Fields: entityId, entityType, type. */
    void share(@Nullable String[] share) {
        if ("global".equals(share[2]) && share[0] != null && share[1] != null && shares.size() < most) {
            shares.add(new Share(share[0], share[1], place()));
        }
    }

    /** Where the record stands that is being read, if anybody wants to know. */
    private BackupPlace place() {
        return finds.tells() ? finds.here() : BackupPlace.FILE;
    }

    /** Fields: id, username. The dashboard of the system belongs to nobody, and is everybody's on every site. */
    void dashboard(@Nullable String[] dashboard) {
        if (dashboard[0] != null
                && dashboard[1] != null
                && !dashboard[1].isBlank()
                && dashboardsOfPeople.size() < most) {
            dashboardsOfPeople.add(dashboard[0]);
        }
    }

    // ---- results

    public SortedSet<String> brokenWorkflows() {
        return brokenWorkflows;
    }

    /** The kinds of records whose next id is in use. */
    public SortedSet<String> lowSequences() {
        SortedSet<String> low = new TreeSet<>();
        sequences.forEach((name, sequence) -> {
            Highest inUse = highest.get(name);
            if (inUse != null && sequence.next() <= inUse.id) {
                low.add(name);
            }
        });
        return low;
    }

    public long filtersForEveryone() {
        return shares.stream()
                .filter(share -> share.entity().equals("SearchRequest"))
                .count();
    }

    public long dashboardsForEveryone() {
        return shares.stream().filter(this::isDashboardOfSomebody).count();
    }

    private boolean isDashboardOfSomebody(Share share) {
        return share.entity().equals("PortalPage") && dashboardsOfPeople.contains(share.id());
    }

    public void tell() {
        for (Share share : shares) {
            if (share.entity().equals("SearchRequest") || isDashboardOfSomebody(share)) {
                finds.tell(
                        FindingCode.SHARED_WITH_EVERYONE,
                        new FindingRecord(
                                share.entity(),
                                share.id(),
                                null,
                                share.place().line(),
                                share.place().byteOffset(),
                                "line and byte are of the record that shares it"));
            }
        }
        for (String name : lowSequences()) {
            Sequence sequence = Objects.requireNonNull(sequences.get(name));
            finds.tell(
                    FindingCode.SEQUENCE_TOO_LOW,
                    new FindingRecord(
                            "SequenceValueItem",
                            null,
                            name,
                            sequence.place().line(),
                            sequence.place().byteOffset(),
                            "next " + sequence.next() + ", highest in use " + highest(name).id));
        }
    }
}
