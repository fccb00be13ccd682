package io.ferry.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A judge who cannot find anybody guilty is none: each check is shown a story that it must not let pass. */
class JudgementTest {
    private static final String MIGRATION = "m-1";
    private static final String DUMP = "d".repeat(64);
    private static final String BACKUP = "b".repeat(64);
    private static final String SAFETY = "5".repeat(64);

    @Test
    void shouldFindNothingWhereAllWentWell() {
        assertThat(violations(new Story())).isEmpty();
    }

    @Test
    void shouldTakeAnotherOrderThatAPersonWantedAfterTheFirstHadBeenRefused() {
        Story story = new Story();
        // The app was starting when the first order came; nothing was restored; a person let Ferry try again.
        story.refused("bigpicture-cloud", "/assumed/dumps/D9/restore", 503, "11:00:05");
        story.given.add(
                story.given.indexOf(story.confirmedRestore), story.given("restore-the-dump-by-hand", "AUTOMATIC"));
        story.given.add(story.given.indexOf(story.confirmedRestore), story.confirmedRestore);
        story.answered("restore", "CONFIRM", "11:00:10");

        assertThat(violations(story)).isEmpty();
    }

    @Test
    void shouldLetFerryAskAgainWhileTheAppIsStillStarting() {
        Story story = new Story();
        story.refused("jira-data-center", "/x/assumed/dumps", 503, "10:04:59");
        story.refused("bigpicture-cloud", "/x/assumed/dumps", 503, "11:01:29");
        story.refused("bigpicture-cloud", "/x/assumed/dumps/D9/restore", 503, "11:01:59");

        assertThat(violations(story)).isEmpty();
    }

