package io.ferry.api;

import io.ferry.base.Words;
import io.ferry.fixtures.SampleSettings;
import io.ferry.fixtures.TestClock;
import io.ferry.fixtures.TestDatabase;
import io.ferry.fixtures.TestHome;
import io.ferry.migration.Actor;
import io.ferry.migration.App;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Decision;
import io.ferry.migration.Event;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.migration.NewMigration;
import io.ferry.migration.Outcome;
import io.ferry.migration.Phase;
import io.ferry.migration.Question;
import io.ferry.migration.RemainingTask;
import io.ferry.migration.RemainingTaskOnRecord;
import io.ferry.migration.Timeline;
import io.ferry.users.SourcePerson;
import io.ferry.users.TargetAccount;
import io.ferry.users.UserDecisions;
import io.ferry.users.UserMatching;
import io.ferry.verification.Comparison;
import io.ferry.verification.ComparisonPoint;
import io.ferry.verification.ComparisonsForTests;
import io.ferry.verification.ComparisonsOnRecord;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;

/** The report and what belongs to it, on a port and a database, with a migration on record that has lived through a lot. */
@EnableAutoConfiguration
@ComponentScan({"io.ferry.migration", "io.ferry.users", "io.ferry.verification"})
@EnableConfigurationProperties(ApiProperties.class)
@Import({
    EverybodyIsSignedIn.class,
    ReportController.class,
    ReportDocument.class,
    ComparisonsController.class,
    Pages.class,
    ProblemHandler.class,
    KnownMigrations.class
})
public class ReportWeb {
    /** Stands in everything that must not reach a report. */
    static final String SECRET = "marker-of-a-secret";

    private final TestClock clock = new TestClock();

    @Bean
    TestClock clock() {
        return clock;
    }

    /** Starts it on a free port. */
    public static ConfigurableApplicationContext start() {
        return start(TestDatabase.H2.newUrl());
    }

    /** The same with another database. */
    static ConfigurableApplicationContext start(String database) {
        return new SpringApplicationBuilder(ReportWeb.class)
                .run(
                        "--server.port=0",
                        "--camunda.client.enabled=false",
                        "--spring.datasource.url=" + database,
                        "--management.endpoint.health.validate-group-membership=false",
                        TestHome.named("report-web"));
    }

    /** Where it answers. */
    public static URI address(ConfigurableApplicationContext web) {
        return URI.create("http://127.0.0.1:" + web.getEnvironment().getRequiredProperty("local.server.port"));
    }

