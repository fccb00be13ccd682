package io.ferry.process.mapusers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.camunda.client.exception.JobError;
import io.ferry.api.PeopleWeb;
import io.ferry.fixtures.TestDatabase;
import io.ferry.jira.cloud.CreatedUser;
import io.ferry.jira.cloud.JiraCloud;
import io.ferry.migration.ARecord;
import io.ferry.migration.Actor;
import io.ferry.migration.ClosedToNewWork;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Decision;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Intents;
import io.ferry.migration.Migration;
import io.ferry.migration.Question;
import io.ferry.migration.Timeline;
import io.ferry.process.common.AJob;
import io.ferry.process.common.ApprovalProperties;
import io.ferry.process.common.Approvals;
import io.ferry.process.common.Sites;
import io.ferry.process.common.Step;
import io.ferry.process.common.StepRefused;
import io.ferry.process.common.WorkerBench;
import io.ferry.users.PersonMapping;
import io.ferry.users.PersonState;
import io.ferry.users.SourcePerson;
import io.ferry.users.UserDecisions;
import io.ferry.users.UserMappings;
import io.ferry.users.UserMatching;
import io.ferry.users.UsersProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Accounts are created once, whatever happens in the middle: with a database, and a site that remembers. */
class AccountCreationTest {
    private static ConfigurableApplicationContext ferry;

    private final JiraCloud cloud = mock();
    /** Addresses of the accounts that the site made, in the order of its making. */
    private final List<String> made = new ArrayList<>();

    private UserMappings people;
    private UserDecisions decisions;
    private Migration migration;
    private AccountCreation creation;

    @BeforeAll
    static void start() {
        ferry = PeopleWeb.start(TestDatabase.H2.newUrl());
    }

    @AfterAll
    static void stop() {
        ferry.close();
    }

    @BeforeEach
    void tenPeopleWithoutAccounts() {
        people = ferry.getBean(UserMappings.class);
        decisions = ferry.getBean(UserDecisions.class);
        var matching = ferry.getBean(UserMatching.class);
        migration = PeopleWeb.migration(ferry, "Creating");
        matching.putPeople(
                migration.id(),
                IntStream.range(0, 10)
                        .mapToObj(n ->
                                new SourcePerson("p" + n, "p" + n, "P" + n, "p" + n + "@site.example", true, false))
                        .toList());
        matching.match(migration.id());
        Sites sites = mock();
        when(sites.target(any())).thenReturn(cloud);
        creation = new AccountCreation(
                sites,
                people,
                matching,
                ferry.getBean(Intents.class),
                ferry.getBean(FactsOfMigration.class),
                ferry.getBean(Timeline.class),
                ferry.getBean(Confirmations.class),
                new Approvals(ApprovalProperties.ofApprovers("ann@site.example"), mock(), mock()),
                new UsersProperties(Map.of(), Set.of("jira-software"), null));
        doAnswer(call -> created(call.getArgument(0))).when(cloud).createUser(anyString(), any());
        answered(Decision.CREATE, "ann@site.example");
    }

    /** An answer to the question about new accounts, with those on record who are missing now. */
    private Confirmation answered(Decision decision, String by) {
        var missing = people.creatable(migration.id());
        var shown = ApprovedPeople.shown(missing);
        Map<String, Object> matching = Map.of(
                "missing",
                missing.size(),
                "missingRevision",
                shown.missingRevision(),
                "missingHash",
                shown.missingHash());
        return ferry.getBean(Confirmations.class)
                .record(
                        migration.id(),
                        Question.NEW_ACCOUNTS,
                        decision,
                        null,
                        Actor.ofTask(by),
                        Map.of("matching", matching));
    }

    /** As Jira does: a second request for an address is answered with the same account. */
    private CreatedUser created(String email) {
        if (!made.contains(email)) {
            made.add(email);
        }
        return new CreatedUser.Created("id-" + email);
    }