    static Stream<Arguments> stories() {
        return Stream.of(
                story("it did not end", story -> story.ended = false, "it has not ended"),
                story("it was stopped", story -> story.report.put("outcome", "STOPPED"), "outcome"),
                story("nothing is known at all", Story::forgetAll, "outcome"),

                // once
                story(
                        "reinstalled twice",
                        story -> story.counted("dataCenter.reinstallations", 2),
                        "reinstallation of the app: times"),
                story("two dumps", story -> story.counted("dataCenter.dumpsCreated", 2), "dump: times"),
                story("no dump", story -> story.counts().remove("dataCenter.dumpsCreated"), "dump: times"),
                story(
                        "two installations",
                        story -> story.counted("cloud.installationsStarted", 2),
                        "installation of the app: times"),
                story("two restores", story -> story.counted("cloud.restoresStarted", 2), "restore: times"),
                story("a restore without end", story -> story.counted("cloud.restoresDone", 0), "restores done"),
                story("an import without end", story -> story.emptied("cloud.importsDone"), "imports done"),
                story("two safety dumps", story -> story.counted("cloud.dumpsCreated", 2), "safety dumps"),
                story("no safety dump", story -> story.counted("cloud.dumpsCreated", 0), "no safety dump made"),
                story("no Jira backup", story -> story.emptied("dataCenter.backups"), "Jira backup: times"),
                story(
                        "a second Jira backup",
                        story -> story.event("dataCenter.backups", "10:10:30")
                                .put("page", "WRITTEN")
                                .put("sha256", BACKUP),
                        "Jira backup: times"),

                // orders that the site refused, because it was busy with the first
                story(
                        "reinstalled blindly, and refused",
                        story -> story.refused("jira-data-center", "/x/assumed/app/reinstall", 503, "10:01:01"),
                        "reinstallation of the app: orders"),
                story(
                        "a second dump ordered, and refused",
                        story -> story.refused("jira-data-center", "/x/assumed/dumps", 409, "10:05:01"),
                        "dump: orders"),
                story(
                        "a second dump ordered while the app restarted for the first",
                        story -> story.refused("jira-data-center", "/x/assumed/dumps", 503, "10:05:01"),
                        "dump: orders"),
                story(
                        "a second Jira backup ordered, and refused",
                        story -> story.event("dataCenter.backups", "10:10:30").put("page", "UNWRITABLE_FOLDER"),
                        "Jira backup: orders"),
                story(
                        "a second import ordered, and refused",
                        story -> story.refused("jira-cloud", "/rest/assumed/import", 409, "10:30:01"),
                        "import: orders"),
                story(
                        "a second import on one confirmation",
                        story -> story.refused("jira-cloud", "/rest/assumed/import", 409, "10:30:01"),
                        "two orders for the import rest on the confirmation"),
                story(
                        "a second installation ordered, and refused",
                        story -> story.refused(
                                "jira-cloud", "/rest/plugins/1.0/apps/install-subscribe", 403, "10:40:01"),
                        "installation of the app: orders"),
                story(
                        "a second safety dump ordered, and refused",
                        story -> story.refused("bigpicture-cloud", "/x/assumed/dumps", 409, "11:01:31"),
                        "safety dumps"),
                story(
                        "a second restore ordered, and refused",
                        story -> {
                            story.refused("bigpicture-cloud", "/x/assumed/dumps/D9/restore", 409, "11:02:01");
                            story.restoreOrder("11:02:01");
                        },
                        "restore: orders"),
                story(
                        "a second restore on one confirmation",
                        story -> {
                            story.refused("bigpicture-cloud", "/x/assumed/dumps/D9/restore", 409, "11:02:01");
                            story.restoreOrder("11:02:01");
                        },
                        "two orders for the restore rest on the confirmation"),
                story(
                        "a second restore at a door that is shut",
                        story -> story.refused("bigpicture-cloud", "/x/assumed/dumps/D9/restore", 503, "11:02:01"),
                        "two orders for the restore rest on the confirmation"),

                // accounts
                story("no accounts", story -> story.emptied("cloud.usersCreated"), "accounts that were approved"),
                story(
                        "one account too many",
                        story -> story.event("cloud.usersCreated", "10:50:03")
                                .put("accountId", "a-3")
                                .put("already", false),
                        "accounts that were approved"),
                story(
                        "no new account",
                        story -> story.first("cloud.usersCreated").put("already", true),
                        "no account was created"),
                story(
                        "accounts without an approval on record",
                        story -> story.unanswered("new-accounts"),
                        "an account was asked for"),
                story(
                        "an account before its approval",
                        story -> story.first("cloud.usersCreated").put("at", at("10:49:59")),
                        "an account was asked for"),
                story(
                        "nobody was asked for accounts",
                        story -> story.forget("approve-new-accounts"),
                        "nobody approved"),
                story(
                        "an account for nobody",
                        story -> story.first("cloud.usersCreated").put("accountId", "a-9"),
                        "stands for nobody"),
                story(
                        "an account that Ferry only says to have created",
                        story -> story.person(0).put("state", "CREATED"),
                        "that it did not create"),

                // confirmations
                story(
                        "a confirmation written down twice",
                        story -> story.answered("restore", "CONFIRM", "11:00:01"),
                        "confirmations of the restore given"),
                story(
                        "an import that nobody confirmed",
                        story -> {
                            story.unanswered("import");
                            story.forget("confirm-the-import");
                        },
                        "older than its confirmation"),
                story(
                        "asked for a second confirmation without need",
                        story -> {
                            story.given.add(story.confirmedRestore);
                            story.answered("restore", "CONFIRM", "11:00:01");
                        },
                        "confirmations of the restore that Ferry asked for"),
                story(
                        "the restore ordered before it was confirmed",
                        story -> story.first("cloud.restoreOrders").put("at", at("10:59:59")),
                        "an order for the restore at"),
                story(
                        "the import ordered before it was confirmed",
                        story -> story.first("cloud.imports").put("at", at("10:19:59")),
                        "an order for the import at"),
                story(
                        "no restore was ordered",
                        story -> story.emptied("cloud.restoreOrders"),
                        "no order for the restore"),
                story("no import was ordered", story -> story.emptied("cloud.imports"), "no order for the import"),
                story(
                        "another word",
                        story -> story.first("cloud.restoreOrders").put("confirmation", "null"),
                        "word with which"),

                // people
                story(
                        "another mapping than was confirmed, and nothing of it on record",
                        story -> story.first("cloud.restoreOrders").put("mapping", "0".repeat(64)),
                        "mapping on record"),
                story(
                        "another mapping than was confirmed, and on record",
                        story -> {
                            story.person(0).withObject("/account").put("accountId", "a-7");
                            story.first("cloud.restoreOrders").put("mapping", Judgement.mapping(story.people));
                        },
                        "mapping that was confirmed, and that of the restore"),
                story(
                        "a newer version of the mapping on record",
                        story -> story.verified().withObject("/mapping").put("version", "v-2"),
                        "version of the mapping"),

                // files
                story(
                        "another dump restored than was confirmed",
                        story -> {
                            story.event("cloud.dumpUploads", "11:00:30")
                                    .put("dump", "D8")
                                    .put("sha256", "e".repeat(64));
                            story.first("cloud.restoreOrders").put("dump", "D8");
                        },
                        "SHA-256 of the dump that was confirmed"),
                story(
                        "the right dump uploaded last, another one restored",
                        story -> {
                            story.first("cloud.dumpUploads").put("dump", "D8").put("sha256", "e".repeat(64));
                            story.event("cloud.dumpUploads", "11:00:40")
                                    .put("dump", "D9")
                                    .put("sha256", DUMP);
                            story.first("cloud.restoreOrders").put("dump", "D8");
                        },
                        "SHA-256 of the dump on record"),
                story("no dump uploaded", story -> story.emptied("cloud.dumpUploads"), "never uploaded"),
                story("no backup uploaded", story -> story.emptied("cloud.uploads"), "never uploaded"),
                story(
                        "another backup imported",
                        story -> story.first("cloud.uploads").put("sha256", "e".repeat(64)),
                        "SHA-256 of the backup that was confirmed"),
                story("another dump on the source", story -> story.dumpOnSource = "none", "dump on the source"),
                story(
                        "another backup on the source",
                        story -> story.first("dataCenter.backups").put("sha256", "e".repeat(64)),
                        "backup on the source"),
                story("another safety dump", story -> story.safetyDump = "none", "safety dump in the cloud"),
                story(
                        "no safety dump kept",
                        story -> story.verified().withObject("/safetyDump").put("kept", false),
                        "no safety dump is on record"),
                story(
                        "no hashes anywhere",
                        story -> {
                            story.dumpOnSource = "";
                            story.verified().remove("dumpFile");
                        },
                        "dump on the source"),

                // what arrived
                story("issues are missing", story -> story.site("jiraCloud").putObject("projects"), "projects"),
                story(
                        "no projects on either side",
                        story -> {
                            story.site("jiraDataCenter").remove("projects");
                            story.site("jiraCloud").remove("projects");
                        },
                        "no projects to compare"),
                story(
                        "boxes are missing",
                        story -> story.site("bigPictureCloud").put("boxes", 3),
                        "boxes"),
                story(
                        "no teams on either side",
                        story -> {
                            story.site("bigPictureDataCenter").remove("teams");
                            story.site("bigPictureCloud").remove("teams");
                        },
                        "no teams to compare"),
                story("no connections", story -> story.site("bigPictureCloud").putArray("connections"), "connections"),
                story(
                        "no connections on either side",
                        story -> {
                            story.site("bigPictureDataCenter").putArray("connections");
                            story.site("bigPictureCloud").putArray("connections");
                        },
                        "no connections to compare"),
                story(
                        "a connection that is off",
                        story -> ((ObjectNode) story.site("bigPictureCloud")
                                        .withArray("connections")
                                        .get(0))
                                .put("active", false),
                        "is not on"));
    }