    /** A migration that went well, with one tolerable and one accepted difference. */
    static MigrationId migrated(ConfigurableApplicationContext web) {
        Told told = new Told(web, registered(web, "Spring move <b>of</b> BigPicture", false));
        told.phase(Phase.CHECK_READINESS, 9, () -> {
            told.fact(
                    FactName.READINESS,
                    Map.of(
                            "checks",
                            List.of(
                                    Map.of(
                                            "name",
                                            "The source Jira is new enough",
                                            "result",
                                            Map.of(
                                                    "code", "JIRA_TOO_OLD",
                                                    "title", "Jira is too old.",
                                                    "message", "It is 6.3.11.",
                                                    "whatToDo", "Update it.")),
                                    Map.of(
                                            "name",
                                            "The target Jira answers",
                                            "result",
                                            Map.of("remark", "Jira Cloud answers.")),
                                    Map.of(
                                            "name",
                                            "The app on the target takes the dump",
                                            "result",
                                            Map.of("why", "It is not installed yet.")))));
            told.answer(
                    Question.FAILED_CHECKS, Decision.GO_ON, "The backup was tried in a test site, ask ann@acme.test");
            told.answer(
                    Question.SITE_IMPORT, Decision.OPENED_ON_REQUEST, "Request CA-1234: Import Jira Server is there");
            told.answer(Question.FREEZE, Decision.CONFIRM, null);
            told.stated(FactName.JCMA, Map.of("keptOut", "OFF"));
            told.fact(FactName.BASELINE, counts(120_400, 812, 790));
        });
        told.phase(Phase.BACK_UP_BIGPICTURE, 31, () -> {
            told.answer(Question.REINSTALL_APP, Decision.DONE, "8.52.0, at 22:15");
            told.fact(FactName.SOURCE_APP, Map.of("version", "8.52.0", "before", "8.52.0"));
            told.answer(Question.CREATE_DUMP, Decision.DONE, "ferry-353dabdc31b9, told by ann@acme.test");
            told.fact(FactName.DUMP_FILE, file("ferry-353dabdc31b9.dump", "e8", 2_621_440));
        });
        told.phase(Phase.BACK_UP_JIRA, 74, () -> {
            told.problem("Fetch Jira backup", "The connection broke. Ferry tries again.");
            told.fact(FactName.BACKUP_FILE, file("ferry-6ef7f6005f1c.zip", "d9", 734_003_200));
            told.fact(FactName.BACKUP_VERDICT, Map.of("jiraVersion", "9.12.5", "importable", true));
        });
        told.phase(Phase.RESTORE_JIRA, 128, () -> {
            told.fact(
                    FactName.TARGET_JIRA,
                    Map.of(
                            "content",
                            "NOT_EMPTY",
                            "projects",
                            3,
                            "issues",
                            1_250,
                            "newestChange",
                            "2026-01-04T08:30:00Z"));
            told.answer(Question.TARGET_BACKUP, Decision.DONE, "JIRA-backup.zip, 1.2 GB, in the archive share");
            told.answer(Question.IMPORT, Decision.CONFIRM, null);
            told.answer(Question.IMPORT_BACKUP, Decision.DONE, "Projects: 812");
            told.compared(ComparisonPoint.JIRA, FactName.JIRA_COMPARISON, ComparisonsForTests.equalJira());
        });
        told.phase(
                Phase.INSTALL_BIGPICTURE,
                4,
                () -> told.fact(FactName.TARGET_APP, Map.of("version", "8.60.0", "licenceValid", true)));
        told.phase(Phase.MAP_USERS, 42, () -> {
            told.people();
            told.fact(FactName.MATCHING, Map.of("backup", "d9".repeat(32)));
            told.answer(Question.UNMAPPED_PEOPLE, Decision.CONFIRM, "They left the company years ago");
        });
        told.phase(Phase.RESTORE_BIGPICTURE, 23, () -> {
            told.answer(Question.RESTORE, Decision.CONFIRM, null);
            told.fact(FactName.UPLOADED_DUMP, Map.of("sha256", "e8".repeat(32), "bytes", 2_621_440));
            told.answer(Question.RESTORE_DUMP, Decision.DONE, "ended at 01:20");
            told.answer(Question.SAFETY_DUMP, Decision.NOTED, "Before the restore");
            told.stated(FactName.SAFETY_DUMP, Map.of("description", "Before the restore", "kept", true));
        });
        told.phase(Phase.VERIFY, 36, () -> {
            told.fact(FactName.ARRIVED, counts(120_400, 815, 772));
            told.compared(ComparisonPoint.RESULT, FactName.VERIFICATION, ComparisonsForTests.differentResult());
            told.answer(Question.RESULT, Decision.ACCEPT, "The box was a trial of Ann’s and is not needed");
        });
        told.phase(
                Phase.REACTIVATE_INTEGRATIONS,
                12,
                () -> told.fact(
                        FactName.INTEGRATIONS,
                        Map.of(
                                "items",
                                List.of(
                                        Map.of("id", "1", "name", "Jira", "primary", true, "state", "OPERATIONAL"),
                                        Map.of(
                                                "id",
                                                "3",
                                                "name",
                                                "Azure DevOps",
                                                "primary",
                                                false,
                                                "state",
                                                "OPERATIONAL")))));
        told.phase(Phase.FINISH, 90, () -> {
            told.event("Finish remaining tasks", Event.Kind.SCREEN, "Configuration > Fields, without General");
            told.answer(Question.REMAINING_TASKS, Decision.CLOSE, "The infrastructure team, by Friday");
            told.stated(
                    FactName.REMAINING_TASKS,
                    List.of(
                            task(told, RemainingTask.ATTACHMENTS, RemainingTask.State.LATER, "About 9,000 issues."),
                            task(told, RemainingTask.SYNCHRONISATION, RemainingTask.State.DONE, ""),
                            new RemainingTaskOnRecord(
                                    RemainingTask.LINKS,
                                    RemainingTask.LINKS.title(),
                                    RemainingTask.State.OPEN,
                                    "",
                                    null,
                                    null)));
        });
        told.ends(Outcome.MIGRATED);
        return told.id;
    }

    private static RemainingTaskOnRecord task(Told told, RemainingTask task, RemainingTask.State state, String found) {
        return new RemainingTaskOnRecord(
                task,
                task.title(),
                state,
                found,
                "ann",
                told.web.getBean(TestClock.class).instant());
    }

    /** A rehearsal that went as far as rehearsals go. */
    static MigrationId rehearsed(ConfigurableApplicationContext web) {
        Told told = new Told(web, registered(web, "Rehearsal of the spring move", true));
        told.phase(Phase.CHECK_READINESS, 8, () -> told.fact(FactName.BASELINE, counts(120_400, 812, 790)));
        told.phase(
                Phase.BACK_UP_BIGPICTURE, 29, () -> told.fact(FactName.DUMP_FILE, file("the.dump", "e8", 48_000_000)));
        told.phase(Phase.BACK_UP_JIRA, 70, () -> {
            told.fact(FactName.BACKUP_FILE, file("jira.zip", "b7", 2_100_000_000L));
            told.fact(
                    FactName.BACKUP_VERDICT,
                    Map.of("jiraVersion", "9.12.5", "issues", 120_400, "projects", 84, "people", 812));
        });
        told.phase(Phase.MAP_USERS, 2, told::people);
        told.ends(Outcome.REHEARSED);
        return told.id;
    }

