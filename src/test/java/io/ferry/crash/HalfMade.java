package io.ferry.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What Ferry's store has in part only. */
final class HalfMade {
    private HalfMade() {}

    /** Files that Ferry fetches grow in folders named for their owner, those that people upload beside a note. */
    static List<String> inAFolder(Path artifacts, String migration) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(artifacts)) {
            for (Path each : all.toList()) {
                String name = each.getFileName().toString();
                if (name.startsWith("part-" + migration + "-")) {
                    found.add(name);
                } else if (name.equals("incoming.json")) {
                    JsonNode note = Http.JSON.readTree(each.toFile());
                    Path content = each.resolveSibling("content");
                    long bytes = Files.exists(content) ? Files.size(content) : 0;
                    if (note.path("owner").asText().equals(migration)
                                    && note.path("rejection").isMissingNode()
                            || note.path("rejection").isNull()
                                    && bytes < note.path("bytes").asLong()) {
                        found.add("uploaded in part: " + note.path("name").asText());
                    }
                }
            }
        }
        return found;
    }

    /** What is on record as not stored. */
    static List<String> inABucket(String database, String migration) throws IOException {
        List<String> found = new ArrayList<>();
        try (var connection = DriverManager.getConnection(database);
                var question = connection.prepareStatement(
                        "select state, name from bucket_file where owner = ? and state not in ('STORED', 'REFUSED')")) {
            question.setString(1, migration);
            try (var answer = question.executeQuery()) {
                while (answer.next()) {
                    found.add(answer.getString(1) + ": " + answer.getString(2));
                }
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
        return found;
    }
}
