package io.ferry.api;

import static org.hamcrest.Matchers.containsString;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.contains;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.ArgumentMatchers.isNull;
import static org.mockito.ArgumentMatchers.matches;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.ferry.migration.Actor;
import io.ferry.migration.Event;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.migration.NoSuchMigration;
import io.ferry.migration.Outcome;
import io.ferry.migration.Timeline;
import io.ferry.process.retention.RetainedPeople;
import io.ferry.users.DecisionRefused;
import io.ferry.users.InactiveDirectories;
import io.ferry.users.InactivePeople;
import io.ferry.users.MappingFile;
import io.ferry.users.PeopleFilter;
import io.ferry.users.PersonMapping;
import io.ferry.users.PersonState;
import io.ferry.users.SourcePerson;
import io.ferry.users.UserDecisions;
import io.ferry.users.UserMappingCounts;
import io.ferry.users.UserMappings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class UserMappingControllerTest {
    private static final MigrationId ID = new MigrationId("m-1");
    private static final String PEOPLE = "/api/migrations/m-1/people";
    private static final UserMappingCounts COUNTS =
            new UserMappingCounts(Map.of(PersonState.UNMATCHED, 1L), 1, 0, 0, 0, 0);
    private static final PersonMapping STANDING = new PersonMapping(
            new SourcePerson("a/b", "a/b", "A B", null, true, false),
            PersonState.UNMATCHED,
            null,
            null,
            null,
            false,
            null,
            List.of(),
            3,
            null);

    private final Migrations migrations = mock();
    private final Timeline timeline = mock();
    private final UserMappings people = mock();
    private final UserDecisions decisions = mock();
    private final RetainedPeople retainedPeople = mock();
    private final InactiveDirectories directories = mock();
    private final InactivePeople inactivePeople = mock();
    private final MappingFile mappingFile = mock();
    private final PeopleRecord onRecord = new PeopleRecord(timeline);
    private final MockMvc mvc = MockMvcBuilders.standaloneSetup(
                    new UserMappingController(people, retainedPeople, onRecord),
                    new UserDecisionsController(decisions, directories, inactivePeople, onRecord),
                    new MappingFilesController(people, mappingFile, mock(), onRecord))
            .setControllerAdvice(new PeopleProblems(), new ProblemHandler(PagesForTests.pages()))
            .setCustomArgumentResolvers(new KnownMigrations(migrations), new ActingPerson())
            .build();

    @BeforeEach
    void aMigration() {
        EverybodyIsSignedIn.signIn();
        outcome(null);
        when(migrations.get(new MigrationId("m-2"))).thenThrow(new NoSuchMigration(new MigrationId("m-2")));
        when(people.counts(ID)).thenReturn(COUNTS);
    }

    @Test
    void shouldShowAPageOfPeople() throws Exception {
        when(people.page(ID, PeopleFilter.UNDECIDED, "", 0, 500))
                .thenReturn(new UserMappings.Page(List.of(STANDING), 1, COUNTS, 3, Map.of()));

        mvc.perform(get(PEOPLE + "?state=UNDECIDED&size=500"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.items[0].userKey").value("a/b"))
                .andExpect(jsonPath("$.items[0].state").value("UNMATCHED"))
                .andExpect(jsonPath("$.total").value(1))
                .andExpect(jsonPath("$.counts.missing").value(1));
    }

    @Test
    void shouldNameTheFieldThatIsWrong() throws Exception {
        mvc.perform(get(PEOPLE + "?state=nobody"))
                .andExpect(status().isBadRequest())
                .andExpect(content().string(containsString("\"state\"")));
        mvc.perform(get(PEOPLE + "?size=100000"))
                .andExpect(status().isBadRequest())
                .andExpect(content().string(containsString("\"size\"")));
        mvc.perform(get("/api/migrations/m-2/people")).andExpect(status().isNotFound());
        mvc.perform(get("/api/migrations/M_2!/people")).andExpect(status().isNotFound());
    }

    @Test
    void shouldTakeDecisionsAboutKeysWithSlashes() throws Exception {
        when(decisions.map(ID, "a/b", "1", null, EverybodyIsSignedIn.TESTER, null))
                .thenReturn(STANDING);
        when(decisions.leaveUnmapped(ID, "a/b", "left", EverybodyIsSignedIn.TESTER, 3L))
                .thenReturn(STANDING);
        when(decisions.undo(ID, "a/b", EverybodyIsSignedIn.TESTER, null)).thenReturn(STANDING);

        decide("{\"userKey\":\"a/b\",\"accountId\":\"1\"}", 200);
        decide("{\"userKey\":\"a/b\",\"leaveUnmapped\":true,\"reason\":\"left\",\"revision\":3}", 200);
        decide("{\"userKey\":\"a/b\",\"undo\":true}", 200);

        verify(decisions).map(ID, "a/b", "1", null, EverybodyIsSignedIn.TESTER, null);
        verify(decisions).leaveUnmapped(ID, "a/b", "left", EverybodyIsSignedIn.TESTER, 3L);
        verify(decisions).undo(ID, "a/b", EverybodyIsSignedIn.TESTER, null);
    }

    @Test
    void shouldRefuseDecisionsThatSayNothingOrTooMuch() throws Exception {
        decide("{}", 400);
        decide("{\"userKey\":\"a/b\"}", 400);
        decide("{\"userKey\":\"a/b\",\"accountId\":\"1\",\"undo\":true}", 400);

        verifyNoInteractions(decisions);
    }

    @Test
    void shouldProposePeopleOfInactiveDirectoriesWithTheConsequence() throws Exception {
        when(directories.proposal(ID))
                .thenReturn(new InactiveDirectories.Proposal(
                        2, 1, List.of(new InactiveDirectories.OfDirectory("Old LDAP", 2, 5)), "They lose resources."));

        mvc.perform(get(PEOPLE + "/inactive-directories"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.people").value(2))
                .andExpect(jsonPath("$.creatable").value(1))
                .andExpect(jsonPath("$.directories[0].name").value("Old LDAP"))
                .andExpect(jsonPath("$.directories[0].settled").value(5))
                .andExpect(jsonPath("$.consequence").value("They lose resources."));
        verify(directories, never()).leaveUnmapped(any(), anyLong(), any(), any());
    }

    @Test
    void shouldLeaveThemUnmappedTogetherAndSayHowMany() throws Exception {
        when(directories.leaveUnmapped(ID, 2, "left", EverybodyIsSignedIn.TESTER))
                .thenReturn(new UserDecisions.LeftUnmapped(2, 9));

        leaveTogether("{\"people\":2,\"reason\":\"left\"}", 200)
                .andExpect(jsonPath("$.leftUnmapped").value(2))
                .andExpect(jsonPath("$.revision").value(9));

        verify(timeline)
                .record(
                        eq(ID),
                        any(),
                        anyString(),
                        eq(Event.Kind.DECIDED),
                        contains("2 people were left unmapped together, for their directory"),
                        eq(new Actor(EverybodyIsSignedIn.TESTER, Actor.Channel.LINK, null, null)));
    }

    @Test
    void shouldLeaveNobodyUnmappedWhoWasNotSeen() throws Exception {
        DecisionRefused refused = mock();
        when(refused.field()).thenReturn("people");
        when(refused.getMessage()).thenReturn("The proposal covers 2 people now");
        when(directories.leaveUnmapped(eq(ID), eq(3L), any(), any())).thenThrow(refused);

        leaveTogether("{\"reason\":\"left\"}", 400).andExpect(content().string(containsString("\"people\"")));
        leaveTogether("{\"people\":3,\"reason\":\"left\"}", 422)
                .andExpect(content().string(containsString("covers 2 people now")));

        verifyNoInteractions(timeline);
    }

    @Test
    void shouldDecideAboutInactivePeopleTogetherWithTheConsequence() throws Exception {
        when(inactivePeople.proposal(ID)).thenReturn(new InactivePeople.Proposal(40, 3, "They lose resources."));
        when(inactivePeople.leaveUnmapped(ID, 40, "left", EverybodyIsSignedIn.TESTER))
                .thenReturn(new UserDecisions.LeftUnmapped(40, 9));

        mvc.perform(get(PEOPLE + "/inactive"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.people").value(40))
                .andExpect(jsonPath("$.suggested").value(3))
                .andExpect(jsonPath("$.consequence").value("They lose resources."));
        mvc.perform(put(PEOPLE + "/inactive")
                        .contentType("application/json")
                        .content("{\"people\":40,\"reason\":\"left\"}"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.leftUnmapped").value(40));
        mvc.perform(put(PEOPLE + "/inactive").contentType("application/json").content("{\"reason\":\"left\"}"))
                .andExpect(status().isBadRequest());

        verify(timeline)
                .record(
                        eq(ID),
                        any(),
                        anyString(),
                        eq(Event.Kind.DECIDED),
                        contains("40 inactive and removed people"),
                        eq(new Actor(EverybodyIsSignedIn.TESTER, Actor.Channel.LINK, null, null)));
    }

    private ResultActions leaveTogether(String body, int status) throws Exception {
        return mvc.perform(put(PEOPLE + "/inactive-directories")
                        .contentType("application/json")
                        .content(body))
                .andExpect(status().is(status));
    }

    @Test
    void shouldLetNobodyNameHimself() throws Exception {
        outcome(Outcome.MIGRATED);
        mvc.perform(delete(PEOPLE + "?by=The%20Boss")).andExpect(status().isBadRequest());
        mvc.perform(put("/api/migrations/m-1/mapping.csv?by=ann")
                        .contentType("text/csv")
                        .content("source_key\n"))
                .andExpect(status().isBadRequest());
        mvc.perform(put("/api/migrations/m-1/accounts.csv?by=ann")
                        .contentType("text/csv")
                        .content("id\n"))
                .andExpect(status().isBadRequest());

        verifyNoInteractions(people, mappingFile, timeline);
    }

    private void decide(String body, int expected) throws Exception {
        mvc.perform(put(PEOPLE).contentType("application/json").content(body)).andExpect(status().is(expected));
    }

    @Test
    void shouldTakeAMappingFileAndPutThatOnRecord() throws Exception {
        when(mappingFile.read(eq(ID), any(), eq(EverybodyIsSignedIn.TESTER))).thenReturn(7);

        mvc.perform(put("/api/migrations/m-1/mapping.csv")
                        .contentType("text/csv")
                        .content("source_key\n"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.changed").value(7));
        verify(timeline)
                .record(
                        eq(ID),
                        any(),
                        anyString(),
                        eq(Event.Kind.DECIDED),
                        contains("7 people"),
                        eq(new Actor(EverybodyIsSignedIn.TESTER, Actor.Channel.LINK, null, null)));
    }

    @Test
    void shouldErasePeopleOnRecordOnceTheMigrationEnded() throws Exception {
        when(retainedPeople.erase(ID)).thenReturn(42L);

        mvc.perform(delete(PEOPLE)).andExpect(status().isConflict());
        verify(retainedPeople, never()).erase(any());

        outcome(Outcome.MIGRATED);
        mvc.perform(delete(PEOPLE))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.erased").value(42))
                .andExpect(jsonPath("$.note").value(containsString("Jira backup")));
        verify(timeline)
                .record(
                        eq(ID),
                        isNull(),
                        anyString(),
                        eq(Event.Kind.DECIDED),
                        matches("42 records .* Jira backup .*"),
                        any());
    }

    private void outcome(@Nullable Outcome outcome) {
        Migration migration = mock();
        when(migration.id()).thenReturn(ID);
        when(migration.outcome()).thenReturn(outcome);
        when(migrations.get(ID)).thenReturn(migration);
    }
}
