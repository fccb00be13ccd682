package io.ferry.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ferry.base.Json;
import java.io.IOException;

/** Decides, through Ferry's interface, about the people whom the matching left open. */
final class OpenPeople implements UnattendedPerson.PeopleOfTheMigration {
    private static final ObjectMapper JSON = Json.MAPPER;

    private final FerryClient ferry;
    private final String migrationId;

    OpenPeople(FerryClient ferry, String migrationId) {
        this.ferry = ferry;
        this.migrationId = migrationId;
    }

    @Override
    public void decideTheRest(String reason) throws IOException, InterruptedException {
        String people = "/api/migrations/" + migrationId + "/people";
        JsonNode open = ferry.get(people + "?state=UNDECIDED&size=500");
        for (JsonNode person : open.path("items")) {
            ObjectNode decision = JSON.createObjectNode()
                    .put("userKey", person.path("userKey").asText())
                    .put("leaveUnmapped", true)
                    .put("reason", reason);
            ferry.put(people, decision);
        }
    }
}