    @ParameterizedTest
    @MethodSource("stories")
    void shouldFindWhatWentWrong(Consumer<Story> wrong, String violation) {
        Story story = new Story();

        wrong.accept(story);

        assertThat(violations(story)).anyMatch(found -> found.contains(violation));
    }

    @Test
    void shouldWantThreeQuartersOfTheKills() {
        assertThat(new CrashTest.Plan(1, 1L, 2, 8, 2).leastKills()).isEqualTo(6);
        assertThat(new CrashTest.Plan(1, 1L, 2, 1, 2).leastKills()).isEqualTo(1);
        assertThat(new CrashTest.Plan(1, 1L, 2, 0, 2).leastKills()).isZero();
    }

    private static Arguments story(String title, Consumer<Story> wrong, String violation) {
        return argumentSet(title, wrong, violation);
    }

    private static List<String> violations(Story story) {
        Figures figures = new Figures(new PrintStream(OutputStream.nullOutputStream()));
        Judgement.pass(figures, MIGRATION, story.evidence());
        return figures.violations();
    }

    private static String at(String time) {
        return "2026-03-02T" + time + "Z";
    }

    /** A migration in which all went well, until somebody changes the story. */
    static final class Story {
        private boolean ended = true;
        private String dumpOnSource = DUMP;
        private String safetyDump = SAFETY;
        private final ObjectNode people = object("""
            {"items": [
              {"userKey": "ann", "state": "MATCHED", "account": {"accountId": "a-1"}},
              {"userKey": "bob", "state": "CREATED", "account": {"accountId": "a-2"}},
              {"userKey": "eve", "state": "LEFT_UNMAPPED", "account": null}]}\
            """);
        private final ObjectNode truth = object("""
            {"jiraDataCenter": {"projects": {"TST": 150}}, "jiraCloud": {"projects": {"TST": 150}},
             "bigPictureDataCenter": {"dumps": [{"origin": "MANUAL", "createdAt": "2026-03-02T10:05:00Z"}], "boxes": 4, "teams": 2, "connections": [{"id": "1", "active": true}]},
             "bigPictureCloud": {"dumps": [{"origin": "MANUAL", "createdAt": "2026-03-02T11:01:30Z"}], "boxes": 4, "teams": 2, "connections": [{"id": "1", "active": true}]},
             "counts": {"dataCenter.reinstallations": 1, "dataCenter.dumpsCreated": 1, "cloud.dumpsCreated": 1,
               "cloud.installationsStarted": 1, "cloud.restoresStarted": 1, "cloud.restoresDone": 1},
             "events": {}, "faultsStruck": {"delay": 2}}\
            """);
        private final ObjectNode report = object("""
            {"outcome": "MIGRATED", "answers": [], "verified": {
               "dumpFile": {"sha256": "%s"}, "backupFile": {"sha256": "%s"}, "mapping": {"version": "v-1"},
               "safetyDump": {"kept": true, "id": "3", "sha256": "%s"}}}\
            """.formatted(DUMP, BACKUP, SAFETY));
        private final List<Person.Given> given = new ArrayList<>();
        private final Person.Given confirmedRestore;

