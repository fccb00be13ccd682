package io.ferry.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.reset;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.ferry.access.Role;
import io.ferry.bigpicture.BigPictureProperties;
import io.ferry.fixtures.TestClock;
import io.ferry.fixtures.TestHome;
import io.ferry.migration.App;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationSettings;
import io.ferry.migration.Migrations;
import io.ferry.migration.Mode;
import io.ferry.migration.NewMigration;
import io.ferry.migration.Operation;
import io.ferry.migration.Outcome;
import io.ferry.migration.Phase;
import io.ferry.migration.Timeline;
import io.ferry.migration.VisibleTeams;
import io.ferry.process.engine.EngineUnavailable;
import io.ferry.process.engine.Incident;
import io.ferry.process.engine.Incidents;
import io.ferry.process.engine.ProcessEngine;
import io.ferry.process.engine.WaitingTasks;
import io.ferry.process.lifecycle.MigrationLifecycle;
import io.ferry.process.reminders.RemindersProperties;
import io.ferry.readiness.SettingsCheck;
import io.ferry.remote.AddressRules;
import io.ferry.remote.CredentialResolver;
import io.ferry.remote.DeclaredCredentials;
import io.ferry.remote.EndpointSets;
import io.ferry.remote.RemoteProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** People act on a migration in a real browser: what they confirm arrives at the engine or on the record, and nothing else. */
class ActionsPageTest {
    private static ConfigurableApplicationContext web;
    private static Chromium chromium;

    private final List<String> mistakes = new ArrayList<>();
    private ProcessEngine engine;
    private Incidents incidents;
    private Migration migration;
    private Page page;

    /** The pages together with the API that they use; only the engine is replaced. */
    @Import({
        FrontWeb.class,
        ActionsController.class,
        MigrationsController.class,
        CredentialChoices.class,
        MigrationViews.class,
        MigrationLifecycle.class,
        SettingsCheck.class,
        AddressRules.class,
        BodyLimit.class
    })
    @EnableConfigurationProperties({
        BigPictureProperties.class,
        DeclaredCredentials.class,
        EndpointSets.class,
        RemoteProperties.class,
        RemindersProperties.class
    })
    static class Web {
        @Bean
        ProcessEngine engine() {
            return mock();
        }