    private AccountCreation.Created create() {
        return creation.create(new Step(
                migration, AJob.of("create-users").inProcess("map-users").get()));
    }

    @Test
    void shouldCreateNobodyTwiceAfterACrashInTheMiddle() {
        // given a program that dies after the site made the fifth account, and before Ferry wrote that down
        doAnswer(call -> {
                    CreatedUser answer = created(call.getArgument(0));
                    if (made.size() == 5) {
                        throw new StackOverflowError("the program dies here");
                    }
                    return answer;
                })
                .when(cloud)
                .createUser(anyString(), any());
        assertThatThrownBy(this::create).isInstanceOf(StackOverflowError.class);
        assertThat(people.counts(migration.id()).in(PersonState.CREATED)).isEqualTo(4);

        // when it runs again
        doAnswer(call -> created(call.getArgument(0))).when(cloud).createUser(anyString(), any());
        create();

        // then everybody has one account, and a third run asks for nobody
        assertThat(made).hasSize(10).doesNotHaveDuplicates();
        assertThat(people.counts(migration.id()).mapped()).isEqualTo(10);
        assertThat(people.counts(migration.id()).missing()).isZero();
        assertThat(create().created()).isEqualTo(new AccountCreation.Counts(0, 0, 0));
    }

    @Test
    void shouldInviteNobodyAboutWhomSomebodyDecidesMeanwhile() {
        // given somebody who decides while the first account is made
        whileTheFirstIsMadeSomebodyLeavesUnmapped("p9");

        // when
        var created = create().created();

        // then
        assertThat(made).hasSize(9).doesNotContain("p9@site.example");
        assertThat(people.counts(migration.id()).in(PersonState.LEFT_UNMAPPED)).isEqualTo(1);
        assertThat(created).isEqualTo(new AccountCreation.Counts(9, 0, 0));
    }

    private void whileTheFirstIsMadeSomebodyLeavesUnmapped(String userKey) {
        doAnswer(call -> {
                    if (made.isEmpty()) {
                        decisions.leaveUnmapped(migration.id(), userKey, "left", "ann", null);
                    }
                    return created(call.getArgument(0));
                })
                .when(cloud)
                .createUser(anyString(), any());
    }

    @Test
    void shouldKeepADecisionThatIsMadeWhileTheSiteMakesThePersonsAccount() {
        whileTheFirstIsMadeSomebodyLeavesUnmapped("p0");

        create();

        assertThat(people.withKeys(migration.id(), List.of("p0")))
                .singleElement()
                .extracting(PersonMapping::state)
                .isEqualTo(PersonState.LEFT_UNMAPPED);
    }

    @Test
    void shouldCreateNoMoreAccountsOnceTheMigrationIsCancelled() {
        // given a worker's bench whose job Camunda takes away while the fourth account is made
        WorkerBench bench = new WorkerBench();
        doReturn(migration).when(bench.migrations()).get(any());
        doAnswer(call -> {
                    if (made.size() == 3) {
                        bench.takeTheJobAway();
                    }
                    return created(call.getArgument(0));
                })
                .when(cloud)
                .createUser(anyString(), any());

        // when, then
        assertThatThrownBy(() -> bench.steps()
                        .run(AJob.of("create-users").inProcess("map-users").get(), creation::create))
                .isInstanceOf(JobError.class);
        assertThat(made).hasSize(4);
        assertThat(people.counts(migration.id()).in(PersonState.CREATED)).isEqualTo(4);
    }

    @Test
    void shouldCreateNoMoreAccountsOnceTheMigrationIsCleanedUp() {
        // given
        Intents intents = ferry.getBean(Intents.class);
        doAnswer(call -> {
                    if (made.size() == 3) {
                        intents.closeToNewWork(migration.id());
                    }
                    return created(call.getArgument(0));
                })
                .when(cloud)
                .createUser(anyString(), any());

        // when, then
        assertThatThrownBy(this::create).isInstanceOf(ClosedToNewWork.class);
        assertThat(made).hasSize(4);
    }