        Story() {
            event("dataCenter.backups", "10:10:00").put("page", "WRITTEN").put("sha256", BACKUP);
            event("cloud.uploads", "10:29:00").put("fileId", "F1").put("sha256", BACKUP);
            event("cloud.imports", "10:30:00").put("taskId", "I1").put("fileId", "F1");
            event("cloud.importsDone", "10:35:00").put("taskId", "I1");
            event("cloud.usersCreated", "10:50:01").put("accountId", "a-2").put("already", false);
            event("cloud.usersCreated", "10:50:02").put("accountId", "a-2").put("already", true);
            event("cloud.usersCreated", "10:50:03").put("accountId", "a-1").put("already", true);
            event("cloud.dumpUploads", "11:01:00").put("dump", "D9").put("sha256", DUMP);
            restoreOrder("11:02:00");
            answered("import", "CONFIRM", "10:20:00");
            answered("new-accounts", "CREATE", "10:50:00");
            answered("restore", "CONFIRM", "11:00:00");
            confirmedRestore = given(
                    "confirm-the-restore",
                    "CONFIRM",
                    "dumpFile",
                    "{\"sha256\": \"" + DUMP + "\"}",
                    "mapping",
                    "{\"version\": \"v-1\"}",
                    Person.MAPPING_CONFIRMED,
                    "\"" + Judgement.mapping(people) + "\"");
            given.add(given(
                    "confirm-the-import",
                    "CONFIRM",
                    "backupFile",
                    "{\"sha256\": \"" + BACKUP + "\"}",
                    "problem",
                    "null"));
            given.add(given("approve-new-accounts", "CREATE", "matching", "{\"missing\": 2}", "problem", "null"));
            given.add(confirmedRestore);
        }

        Evidence evidence() {
            return new Evidence(
                    ended, truth, Http.JSON.createObjectNode(), report, people, dumpOnSource, safetyDump, given);
        }

        void forgetAll() {
            truth.removeAll();
            report.removeAll();
            people.removeAll();
            given.clear();
            dumpOnSource = "";
            safetyDump = "";
        }

        ObjectNode event(String list, String time) {
            return truth.withObject("/events").withArray(list).addObject().put("at", at(time));
        }

        void restoreOrder(String time) {
            event("cloud.restoreOrders", time)
                    .put("dump", "D9")
                    .put("confirmation", "RESTORE")
                    .put("mapping", Judgement.mapping(people));
        }

        void refused(String side, String path, int status, String time) {
            event("refusedRequests", time)
                    .put("side", side)
                    .put("method", "POST")
                    .put("path", path)
                    .put("status", status);
        }

        ObjectNode first(String list) {
            return (ObjectNode) truth.path("events").path(list).path(0);
        }

        void emptied(String list) {
            truth.withObject("/events").remove(list);
        }

        ObjectNode counts() {
            return truth.withObject("/counts");
        }

        void counted(String what, int times) {
            counts().put(what, times);
        }

        ObjectNode site(String name) {
            return truth.withObject("/" + name);
        }

        ObjectNode verified() {
            return report.withObject("/verified");
        }

        ObjectNode person(int number) {
            return (ObjectNode) people.path("items").path(number);
        }

        void answered(String subject, String decision, String time) {
            report.withArray("answers")
                    .addObject()
                    .put("subject", subject)
                    .put("decision", decision)
                    .put("at", at(time));
        }

        void unanswered(String subject) {
            ArrayNode kept = Http.JSON.createArrayNode();
            report.path("answers").forEach(answer -> {
                if (!answer.path("subject").asText().equals(subject)) {
                    kept.add(answer);
                }
            });
            report.set("answers", kept);
        }

        void forget(String question) {
            given.removeIf(answer -> answer.question().equals(question));
        }

        Person.Given given(String question, String decision, String... variables) {
            Map<String, JsonNode> seen = new java.util.HashMap<>();
            for (int i = 0; i < variables.length; i += 2) {
                seen.put(variables[i], json(variables[i + 1]));
            }
            return new Person.Given(MIGRATION, question, decision, seen);
        }
    }

    private static ObjectNode object(String text) {
        return (ObjectNode) json(text);
    }

    private static JsonNode json(String text) {
        try {
            return Http.JSON.readTree(text);
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }
}
