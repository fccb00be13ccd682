package io.ferry.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.ferry.bigpicture.BigPicture;
import io.ferry.bigpicture.Box;
import io.ferry.bigpicture.Connection;
import io.ferry.bigpicture.Connections;
import io.ferry.bigpicture.OwnScope;
import io.ferry.bigpicture.Team;
import io.ferry.jira.Project;
import io.ferry.jira.cloud.CloudUser;
import io.ferry.jira.cloud.JiraCloud;
import io.ferry.jira.datacenter.DataCenterUser;
import io.ferry.jira.datacenter.JiraDataCenter;
import io.ferry.jira.datacenter.UserListing;
import io.ferry.remote.RemoteFailure;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BaselinesTest {

    private static final Inventory.Element BROKEN = new Inventory.Element("JIRA_PROJECT", "TST");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final JiraDataCenter source = mock(JiraDataCenter.class);
    private final JiraCloud target = mock(JiraCloud.class);
    private final BigPicture app = mock(BigPicture.class);
    private final Connections connections = mock(Connections.class);
    private final Baselines baselines = new Baselines(
            new AppInventory(new VerificationProperties(2, 1, 200, Map.of())), Clock.fixed(NOW, ZoneOffset.UTC));

    @BeforeEach
    void sites() {
        when(source.projects()).thenReturn(List.of(project("TST", false), project("OLD", true)));
        when(source.issueCount("project = \"TST\"")).thenReturn(11L);
        doAnswer(call -> {
                    Consumer<DataCenterUser> consumer = call.getArgument(0);
                    consumer.accept(new DataCenterUser("a", "a", "A", Optional.empty(), true));
                    consumer.accept(new DataCenterUser("b", "b", "B", Optional.empty(), false));
                    return UserListing.COMPLETE;
                })
                .when(source)
                .forEachUser(any());
        when(source.issueCount("issue in box(\"PROG-1\")")).thenReturn(7L);
        when(target.projects()).thenReturn(List.of(project("TST", false)));
        when(target.issueCount("project = \"TST\"")).thenReturn(11L);
        doAnswer(call -> {
                    Consumer<CloudUser> consumer = call.getArgument(0);
                    consumer.accept(new CloudUser("1", "atlassian", "A", Optional.empty(), true));
                    consumer.accept(new CloudUser("2", "app", "Bot", Optional.empty(), true));
                    return null;
                })
                .when(target)
                .forEachUser(any());
        when(app.connections()).thenReturn(connections);
        when(connections.list())
                .thenReturn(List.of(new Connection("1", "Jira", true, true, Connection.State.OPERATIONAL, "")));
        when(app.boxes()).thenReturn(box(Box.ROOT, box("PROG-1", box("PROG-2")), box("PROG-3")));
        when(app.teams()).thenReturn(List.of(new Team("2", "Red"), new Team("1", "Blue")));
        when(app.ownScope(any()))
                .thenReturn(new OwnScope(List.of(new OwnScope.Definition(
                        "", List.of(new OwnScope.Element("JIRA_PROJECT", "TST", false, true)), List.of("TST-1")))));
    }

    @Test
    void shouldTakeDownWhatStandsOnTheSource() {
        // when
        var baseline = baselines.take(source, app);

        // then
        assertThat(baseline.takenAt()).isEqualTo(NOW);
        assertThat(baseline.projects()).isEqualTo(2);
        assertThat(baseline.issues()).isEqualTo(11);
        assertThat(baseline.people()).isEqualTo(2);
        assertThat(baseline.boxes()).isEqualTo(3);
        var seen = baseline.appSide().orElseThrow();
        assertThat(seen.boxes()).extracting(Inventory.BoxState::parent).containsExactly("ROOT", "PROG-1", "ROOT");
        assertThat(seen.teams()).containsExactly("Blue", "Red");
        assertThat(seen.scopes())
                .containsExactly(
                        new Inventory.BoxScope("PROG-1", 1, 0, 0, 0, 1, List.of(BROKEN), 7L),
                        new Inventory.BoxScope("PROG-2", 1, 0, 0, 0, 1, List.of(BROKEN), null));
    }

    @Test
    void shouldNotGuessIssuesOfProjectsThatCannotBeSearched() {
        assertThat(baselines.take(source, app).jira().projects())
                .containsExactly(
                        new Inventory.ProjectIssues("1", "TST", 11L), new Inventory.ProjectIssues("1", "OLD", null));
    }

    @Test
    void shouldNoteAnAppThatCannotBeAsked() {
        // given
        when(app.boxes()).thenThrow(RemoteFailure.lasting("No access.", "Give a token."));

        // when
        var baseline = baselines.take(source, app);

        // then
        assertThat(baseline.boxes()).isNull();
        assertThat(baseline.appMissing()).contains("No access. Give a token.");
    }

    @Test
    void shouldAskAgainLaterWhileTheAppRestarts() {
        var restarting = RemoteFailure.passing("The app restarts.", "Wait.");
        when(app.boxes()).thenThrow(restarting);

        assertThatThrownBy(() -> baselines.take(source, app)).isSameAs(restarting);
    }

    @Test
    void shouldLeaveOutWhatThisVersionOfTheAppDoesNotOffer() {
        when(app.ownScope(any())).thenThrow(RemoteFailure.lasting("Not found.", "Update the app."));

        var seen = baselines.take(source, app).appSide().orElseThrow();

        assertThat(seen.scopes()).isNull();
        assertThat(seen.boxes()).hasSize(3);
    }

    @Test
    void shouldCountPeopleButNotAppsInTheTarget() {
        assertThat(baselines.findings(target, app).people()).isEqualTo(1);
    }

    @Test
    void shouldSayWhetherJirasDataArrivedWhole() {
        // given
        var baseline = baselines.take(source, app);

        // when
        var comparison = new JiraCounts(baselines, ComparisonsForTests.PROPERTIES).compare(baseline, target, 1);

        // then
        assertThat(comparison.isFine()).isFalse();
        assertThat(comparison.differences()).extracting(RuleResult::name).containsExactly("projects", "people");
    }

    @Test
    void shouldSurviveBeingKeptAsJson() throws JsonProcessingException {
        // given
        var json = JsonMapper.builder().addModule(new JavaTimeModule()).build();
        var baseline = baselines.take(source, app);

        // when
        var text = json.writeValueAsString(baseline);

        // then
        assertThat(json.readValue(text, Inventory.class)).isEqualTo(baseline);
        assertThat(json.readTree(text).get("issues").asLong()).isEqualTo(11);
        assertThat(json.readTree(text).get("boxes").asInt()).isEqualTo(3);
    }

    private static Project project(String key, boolean archived) {
        return new Project("1", key, key, archived);
    }

    private static Box box(String id, Box... children) {
        return new Box(id, "Box " + id, "3", "OPEN", "2026-01-05", "", false, List.of(children));
    }
}
