package io.ferry.process.mapusers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.camunda.client.exception.BpmnError;
import io.camunda.client.exception.JobError;
import io.ferry.artifact.ArtifactStore;
import io.ferry.jira.cloud.CloudUser;
import io.ferry.jira.cloud.CreatedUser;
import io.ferry.migration.Action;
import io.ferry.migration.Actor;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Decision;
import io.ferry.migration.FactName;
import io.ferry.migration.FactsOfMigration;
import io.ferry.migration.Intent;
import io.ferry.migration.IntentState;
import io.ferry.migration.Intents;
import io.ferry.migration.Phase;
import io.ferry.migration.Question;
import io.ferry.process.common.AJob;
import io.ferry.process.common.ApprovalProperties;
import io.ferry.process.common.Approvals;
import io.ferry.process.common.WorkerBench;
import io.ferry.remote.OutcomeUnknownException;
import io.ferry.remote.RemoteFailure;
import io.ferry.users.InactivePeople;
import io.ferry.users.Mapping;
import io.ferry.users.PersonMapping;
import io.ferry.users.PersonState;
import io.ferry.users.SourcePerson;
import io.ferry.users.UserMappings;
import io.ferry.users.UserMatching;
import io.ferry.users.UsersProperties;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MapUsersWorkersTest {
    private static final Intent INTENT =
            new Intent(new UUID(1, 2), WorkerBench.ID, Action.CREATE_USER, WorkerBench.NOW);
    private static final List<String> PRODUCTS = List.of("jira-software");

    private final WorkerBench bench = new WorkerBench();
    private final UserMappings people = mock();
    private final UserMatching matching = mock();
    private final InactivePeople inactivePeople = mock();
    private final Intents intents = mock();
    private final FactsOfMigration facts = mock();
    private final Confirmations confirmations = mock();
    private final CreateUsersWorker createUsers = new CreateUsersWorker(
            bench.steps(),
            new AccountCreation(
                    bench.sites(),
                    people,
                    matching,
                    intents,
                    facts,
                    bench.timeline(),
                    confirmations,
                    new Approvals(ApprovalProperties.ofApprovers(), mock(), mock()),
                    new UsersProperties(Map.of(), Set.copyOf(PRODUCTS), null)));

    @BeforeEach
    void twoPeopleAreMissing() {
        var both = List.of(missing("a"), missing("b"));
        when(people.creatable(WorkerBench.ID)).thenReturn(both);
        when(people.creatable(eq(WorkerBench.ID), anyString()))
                .then(asked -> people.creatable(WorkerBench.ID).stream()
                        .filter(mapping -> mapping.person().userKey().equals(asked.getArgument(1)))
                        .findFirst());
        when(confirmations.latest(WorkerBench.ID, Question.NEW_ACCOUNTS)).thenReturn(Optional.of(approved(both)));
        when(intents.begin(eq(WorkerBench.ID), any(Action.class), any())).thenReturn(new IntentState.Fresh(INTENT));
    }

    private static Confirmation approved(List<PersonMapping> shown) {
        return new Confirmation(
                new UUID(3, 4),
                WorkerBench.ID,
                Question.NEW_ACCOUNTS,
                Decision.CREATE,
                null,
                Actor.ofTask("ann"),
                WorkerBench.NOW,
                Map.of("matching", WorkerBench.json(ApprovedPeople.shown(shown))),
                false);
    }

    @Test
    void shouldCreateTheMissingOneByOne() {
        // given
        when(bench.target().createUser("a@site.example", PRODUCTS)).thenReturn(new CreatedUser.Created("1"));
        when(bench.target().createUser("b@site.example", PRODUCTS)).thenReturn(new CreatedUser.Created("2"));
        when(people.knowsAccount(WorkerBench.ID, "2")).thenReturn(true);

        // when
        var variables = create();

        // then
        assertThat(variables).containsEntry("created", new AccountCreation.Counts(1, 1, 0));
        verify(matching).recordAccount(WorkerBench.ID, "a", "1", true);
        verify(matching).recordAccount(WorkerBench.ID, "b", "2", false);
        verify(intents).done(INTENT, Map.of("accountId", "1", "created", true));
        verify(bench.timeline()).progress(WorkerBench.ID, Phase.MAP_USERS, 50);
        verify(bench.timeline()).progress(WorkerBench.ID, Phase.MAP_USERS, 100);
    }

    @Test
    void shouldAskForNobodyWhoWasCreatedBefore() {
        // given a job that died after it had created both
        when(intents.begin(eq(WorkerBench.ID), any(Action.class), any()))
                .thenReturn(new IntentState.Done(INTENT, Map.of("accountId", "1", "created", true)));

        // when
        var variables = create();

        // then
        assertThat(variables).containsEntry("created", new AccountCreation.Counts(2, 0, 0));
        verify(bench.target(), never()).createUser(anyString(), any());
        verify(matching, times(2)).recordAccount(eq(WorkerBench.ID), anyString(), eq("1"), eq(true));
    }

    @Test
    void shouldAskAgainWhereNobodyKnowsTheOutcome() {
        // given Jira answers a second request for an address with the same account
        when(intents.begin(eq(WorkerBench.ID), any(Action.class), any()))
                .thenReturn(new IntentState.Unfinished(INTENT));
        when(bench.target().createUser(anyString(), any())).thenReturn(new CreatedUser.Created("1"));

        create();

        verify(bench.target()).createUser("a@site.example", PRODUCTS);
    }

    @Test
    void shouldLeaveTheIntentOpenWhenTheAnswerIsLost() {
        when(bench.target().createUser(anyString(), any()))
                .thenThrow(OutcomeUnknownException.of("No answer came.", "Look."));

        assertThatThrownBy(this::create)
                .isInstanceOfSatisfying(
                        JobError.class, error -> assertThat(error.getRetries()).isEqualTo(6));
        verify(intents, never()).failed(any(), anyString());
        verify(intents, never()).done(any(), any());
    }

    @Test
    void shouldStopWhenTheLicenceIsUsedUpAndSayHowManyAreLeft() {
        when(bench.target().createUser("a@site.example", PRODUCTS)).thenReturn(new CreatedUser.Created("1"));
        when(bench.target().createUser("b@site.example", PRODUCTS)).thenReturn(new CreatedUser.LicenceExceeded());

        assertThatThrownBy(this::create).isInstanceOfSatisfying(BpmnError.class, error -> {
            assertThat(error.getErrorCode()).isEqualTo("REFUSED");
            assertThat(String.valueOf(error.getVariables())).contains("1 account was created now", "1 person is left");
        });
        verify(intents).failed(eq(INTENT), contains("no seat"));
        verify(facts).verified(WorkerBench.ID, FactName.CREATED, new AccountCreation.Counts(1, 0, 1));
    }

    @Test
    void shouldLeaveItToAPersonWithoutTheRightToCreateAccounts() {
        when(bench.target().createUser(anyString(), any())).thenReturn(new CreatedUser.NotAllowed());

        assertThatThrownBy(this::create)
                .isInstanceOfSatisfying(
                        BpmnError.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo("AUTOMATION_UNAVAILABLE"));
        verify(bench.target(), times(1)).createUser(anyString(), any());
    }

    @Test
    void shouldGoOnPastPeopleWhomTheSiteRefuses() {
        when(bench.target().createUser("a@site.example", PRODUCTS)).thenReturn(new CreatedUser.AlreadyThere());
        when(bench.target().createUser("b@site.example", PRODUCTS))
                .thenReturn(new CreatedUser.Refused("blocked domain"));

        assertThat(create()).containsEntry("created", new AccountCreation.Counts(0, 0, 2));
        verify(intents, times(2)).failed(eq(INTENT), anyString());
    }

    @Test
    void shouldTryAgainLaterWhenTheSiteIsBusy() {
        when(bench.target().createUser(anyString(), any())).thenThrow(RemoteFailure.passing("Too many.", "Wait."));

        assertThatThrownBy(this::create).isInstanceOf(JobError.class);
        verify(intents).failed(eq(INTENT), anyString());
    }

    private Map<String, @Nullable Object> create() {
        return WorkerBench.run(
                createUsers, AJob.of("create-users").inProcess("map-users").get());
    }

    private static PersonMapping missing(String key) {
        return new PersonMapping(
                new SourcePerson(key, key, key, key + "@site.example", true, false),
                PersonState.UNMATCHED,
                null,
                null,
                null,
                true,
                null,
                List.of(),
                1,
                null);
    }

    @Test
    void shouldInviteByTheAddressThatTheMappingCompares() {
        // given
        var blank = missing("\u00A0A");
        when(people.creatable(WorkerBench.ID)).thenReturn(List.of(blank));
        when(confirmations.latest(WorkerBench.ID, Question.NEW_ACCOUNTS))
                .thenReturn(Optional.of(approved(List.of(blank))));
        when(bench.target().createUser("a@site.example", PRODUCTS)).thenReturn(new CreatedUser.Created("1"));

        // when
        create();

        // then
        verify(matching).recordAccount(WorkerBench.ID, "\u00A0A", "1", true);
    }

    @Test
    void shouldKeepTheMappingOpenWhileSomebodyIsUndecided() {
        // given
        when(people.mapping(WorkerBench.ID))
                .thenReturn(new Mapping(
                        List.of(
                                new Mapping.Entry("a", "1"),
                                new Mapping.Entry("b", null),
                                new Mapping.Entry("c", null)),
                        1));

        // when
        var variables = WorkerBench.run(
                new CheckMappingWorker(bench.steps(), new MappingCheck(people, facts)),
                AJob.of("check-mapping").get());

        // then
        assertThat(WorkerBench.json(variables.get("mapping")))
                .isEqualTo(Map.of(
                        "version",
                        people.mapping(WorkerBench.ID).version(),
                        "mapped",
                        1,
                        "unmapped",
                        1L,
                        "conflicts",
                        1L));
        verify(facts).verified(eq(WorkerBench.ID), eq(FactName.MAPPING), any());
    }

    @Test
    void shouldSayThatPeopleNeedABackup() {
        ArtifactStore store = mock();
        when(store.of(WorkerBench.ID.value())).thenReturn(List.of());
        doAnswer(call -> {
                    Consumer<CloudUser> consumer = call.getArgument(0);
                    consumer.accept(new CloudUser("1", "atlassian", "A", Optional.empty(), true));
                    return null;
                })
                .when(bench.target())
                .forEachUser(any());
        var worker = new MatchUsersWorker(
                bench.steps(), new PeopleMatching(bench.sites(), store, matching, people, inactivePeople, facts));

        assertThatThrownBy(() -> WorkerBench.run(worker, AJob.of("match-users").get()))
                .isInstanceOf(JobError.class)
                .hasMessageContaining("no Jira backup");
    }
}
