package io.ferry.process.mapusers;

import io.ferry.base.Sha256;
import io.ferry.migration.Confirmation;
import io.ferry.users.PersonMapping;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Those for whom an approver allowed new accounts: who was missing when the people were matched, and has not been changed
 * since. A change gives a person a newer revision than all before, so one number names everybody who was shown.
 *
 * @param revision the newest among those who were shown
 * @param basis what an intent is written down to rest on
 */
record ApprovedPeople(long revision, Map<String, Object> basis) {
    static final ApprovedPeople NOBODY = new ApprovedPeople(-1, Map.of());

    private static final String REVISION = "missingRevision";
    private static final String HASH = "missingHash";

    /**
     * Who is shown to an approver.
     *
     * @param missingRevision the newest among them
     * @param missingHash of their keys
     */
    record Shown(long missingRevision, String missingHash) {}

    /** What the variable {@code matching} says about those who are shown, without naming them. */
    static Shown shown(Collection<PersonMapping> missing) {
        var all = Sha256.start();
        missing.stream()
                .map(mapping -> mapping.person().userKey())
                .sorted()
                .forEach(userKey -> all.update((userKey + "\n").getBytes(StandardCharsets.UTF_8)));
        return new Shown(
                missing.stream().mapToLong(PersonMapping::revision).max().orElse(0),
                HexFormat.of().formatHex(all.digest()));
    }

    /** Whom an answer to the question about new accounts approved: nobody, unless it says which people were shown. */
    static ApprovedPeople by(Confirmation answer) {
        var matching = answer.basis().get("matching") instanceof Map<?, ?> map ? map : Map.of();
        var basis = new TreeMap<String, Object>();
        basis.put("approval", answer.id().toString());
        for (var shown : List.of("missing", REVISION, HASH)) {
            if (matching.get(shown) != null) {
                basis.put(shown, matching.get(shown));
            }
        }
        return new ApprovedPeople(
                matching.get(REVISION) instanceof Number last ? last.longValue() : NOBODY.revision(), basis);
    }

    boolean contains(PersonMapping mapping) {
        return mapping.revision() <= revision;
    }

    /** The basis of the intent to create one account; tells nobody who it is for. */
    Map<String, Object> basis(String userKey) {
        var whole = new TreeMap<>(basis);
        whole.put("person", HexFormat.of().formatHex(Sha256.of(userKey), 0, 16));
        return whole;
    }
}