    @Test
    void shouldStopAtTheLastSeatAndGoOnWhenThereAreMore() {
        // given seven seats
        doAnswer(call -> made.size() < 7 ? created(call.getArgument(0)) : new CreatedUser.LicenceExceeded())
                .when(cloud)
                .createUser(anyString(), any());

        // when, then
        assertThatThrownBy(this::create)
                .isInstanceOfSatisfying(
                        StepRefused.class,
                        refused -> assertThat(refused.problem().detail())
                                .contains("7 accounts were created now", "3 people are left"));
        assertThat(people.counts(migration.id()).missing()).isEqualTo(3);

        // and with more seats only those are asked for who are left
        doAnswer(call -> created(call.getArgument(0))).when(cloud).createUser(anyString(), any());
        assertThat(create().created()).isEqualTo(new AccountCreation.Counts(3, 0, 0));
        assertThat(made).hasSize(10);
    }

    @Test
    void shouldCreateOnlyThoseWhomTheApproverWasShown() {
        // given somebody who is left out when the approver answers, and is missing after all when accounts are made
        decisions.leaveUnmapped(migration.id(), "p9", "left long ago", "ben");
        answered(Decision.CREATE, "ann@site.example");
        decisions.undo(migration.id(), "p9", "ben", null);

        // when
        var variables = create();

        // then the process asks the approver about that person
        assertThat(made).hasSize(9).doesNotContain("p9@site.example");
        assertThat(variables.created()).isNull();
        assertThat(ferry.getBean(Timeline.class).read(migration.id()))
                .anySatisfy(event -> assertThat(event.message()).startsWith("1 more person has no account"));

        // and creates an account when they allow it
        answered(Decision.CREATE, "ann@site.example");
        assertThat(create().created()).isEqualTo(new AccountCreation.Counts(1, 0, 0));
        assertThat(made).hasSize(10);
    }

    @Test
    void shouldStillCreateThoseWhoWereShownWhenOthersWereMappedMeanwhile() {
        decisions.leaveUnmapped(migration.id(), "p9", "left long ago", "ben");

        assertThat(create().created()).isEqualTo(new AccountCreation.Counts(9, 0, 0));
    }

    @Test
    void shouldCreateNobodyWithoutTheYesOfAnApprover() {
        // when the last word was no
        answered(Decision.SKIP, "ann@site.example");
        assertThat(create().created()).isNull();

        // or a yes came from somebody else
        answered(Decision.CREATE, "ben@site.example");
        assertThat(create().created()).isNull();

        // or does not say who was shown
        ferry.getBean(Confirmations.class)
                .record(
                        migration.id(),
                        Question.NEW_ACCOUNTS,
                        Decision.CREATE,
                        null,
                        Actor.ofTask("ann@site.example"),
                        Map.of());
        assertThat(create().created()).isNull();

        // then
        assertThat(made).isEmpty();
    }

    @Test
    void shouldWriteDownWhichApprovalAnAccountRestsOn() {
        // given
        var approval = answered(Decision.CREATE, "ann@site.example");

        // when
        create();

        // then
        var shown = (Map<?, ?>) Objects.requireNonNull(approval.basis().get("matching"));
        var bases = ARecord.basesOf(ferry.getBean(JdbcClient.class), migration.id(), "createUser");
        assertThat(bases).hasSize(10).doesNotHaveDuplicates().allSatisfy(basis -> {
            assertThat(basis).containsOnlyKeys("approval", "missing", "missingHash", "missingRevision", "person");
            assertThat(basis)
                    .containsEntry("approval", approval.id().toString())
                    .containsEntry("missing", 10)
                    .containsEntry("missingHash", shown.get("missingHash"));
        });
        assertThat(bases.toString()).doesNotContain("p1", "site.example");
    }
}