        @Bean
        CredentialResolver credentials(DeclaredCredentials declared) {
            return new CredentialResolver(declared.credentials()::get, name -> "user:secret");
        }
    }

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        web = new SpringApplicationBuilder(Web.class)
                .run(
                        "--server.port=0",
                        "--camunda.client.enabled=false",
                        "--spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
                        "--management.endpoint.health.validate-group-membership=false",
                        "--ferry.remote.allowed-addresses=127.0.0.1",
                        "--ferry.credentials.source-jira.source=env:SOURCE",
                        "--ferry.credentials.source-jira.hosts=127.0.0.1:*",
                        "--ferry.credentials.source-jira-2.source=env:SOURCE",
                        "--ferry.credentials.source-jira-2.hosts=127.0.0.1:*",
                        "--ferry.credentials.elsewhere.source=env:SOURCE",
                        "--ferry.credentials.elsewhere.hosts=other.example.com",
                        TestHome.named("actions-web"));
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (web != null) {
            web.close();
        }
    }

    @BeforeEach
    void aMigration() {
        engine = web.getBean(ProcessEngine.class);
        incidents = web.getBean(Incidents.class);
        reset(engine, incidents, web.getBean(WaitingTasks.class));
        when(web.getBean(WaitingTasks.class).home()).thenReturn("http://camunda.example/tasklist");
        when(incidents.home()).thenReturn("http://camunda.example/operate");
        when(incidents.linkTo(anyLong())).thenReturn("http://camunda.example/operate/processes/1");
        web.getBean(TestClock.class).pass(Duration.ofMinutes(1));
        web.getBean(Migrations.class)
                .list(VisibleTeams.ALL, 0, 100)
                .forEach(earlier -> web.getBean(Migrations.class).recordOutcome(earlier.id(), Outcome.STOPPED));
        MigrationSettings settings = io.ferry.fixtures.SampleSettings.sampleSettings()
                .from(io.ferry.fixtures.SampleSettings.site("http://127.0.0.1:1", "source-jira"))
                .to(io.ferry.fixtures.SampleSettings.site("http://127.0.0.1:2", "source-jira"))
                .build();
        migration = web.getBean(Migrations.class)
                .register(new NewMigration("Spring <b>move</b>", App.BIGPICTURE, settings, null), 77);
        web.getBean(Timeline.class).phaseStarted(migration.id(), Phase.BACK_UP_JIRA);
        EverybodyIsSignedIn.with(Role.values());
        page = chromium.page(1280, mistakes);
    }

    @AfterEach
    void shouldHaveMadeNoMistake() {
        EverybodyIsSignedIn.with(Role.values());
        page.context().close();
        assertThat(mistakes).isEmpty();
    }

    private void show() {
        page.navigate(FrontWeb.address(web) + "/migrations/" + migration.id() + "/actions");
    }

    private void press(String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button + "…").setExact(true))
                .click();
    }

    private Locator dialog() {
        return page.locator("#ask");
    }

    private void confirm() {
        page.locator("#ask-yes").click();
    }

    private void stuck() {
        when(incidents.of(any()))
                .thenReturn(List.of(new Incident(
                        5,
                        6L,
                        "JOB_NO_RETRIES",
                        "The target did not answer. <img src=x onerror=alert(1)>",
                        web.getBean(TestClock.class).instant().minus(Duration.ofMinutes(7)),
                        "http://camunda.example/operate/processes/1")));
    }

    @Test
    void shouldTryAgainWhatIsStuck() {
        // given
        stuck();
        show();
        assertThat(page.locator("#retry")).containsText("Stuck for 7 min: The target did not answer. <img");
        Accessibility.check(page, "actions");

        // when
        press("Try again");
        assertThat(dialog()).containsText("Try 1 step again?");
        assertThat(dialog()).containsText("Nothing is done twice");
        Accessibility.check(page, "actions-asked");
        verify(engine, never()).retry(any());
        confirm();

        // then
        assertThat(page.locator("#done")).containsText("Ferry tries again.");
        assertThat(page.locator("#done")).isFocused();
        verify(engine).retry(any());
        assertThat(record()).contains("1 incident was resolved on Ferry's page by tester");
    }

    private List<String> record() {
        return web.getBean(Timeline.class).read(migration.id()).stream()
                .map(event -> event.message() + " by " + event.by())
                .toList();
    }

    @Test
    void shouldDoNothingWhereNobodyConfirms() {
        // given
        stuck();
        show();

        // when
        press("Try again");
        page.locator("#ask-no").click();
        press("Cancel the migration");
        page.keyboard().press("Escape");

        // then
        assertThat(dialog()).isHidden();
        assertThat(page.locator("#done")).isHidden();
        verify(engine, never()).retry(any());
        verify(engine, never()).cancel(any());
    }

    @Test
    void shouldCancelWithTheKeyboardAlone() {
        // given
        show();
        page.locator("#cancel button").focus();

        // when
        page.keyboard().press("Enter");
        assertThat(dialog()).containsText("Cancel “Spring <b>move</b>”?");
        assertThat(dialog()).containsText("“Back up Jira” is under way.");
        assertThat(page.locator("#ask-no")).isFocused();
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");

        // then
        assertThat(page.locator("#done")).containsText("The migration is being cancelled.");
        verify(engine).cancel(migration.id());
        assertThat(record()).contains("Cancellation was requested on Ferry's page by tester");
        assertThat(page.locator("#cancel form")).isHidden();
    }

    @Test
    void shouldSayInPlainWordsWhyItWasRefused() {
        // given
        show();
        EngineUnavailable silent = mock();
        when(silent.getMessage()).thenReturn("Camunda does not answer.");
        doThrow(silent).when(engine).cancel(any());

        // when
        press("Cancel the migration");
        confirm();

        // then
        assertThat(page.locator("#ask-refused")).isVisible();
        assertThat(page.locator("#ask-refused")).containsText("The process engine is not available");
        assertThat(page.locator("#ask-refused")).not().containsText("POST");
        assertThat(page.locator("#done")).isHidden();
        Accessibility.check(page, "actions-refused");
    }

    @Test
    void shouldAskForTheRollBackOnlyAfterARestore() {
        // given
        show();
        assertThat(page.locator("#roll-back")).containsText("There is nothing to roll back");
        assertThat(page.locator("#roll-back button")).hasCount(0);
        web.getBean(Timeline.class).phaseStarted(migration.id(), Phase.RESTORE_BIGPICTURE);
        web.getBean(Timeline.class).phaseEnded(migration.id(), Phase.RESTORE_BIGPICTURE);
        show();

        // when
        press("Ask for the roll-back");
        assertThat(dialog()).containsText("A task asks a person to decide first.");
        confirm();

        // then
        assertThat(page.locator("#done")).containsText("The roll-back has been asked for.");
        verify(engine).rollBack(migration.id());
    }

    @Test
    void shouldCorrectACredentialByItsName() {
        // given
        show();
        Locator names = page.getByLabel("Credential for Jira, by its name").first();
        assertThat(names.locator("option")).hasText(new String[] {"source-jira", "source-jira-2"});

        // when nothing was chosen
        page.locator("#site-source button").click();

        // then
        assertThat(page.locator("#site-source .unchanged"))
                .hasText("Nothing is changed yet: choose something else first.");

        // when
        names.selectOption("source-jira-2");
        page.locator("#site-source input[type=date]").first().fill("2031-03-31");
        page.locator("#site-source button").click();
        assertThat(dialog()).containsText("Credential for Jira, by its name: source-jira → source-jira-2");
        confirm();

        // then
        assertThat(page.locator("#done")).containsText("The credentials are corrected.");
        var source = settings().source();
        assertThat(source.credential().value()).isEqualTo("source-jira-2");
        assertThat(source.credentialEnds()).hasToString("2031-03-31");
        assertThat(source.url()).hasToString("http://127.0.0.1:1");
        assertThat(record()).anyMatch(line -> line.contains("credential source-jira → source-jira-2"));
    }

    private MigrationSettings settings() {
        return web.getBean(Migrations.class).get(migration.id()).settings();
    }

    @Test
    void shouldChangeWhoDoesWhat() {
        // given
        Mode before = settings().mode(Operation.CREATE_USERS);
        assertThat(before).isEqualTo(Mode.AUTOMATIC);
        show();

        // when
        page.getByLabel("Create missing accounts, once approved").selectOption("MANUAL");
        press("Change modes");
        assertThat(dialog())
                .containsText(
                        "Create missing accounts, once approved: automatic: Ferry does it → by hand: a person does it");
        confirm();

        // then
        assertThat(page.locator("#done")).containsText("The modes are changed.");
        assertThat(settings().mode(Operation.CREATE_USERS)).isEqualTo(Mode.MANUAL);
        assertThat(record())
                .anyMatch(line -> line.contains("Create missing accounts, once approved: automatic → by hand"));

        // when it is changed back on the same page
        page.getByLabel("Create missing accounts, once approved").selectOption("AUTOMATIC");
        press("Change modes");
        confirm();

        // then
        assertThat(dialog()).isHidden();
        assertThat(settings().mode(Operation.CREATE_USERS)).isEqualTo(Mode.AUTOMATIC);
    }

    @Test
    void shouldSayWhatIsMissingForAMode() {
        // given
        show();

        // when
        page.getByLabel("Create and fetch the Jira backup").selectOption("AUTOMATIC");
        press("Change modes");
        confirm();

        // then
        assertThat(page.locator("#ask-refused"))
                .containsText("Export folder: expected the folder into which the source");
        assertThat(page.locator("#ask-refused")).containsText("Nothing has been changed.");
        assertThat(settings().mode(Operation.BACK_UP_JIRA)).isEqualTo(Mode.MANUAL);
        assertThat(dialog()).isVisible();
    }

    @Test
    void shouldRunAPhaseAlone() {
        // given
        show();
        assertThat(page.locator("#phases h3")).hasText(new String[] {"Check readiness", "Verify"});
        when(engine.startPhase(any(), eq(Phase.VERIFY), any())).thenReturn(99L);

        // when
        press("Run Verify");
        assertThat(dialog()).containsText("It changes nothing in the cloud site.");
        confirm();

        // then
        assertThat(page.locator("#done")).containsText("“Verify” has been started.");
        verify(engine).startPhase(any(), eq(Phase.VERIFY), any());
        assertThat(record()).contains("The phase was started alone by tester");
    }

    @Test
    void shouldOfferAfterTheEndWhatTheMigrationWouldDo() {
        // given
        web.getBean(Migrations.class).recordOutcome(migration.id(), Outcome.CANCELLED);

        // when
        show();

        // then
        assertThat(page.locator("#cancel")).containsText("The migration has ended: there is nothing to cancel.");
        assertThat(page.locator("#phases h3")).hasCount(Phase.expected(false).size());
        assertThat(page.locator("#phase-restore-jira"))
                .containsText("The backup overwrites http://127.0.0.1:2: an unknown number of issues");
        assertThat(page.locator("#phase-restore-jira")).containsText("It may change the cloud site 127.0.0.1:2.");
        Accessibility.check(page, "actions-ended");
    }

    @Test
    void shouldOfferToEachOnlyWhatTheRoleAllows() {
        // when
        EverybodyIsSignedIn.with(Role.VIEWER, Role.APPROVER);
        show();

        // then
        assertThat(page.locator("main section h2")).hasText(new String[] {"Roll back the app in the cloud"});

        // when
        EverybodyIsSignedIn.with(Role.VIEWER, Role.OPERATOR);
        show();

        // then
        assertThat(page.locator("#roll-back")).hasCount(0);
        assertThat(page.locator("#retry")).isVisible();

        // when
        EverybodyIsSignedIn.with(Role.VIEWER);
        stuck();
        web.getBean(TestClock.class).pass(Duration.ofMinutes(1));
        page.navigate(FrontWeb.address(web) + "/migrations/" + migration.id());

        // then
        assertThat(page.locator(".tabs a"))
                .hasText(new String[] {"Overview", "Runbook", "Files", "Differences", "Report"});
        assertThat(page.locator(".waits li.stuck")).isVisible();
        assertThat(page.getByText("Try again…")).hasCount(0);

        // when
        EverybodyIsSignedIn.with(Role.VIEWER, Role.OPERATOR);
        page.navigate(FrontWeb.address(web) + "/migrations/" + migration.id());
        page.getByText("Try again…").click();

        // then
        assertThat(page.locator("#retry")).isVisible();
    }
}