    /** A migration whose comparison found many differences. */
    static MigrationId withManyDifferences(ConfigurableApplicationContext web, int projects) {
        Migration migration = registered(web, "Large move", false);
        web.getBean(ComparisonsOnRecord.class)
                .keep(migration.id(), ComparisonPoint.RESULT, ComparisonsForTests.withMissingProjects(projects));
        return migration.id();
    }

    static Migration registered(ConfigurableApplicationContext web, String name, boolean rehearsal) {
        var settings = SampleSettings.sampleSettings()
                .from(SampleSettings.site("https://jira.example.com", SECRET))
                .toATargetOfItsOwn()
                .automatic()
                .rehearsal(rehearsal)
                .build();
        return web.getBean(Migrations.class).register(new NewMigration(name, App.BIGPICTURE, settings, null));
    }

    private static Map<String, Object> counts(long issues, long people, long active) {
        return Map.of(
                "takenAt",
                "2026-03-01T08:10:00Z",
                "projects",
                84,
                "issues",
                issues,
                "people",
                people,
                "activePeople",
                active,
                "boxes",
                310,
                "teams",
                22,
                "jira",
                Map.of("projects", List.of(Map.of("key", "TST"))));
    }

    private static Map<String, Object> file(String name, String sha256, long bytes) {
        return Map.of("id", name, "name", name, "bytes", bytes, "sha256", sha256.repeat(32));
    }

    /** Puts on record what a migration lives through. */
    private static final class Told {
        private final ConfigurableApplicationContext web;
        private final MigrationId id;
        private Phase phase = Phase.CHECK_READINESS;

        Told(ConfigurableApplicationContext web, Migration migration) {
            this.web = web;
            this.id = migration.id();
        }

        void phase(Phase next, int minutes, Runnable steps) {
            phase = next;
            Timeline timeline = web.getBean(Timeline.class);
            timeline.phaseStarted(id, phase);
            event(phase.title(), Event.Kind.STARTED, phase.title());
            pass(minutes);
            steps.run();
            event(phase.title(), Event.Kind.DONE, phase.title());
            timeline.phaseEnded(id, phase);
        }

        void event(String step, Event.Kind kind, String message) {
            web.getBean(Timeline.class).record(id, phase, step, kind, message);
        }

        void problem(String step, String message) {
            event(step, Event.Kind.PROBLEM, message);
        }

        void fact(FactName name, Object value) {
            web.getBean(FactsOfMigration.class).verified(id, name, value);
        }

        void stated(FactName name, Object value) {
            web.getBean(FactsOfMigration.class).stated(id, name, value);
        }

        void answer(Question question, Decision decision, @org.jspecify.annotations.Nullable String reason) {
            web.getBean(Confirmations.class)
                    .record(id, question, decision, reason, Actor.ofTask("ann@acme.test"), Map.of());
            web.getBean(Timeline.class)
                    .record(
                            id,
                            phase,
                            "Record decision",
                            Event.Kind.DECIDED,
                            Words.of(question.key()) + ": " + Words.of(decision.key()),
                            Actor.ofTask("ann"));
        }

        void compared(ComparisonPoint point, FactName fact, Comparison comparison) {
            web.getBean(ComparisonsOnRecord.class).keep(id, point, comparison);
            fact(fact, comparison.brief());
        }

        void people() {
            UserMatching matching = web.getBean(UserMatching.class);
            List<SourcePerson> persons = new ArrayList<>();
            List<TargetAccount> accounts = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                String email = "person" + i + "@acme.test";
                persons.add(new SourcePerson("key" + i, "user" + i, "Person " + i, email, true, false));
                if (i < 26) {
                    accounts.add(new TargetAccount(
                            "712020:" + i,
                            "Person " + i,
                            email,
                            true,
                            TargetAccount.Kind.PERSON,
                            TargetAccount.Source.JIRA_CLOUD));
                }
            }
            matching.putPeople(id, persons);
            matching.putAccounts(id, accounts);
            matching.match(id);
            web.getBean(UserDecisions.class)
                    .leaveUnmapped(id, "key28", "Left in 2019, says bob@acme.test", "ann@acme.test");
        }

        void ends(Outcome outcome) {
            web.getBean(Migrations.class).recordOutcome(id, outcome);
        }

        private void pass(int minutes) {
            web.getBean(TestClock.class).pass(Duration.ofMinutes(minutes));
        }
    }
}
