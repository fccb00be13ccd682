package io.ferry.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;

/**
 * All that is known of one migration when it is judged.
 *
 * @param ended whether it ended in time
 * @param truth the sandbox's account of what happened at the sites
 * @param details what Ferry shows of the migration
 * @param report Ferry's report
 * @param people Ferry's list of people, all of them
 * @param dumpOnSource SHA-256 of the dump as the source gives it to a person
 * @param safetyDump SHA-256 of the safety dump on record, as the app in the cloud gives it to a person
 * @param answers what people answered, the oldest first
 */
record Evidence(
        boolean ended,
        JsonNode truth,
        JsonNode details,
        JsonNode report,
        JsonNode people,
        String dumpOnSource,
        String safetyDump,
        List<Person.Given> answers) {

    /**
     * Asks the sites and Ferry.
     *
     * @throws IOException if one of them does not answer
     */
    static Evidence of(Lane lane, Http ferry, Person person, String migration, boolean ended)
            throws IOException, InterruptedException {
        String place = "/api/migrations/" + migration;
        JsonNode report = ferry.get(place + "/report");
        return new Evidence(
                ended,
                lane.truth(),
                ferry.get(place),
                report,
                ferry.get(place + "/people?size=1000"),
                lane.hashOfDumpOnSource(),
                safetyDump(
                        lane,
                        report.path("verified").path("safetyDump").path("id").asText()),
                person.given(migration));
    }

    private static String safetyDump(Lane lane, String id) throws InterruptedException {
        try {
            return lane.hashOfDumpInCloud(id);
        } catch (IOException noSuchDump) {
            return "none: " + noSuchDump.getMessage();
        }
    }
}
