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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

    @Test
    void shouldFindNothingWhereItWasRolledBackAsWanted() {
        Story story = new Story();
        story.rollBack();

        assertThat(violations(story)).isEmpty();
    }

    @Test
    void shouldTakeAnotherRollBackThatAPersonWantedAfterTheFirstHadBeenRefused() {
        Story story = new Story();
        story.rollBack();
        story.rollBackOrder("11:29:30");
        story.refused("bigpicture-cloud", "/assumed/dumps/3/restore", 409, "11:29:30");
        story.answered("roll-back", "ROLL_BACK", "11:29:50");
        story.given.add(story.given("roll-back-by-hand", "AUTOMATIC"));
        story.given.add(story.given("decide-about-the-roll-back", "ROLL_BACK"));

        assertThat(violations(story)).isEmpty();
    }

    @Test
    void shouldFindNothingWhereItWasCancelled() {
        Story afterTheRestore = new Story();
        afterTheRestore.cancel();
        Story onceFrozen = new Story();
        onceFrozen.cancelOnceFrozen();
        Story beforeTheFreeze = new Story();
        beforeTheFreeze.cancelOnceFrozen();
        beforeTheFreeze.unanswered("freeze");
        beforeTheFreeze.unanswered("unfreeze");
        beforeTheFreeze.forget("unfreeze-the-source");

        assertThat(violations(afterTheRestore)).isEmpty();
        assertThat(violations(onceFrozen)).isEmpty();
        assertThat(violations(beforeTheFreeze)).isEmpty();
    }

    @Test
    void shouldTakeThatAConfirmationCameTooLateForTheRecordWhileSomebodyCancelled() {
        Story story = new Story();
        story.cancelOnceFrozen();
        story.given.add(story.given("confirm-the-import", "CONFIRM"));

        assertThat(violations(story)).isEmpty();
    }

    @Test
    void shouldTakeOneMoreConfirmationOfSomebodyWhoWasToldThatTheDatabaseHadBeenPutBack() {
        Story once = new Story();
        once.putBack = true;
        once.confirmedOnceTold("10:21:00");
        Story falseAlarm = new Story();
        falseAlarm.confirmedOnceTold("10:21:00");
        Story twice = new Story();
        twice.putBack = true;
        twice.confirmedOnceTold("10:21:00");
        twice.confirmedOnceTold("10:22:00");

        assertThat(violations(once)).isEmpty();
        assertThat(violations(falseAlarm)).hasSize(1);
        assertThat(violations(twice))
                .singleElement()
                .asString()
                .contains("confirmations of the import that Ferry asked for: 3 where 2 were needed");
    }

    @Test
    void shouldTakeThatOneConfirmationIsLostWithADatabaseThatIsPutBack() {
        Story story = new Story();
        story.putBack = true;
        story.unanswered("import");
        story.confirmedOnceTold("10:20:00");

        assertThat(violations(story)).isEmpty();

        story.given.addFirst(story.given("confirm-the-import", "CONFIRM"));
        assertThat(violations(story)).isNotEmpty();
    }

    @Test
    void shouldTakeOneMoreConfirmationOfSomebodyWhoBroughtALostFile() {
        Story story = new Story();
        story.putBack = true;
        story.confirmedOnceTold("10:21:00");
        story.given.add(story.confirmedImport("{\"title\": \"The Jira backup is not the one that was confirmed.\"}"));
        story.answered("import", "CONFIRM", "10:22:00");

        assertThat(violations(story)).isEmpty();

        story.putBack = false;
        assertThat(violations(story)).isNotEmpty();
    }

    @Test
    void shouldTakeThatAnOrderRestsOnTheConfirmationThatWasLost() {
        // given an import that was ordered before the database was put back, and two answers after that
        Story story = new Story();
        story.putBack = true;
        story.unanswered("import");
        story.given.add(story.given(
                "back-up-the-target-jira",
                "GO_ON",
                "problem",
                "{\"title\": \"Ferry's database was restored from a backup.\"}"));
        story.given.add(story.confirmedImport("null"));
        story.answered("import", "CONFIRM", "10:40:00");
        story.confirmedOnceTold("10:41:00");

        assertThat(violations(story)).isEmpty();

        // and no other order rests on that one
        story.event("cloud.imports", "10:31:00").put("taskId", "I2").put("fileId", "F1");
        assertThat(violations(story))
                .anySatisfy(violation -> assertThat(violation)
                        .contains("an order for the import at")
                        .contains("is older than its confirmation"));
    }

    @Test
    void shouldLetItMigrateWhereTheWishToCancelCameTooLate() {
        Story never = new Story();
        never.ending = Ending.CANCELLED;
        Story afterTheRoute = new Story();
        afterTheRoute.ending = Ending.CANCELLED;
        afterTheRoute.wish = new Wish.Uttered(Instant.parse(at("11:50:01")), Instant.parse(at("11:50:02")));

        assertThat(violations(never)).isEmpty();
        assertThat(violations(afterTheRoute)).isEmpty();
    }

    @Test
    void shouldTakeIncidentsOfSitesAndNoOthers() {
        String site = "Jira does not answer. Ferry tried several times. Then press Retry in Operate.";
        assertThat(violations("JOB_NO_RETRIES " + site)).isEmpty();
        assertThat(violations("EXECUTION_LISTENER_NO_RETRIES " + site)).isEmpty();

        assertThat(violations("JOB_NO_RETRIES Ferry's database does not answer. Ferry tried several times."))
                .hasSize(1);
        assertThat(violations("JOB_NO_RETRIES Camunda does not say whether this step is still to be done, so nothing"))
                .hasSize(1);
        assertThat(violations("JOB_NO_RETRIES Something that Ferry did not foresee (NullPointerException)."))
                .hasSize(1);
        assertThat(violations("IO_MAPPING_ERROR no such variable")).hasSize(1);
        assertThat(violations("UNHANDLED_ERROR_EVENT nobody catches OUTCOME_UNKNOWN"))
                .hasSize(1);
    }

    private static List<String> violations(String incident) {
        Figures figures = new Figures(new PrintStream(OutputStream.nullOutputStream()));
        Judgement.incident(figures, incident);
        return figures.violations();
    }

    @Test
    void shouldWantNobodysHelpWhereOnlyTheEngineIsDisturbed() {
        assertThat(new Round.Weather(0, Set.of(Blow.Kind.ENGINE), false, true, false).needsNobody())
                .isTrue();
        assertThat(new Round.Weather(0, Set.of(Blow.Kind.ENGINE), true, true, false).needsNobody())
                .isFalse();
        assertThat(new Round.Weather(2, Blow.Kind.ALL, false, true, false).needsNobody())
                .isFalse();
    }

    @Test
    void shouldDecideTheSameEndingsForTheSameSeed() {
        assertThat(Ending.thrown(7, 50, List.of()))
                .isEqualTo(Ending.thrown(7, 50, List.of()))
                .isNotEqualTo(Ending.thrown(8, 50, List.of()))
                .contains(Ending.values())
                .startsWith(Ending.MIGRATED);
        assertThat(Ending.thrown(7, 3, List.of(Ending.CANCELLED, Ending.ROLLED_BACK)))
                .containsExactly(Ending.CANCELLED, Ending.ROLLED_BACK, Ending.CANCELLED);
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
                        "is not on"),

                // after the end
                story(
                        "an account after the outcome",
                        story -> story.event("cloud.usersCreated", "12:00:01")
                                .put("accountId", "a-2")
                                .put("already", true),
                        "after the outcome was recorded"),
                story(
                        "a Jira backup begun after the outcome",
                        story -> story.first("dataCenter.backups").put("at", at("12:00:02")),
                        "after the outcome was recorded"),
                story("a call after the outcome", story -> story.called("12:00:01"), "called after the outcome"),
                story(
                        "a dump that still ran",
                        story -> story.dump("bigPictureDataCenter", "11:59:59"),
                        "still ran when the outcome"),
                story("half-made files", story -> story.halfMade.add("part-m-1"), "half-made files"),
                story(
                        "asked to open a source that stays closed",
                        story -> story.given.add(story.given("unfreeze-the-source", "OPEN")),
                        "asked to open the source"),
                story("nobody froze the source", story -> story.unanswered("freeze"), "nobody froze"),
                story(
                        "a roll-back that nobody wanted",
                        story -> story.rollBackOrder("11:30:00"),
                        "a roll-back was ordered that nobody wanted"));
    }

    static Stream<Arguments> storiesOfRollingBack() {
        return Stream.of(
                story("migrated all the same", story -> story.report.put("outcome", "MIGRATED"), "outcome"),
                story(
                        "a roll-back that nobody confirmed",
                        story -> {
                            story.unanswered("roll-back");
                            story.forget("decide-about-the-roll-back");
                        },
                        "an order for the roll-back at"),
                story(
                        "rolled back before it was confirmed",
                        story -> story.lastRestoreOrder().put("at", at("11:28:59")),
                        "an order for the roll-back at"),
                story(
                        "a decision written down twice",
                        story -> story.answered("roll-back", "ROLL_BACK", "11:29:01"),
                        "decisions to roll back given"),
                story(
                        "asked for a second decision without need",
                        story -> {
                            story.given.add(story.given("decide-about-the-roll-back", "ROLL_BACK"));
                            story.answered("roll-back", "ROLL_BACK", "11:29:01");
                        },
                        "decisions to roll back that Ferry asked for"),
                story(
                        "rolled back twice",
                        story -> {
                            story.rollBackOrder("11:31:00");
                            story.counted("cloud.restoresStarted", 3);
                        },
                        "roll-back: times"),
                story(
                        "two orders on one decision",
                        story -> story.rollBackOrder("11:31:00"),
                        "two orders for the roll-back rest on"),
                story(
                        "a second roll-back ordered, and refused",
                        story -> {
                            story.rollBackOrder("11:30:01");
                            story.refused("bigpicture-cloud", "/x/assumed/dumps/3/restore", 409, "11:30:01");
                        },
                        "roll-back: orders"),
                story(
                        "a second roll-back at a door that is shut",
                        story -> story.refused("bigpicture-cloud", "/x/assumed/dumps/3/restore", 503, "11:30:01"),
                        "two orders for the roll-back rest on"),
                story("restored twice before", story -> story.counted("cloud.restoresStarted", 3), "restore: times"),
                story(
                        "never rolled back",
                        story -> {
                            story.truth
                                    .withObject("/events")
                                    .withArray("cloud.restoreOrders")
                                    .remove(1);
                            story.counted("cloud.restoresStarted", 1);
                        },
                        "no order for the roll-back"),
                story("a roll-back without end", story -> story.counted("cloud.restoresDone", 1), "restores done"),
                story(
                        "another dump rolled back to",
                        story -> story.lastRestoreOrder().put("dump", "4"),
                        "roll-back: times"),
                story(
                        "another word",
                        story -> story.lastRestoreOrder().put("confirmation", "null"),
                        "word with which a roll-back"),
                story(
                        "a safety dump of after the restore",
                        story -> story.cloudDump().put("createdAt", at("11:10:00")),
                        "none of before the first restore"),
                story(
                        "the restored boxes stayed",
                        story -> story.site("bigPictureCloud").put("boxes", 4),
                        "boxes of before the restore"),
                story(
                        "teams that were not there",
                        story -> story.site("bigPictureCloud").put("teams", 2),
                        "teams of before the restore"),
                story(
                        "a connection of the source stayed",
                        story -> story.site("bigPictureCloud")
                                .withArray("connections")
                                .addObject()
                                .put("id", "2")
                                .put("name", "Azure DevOps"),
                        "connections of before the restore"),
                story("nothing there before", story -> story.before().put("boxes", 0), "there was nothing of its own"),
                story("the same there before", story -> story.before().put("boxes", 4), "nothing to compare"),
                story("nobody looked before", story -> story.before().removeAll(), "nobody saw what boxes"),
                story(
                        "the source stays closed",
                        story -> {
                            story.unanswered("unfreeze");
                            story.forget("unfreeze-the-source");
                        },
                        "asked to open the source"),
                story("nothing on record of it", story -> story.unanswered("unfreeze"), "on record that the source"),
                story(
                        "opened before it was frozen",
                        story -> {
                            story.unanswered("unfreeze");
                            story.answered("unfreeze", "OPEN", "09:00:00");
                        },
                        "before it was frozen"));
    }

    static Stream<Arguments> storiesOfCancelling() {
        return Stream.of(
                story(
                        "migrated all the same",
                        story -> story.report.put("outcome", "MIGRATED"),
                        "outcome: expected CANCELLED"),
                story("nobody had asked", story -> story.wish = null, "nobody had asked to cancel"),
                story(
                        "asked after the end",
                        story -> story.wish = new Wish.Uttered(Instant.parse(at("12:00:01")), null),
                        "nobody had asked to cancel"),
                story("two dumps", story -> story.counted("dataCenter.dumpsCreated", 2), "dump: times"),
                story(
                        "reinstalled twice",
                        story -> story.counted("dataCenter.reinstallations", 2),
                        "reinstallation of the app: times"),
                story("two restores", story -> story.counted("cloud.restoresStarted", 2), "restore: times"),
                story(
                        "a restore that was not let finish",
                        story -> story.counted("cloud.restoresDone", 0),
                        "restores done"),
                story("an import that was not let finish", story -> story.emptied("cloud.importsDone"), "imports done"),
                story(
                        "the restore ordered before it was confirmed",
                        story -> story.first("cloud.restoreOrders").put("at", at("10:59:59")),
                        "an order for the restore at"),
                story(
                        "an import that nobody confirmed",
                        story -> {
                            story.unanswered("import");
                            story.forget("confirm-the-import");
                        },
                        "an order for the import at"),
                story(
                        "two confirmations lost",
                        story -> {
                            story.given.add(story.given("confirm-the-import", "CONFIRM"));
                            story.given.add(story.given("confirm-the-import", "CONFIRM"));
                        },
                        "confirmations of the import given"),
                story(
                        "a confirmation that nobody gave",
                        story -> story.answered("import", "CONFIRM", "10:19:00"),
                        "confirmations of the import given"),
                story(
                        "more accounts than were approved",
                        story -> story.event("cloud.usersCreated", "10:50:03")
                                .put("accountId", "a-3")
                                .put("already", false),
                        "accounts that were approved"),
                story(
                        "accounts without an approval on record",
                        story -> story.unanswered("new-accounts"),
                        "an account was asked for"),
                story(
                        "another dump on record than on the source",
                        story -> story.dumpOnSource = "none",
                        "dump on the source"),
                story(
                        "another backup imported",
                        story -> story.first("cloud.uploads").put("sha256", "e".repeat(64)),
                        "SHA-256 of the backup on record"),
                story(
                        "begun after the outcome",
                        story -> story.event("cloud.imports", "12:00:01").put("fileId", "F1"),
                        "after the outcome was recorded"),
                story("a call after the outcome", story -> story.called("12:00:01"), "called after the outcome"),
                story(
                        "a restore that still ran",
                        story -> story.dump("bigPictureCloud", "11:59:59"),
                        "still ran when the outcome"),
                story("half-made files", story -> story.halfMade.add("part-m-1"), "half-made files"),
                story(
                        "the source stays closed",
                        story -> {
                            story.unanswered("unfreeze");
                            story.forget("unfreeze-the-source");
                        },
                        "asked to open the source"),
                story(
                        "asked to open what nobody had closed",
                        story -> story.unanswered("freeze"),
                        "asked to open the source"),
                story(
                        "rolled back, which nobody wanted",
                        story -> story.rollBackOrder("11:30:00"),
                        "a roll-back was ordered that nobody wanted"));
    }

    @ParameterizedTest
    @MethodSource("stories")
    void shouldFindWhatWentWrong(Consumer<Story> wrong, String violation) {
        Story story = new Story();

        wrong.accept(story);

        assertThat(violations(story)).anyMatch(found -> found.contains(violation));
    }

    @ParameterizedTest
    @MethodSource("storiesOfRollingBack")
    void shouldFindWhatWentWrongWhileItWasRolledBack(Consumer<Story> wrong, String violation) {
        Story story = new Story();
        story.rollBack();

        wrong.accept(story);

        assertThat(violations(story)).anyMatch(found -> found.contains(violation));
    }

    @ParameterizedTest
    @MethodSource("storiesOfCancelling")
    void shouldFindWhatWentWrongWhileItWasCancelled(Consumer<Story> wrong, String violation) {
        Story story = new Story();
        story.cancel();

        wrong.accept(story);

        assertThat(violations(story)).anyMatch(found -> found.contains(violation));
    }

    @Test
    void shouldWantThreeQuartersOfTheKills() {
        assertThat(plan(8).leastStrokes()).isEqualTo(6);
        assertThat(plan(1).leastStrokes()).isEqualTo(1);
        assertThat(plan(0).leastStrokes()).isZero();
    }

    private static CrashTest.Plan plan(int strokes) {
        Round.Weather weather = new Round.Weather(2, Blow.Kind.ALL, true, true, false);
        return new CrashTest.Plan(
                1, 1L, 2, strokes, 2, 1, false, Lane.LONG_WORK, null, List.of(), Database.H2, weather);
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
        private Ending ending = Ending.MIGRATED;
        private Wish.@Nullable Uttered wish;
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
             "bigPictureCloud": {"dumps": [{"id": "3", "origin": "MANUAL", "createdAt": "2026-03-02T11:01:30Z"}],
               "restores": [{"restoreId": "R1", "safetyDumpId": "5"}], "boxes": 4, "teams": 2, "connections": [{"id": "1", "name": "Jira", "active": true}]},
             "counts": {"dataCenter.reinstallations": 1, "dataCenter.dumpsCreated": 1, "cloud.dumpsCreated": 1,
               "cloud.installationsStarted": 1, "cloud.restoresStarted": 1, "cloud.restoresDone": 1},
             "events": {}, "faultsStruck": {"delay": 2}}\
            """);
        private final ObjectNode report = object("""
            {"outcome": "MIGRATED", "endedAt": "2026-03-02T12:00:00Z", "answers": [],
             "phases": [{"phase": "verify", "title": "Verify", "endedAt": "2026-03-02T11:40:00Z"},
               {"phase": "finish", "title": "Finish", "endedAt": "2026-03-02T11:50:00Z"}], "verified": {
               "dumpFile": {"sha256": "%s"}, "backupFile": {"sha256": "%s"}, "mapping": {"version": "v-1"},
               "safetyDump": {"kept": true, "id": "3", "sha256": "%s"}}}\
            """.formatted(DUMP, BACKUP, SAFETY));
        private final List<Person.Given> given = new ArrayList<>();
        private final Person.Given confirmedRestore;
        private final ObjectNode before = object("""
            {"boxes": 1, "teams": 0, "connections": [{"id": "1", "name": "Jira"}]}\
            """);
        private final List<Lane.Call> calls = new ArrayList<>();
        private final List<String> halfMade = new ArrayList<>();
        private boolean putBack;

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
            answered("freeze", "CONFIRM", "09:50:00");
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
            called("11:02:00");
            given.add(confirmedImport("null"));
            given.add(given("approve-new-accounts", "CREATE", "matching", "{\"missing\": 2}", "problem", "null"));
            given.add(confirmedRestore);
        }

        Evidence evidence() {
            List<Person.Given> all = given.stream()
                    .map(each -> each == confirmedRestore ? withWhatWasThereBefore(each) : each)
                    .toList();
            return new Evidence(
                    ending,
                    wish,
                    ended,
                    truth,
                    Http.JSON.createObjectNode(),
                    report,
                    people,
                    dumpOnSource,
                    safetyDump,
                    all,
                    calls,
                    Lane.LONG_WORK,
                    halfMade,
                    putBack);
        }

        private Person.Given withWhatWasThereBefore(Person.Given restore) {
            Map<String, JsonNode> seen = new HashMap<>(restore.variables());
            seen.put(Person.APP_BEFORE, before);
            return new Person.Given(MIGRATION, restore.question(), restore.decision(), seen);
        }

        /** The result was not accepted; what was there before is there again. */
        void rollBack() {
            ending = Ending.ROLLED_BACK;
            report.put("outcome", "ROLLED_BACK");
            rollBackOrder("11:30:00");
            counted("cloud.restoresStarted", 2);
            counted("cloud.restoresDone", 2);
            site("bigPictureCloud").put("boxes", 1).put("teams", 0);
            answered("roll-back", "ROLL_BACK", "11:29:00");
            given.add(given("decide-about-the-roll-back", "ROLL_BACK"));
            opened();
        }

        /** Somebody cancelled it just after the restore. */
        void cancel() {
            ending = Ending.CANCELLED;
            wish = new Wish.Uttered(Instant.parse(at("11:02:01")), Instant.parse(at("11:02:02")));
            report.put("outcome", "CANCELLED");
            report.remove("phases");
            opened();
        }

        /** Somebody cancelled it before anything was done but to freeze the source. */
        void cancelOnceFrozen() {
            cancel();
            counts().removeAll();
            truth.remove("events");
            truth.withObject("/events");
            Stream.of("bigPictureDataCenter", "bigPictureCloud")
                    .forEach(app -> site(app).putArray("dumps"));
            site("bigPictureCloud").putArray("restores");
            calls.clear();
            report.putObject("verified");
            Stream.of("import", "new-accounts", "restore").forEach(this::unanswered);
            given.removeIf(answer -> !answer.question().equals("unfreeze-the-source"));
            people.putArray("items");
            dumpOnSource = "none";
            safetyDump = "none";
        }

        private void opened() {
            answered("unfreeze", "OPEN", "11:55:00");
            given.add(given("unfreeze-the-source", "OPEN"));
        }

        ObjectNode before() {
            return before;
        }

        void called(String time) {
            calls.add(new Lane.Call(Instant.parse(at(time)), "POST /x"));
        }

        void dump(String app, String time) {
            site(app).withArray("dumps").addObject().put("origin", "SAFETY").put("createdAt", at(time));
        }

        ObjectNode cloudDump() {
            return (ObjectNode) site("bigPictureCloud").path("dumps").path(0);
        }

        void rollBackOrder(String time) {
            event("cloud.restoreOrders", time)
                    .put("dump", "3")
                    .put("confirmation", "RESTORE")
                    .put("mapping", Lane.sha256(new byte[0]));
        }

        ObjectNode lastRestoreOrder() {
            JsonNode orders = truth.path("events").path("cloud.restoreOrders");
            return (ObjectNode) orders.path(orders.size() - 1);
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

        void confirmedOnceTold(String time) {
            given.add(confirmedImport("{\"title\": \"Ferry's database was restored from a backup.\"}"));
            answered("import", "CONFIRM", time);
        }

        private Person.Given confirmedImport(String problem) {
            return given(
                    "confirm-the-import",
                    "CONFIRM",
                    "backupFile",
                    "{\"sha256\": \"" + BACKUP + "\"}",
                    "problem",
                    problem);
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
            Map<String, JsonNode> seen = new HashMap<>();
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
