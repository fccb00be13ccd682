package io.ferry.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one migration when it is judged.
 *
 * @param ending how people wanted it to end
 * @param wish when somebody asked to cancel it; null: never
 * @param ended whether it ended in time
 * @param truth the sandbox's account of what happened at the sites
 * @param details what Ferry shows of the migration
 * @param report Ferry's report
 * @param people Ferry's list of people, all of them
 * @param dumpOnSource SHA-256 of the dump as the source gives it to a person
 * @param safetyDump SHA-256 of the safety dump on record, as the app in the cloud gives it to a person
 * @param answers what people answered, the oldest first
 * @param calls POSTs and PUTs of Ferry's to the sites
 * @param work how long a dump, a restore, an import or an installation took at the sites
 * @param halfMade what lies in Ferry's store of this migration's files that are not whole
 * @param putBack whether Ferry's database was put back to an earlier state of itself: answers may be lost
 */
record Evidence(
        Ending ending,
        Wish.@Nullable Uttered wish,
        boolean ended,
        JsonNode truth,
        JsonNode details,
        JsonNode report,
        JsonNode people,
        String dumpOnSource,
        String safetyDump,
        List<Person.Given> answers,
        List<Lane.Call> calls,
        Duration work,
        List<String> halfMade,
        boolean putBack) {

    /**
     * Asks the sites and Ferry.
     *
     * @throws IOException if one of them does not answer
     */
    static Evidence of(
            Lane lane,
            Stack stack,
            Person person,
            String migration,
            Ending ending,
            Wish.@Nullable Uttered wish,
            boolean ended,
            boolean putBack)
            throws IOException, InterruptedException {
        Http ferry = stack.ferry();
        String place = "/api/migrations/" + migration;
        JsonNode report = ferry.get(place + "/report");
        return new Evidence(
                ending,
                wish,
                ended,
                lane.truth(),
                ferry.get(place),
                report,
                ferry.get(place + "/people?size=1000"),
                lane.hashOfDumpOnSource(),
                safetyDump(
                        lane,
                        report.path("verified").path("safetyDump").path("id").asText()),
                person.given(migration),
                lane.calls(),
                lane.work(),
                stack.halfMade(migration),
                putBack);
    }

    private static String safetyDump(Lane lane, String id) throws InterruptedException {
        try {
            return lane.hashOfDumpInCloud(id);
        } catch (IOException noSuchDump) {
            return "none: " + noSuchDump.getMessage();
        }
    }
}
