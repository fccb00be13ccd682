package io.ferry.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.ferry.access.Role;
import io.ferry.fixtures.TestDatabase;
import io.ferry.migration.Event;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Timeline;
import io.ferry.users.PeopleFilter;
import io.ferry.users.PersonState;
import io.ferry.users.SourcePerson;
import io.ferry.users.TargetAccount;
import io.ferry.users.UserDecisions;
import io.ferry.users.UserMappings;
import io.ferry.users.UserMatching;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** The mapping page as people use it: in a real browser, against Ferry's interface and a database. */
class MappingPageTest {
    private static ConfigurableApplicationContext web;
    private static Chromium chromium;

    private UserMappings people;
    private UserMatching matching;
    private UserDecisions decisions;
    private MigrationId id;
    private Page page;
    private final List<String> mistakes = new ArrayList<>();

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        web = PeopleWeb.start(TestDatabase.H2.newUrl());
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
    void aMigrationWithPeople() {
        people = web.getBean(UserMappings.class);
        matching = web.getBean(UserMatching.class);
        decisions = web.getBean(UserDecisions.class);
        id = PeopleWeb.migration(web, "Spring <move> & more").id();
        matching.putPeople(
                id,
                List.of(
                        person("ann", "Ann Archer", "ann@site.example"),
                        person("shared1", "Service Desk", "desk@site.example"),
                        person("shared2", "Service Robot", "desk@site.example"),
                        person("jdoe", "Jane Doe", "jane@old.example"),
                        person("a/user/with/slash", "Slash <b>User</b>", null),
                        new SourcePerson(
                                "JIRAUSER77", "renamed.will", "Will Renamed", "will@gone.example", false, false),
                        new SourcePerson("user63", "last.name.63", null, null, false, true)));
        matching.putAccounts(
                id,
                List.of(
                        account("id-ann", "Ann Archer", "ann@site.example"),
                        account("id-desk", "Desk", "desk@site.example"),
                        account("id-jane", "Jane Doe", null),
                        account("id-will", "William R.", null),
                        account("id-other", "Olga Other", "olga@site.example")));
        matching.match(id);
        open(1280);
        show();
    }

    @Test
    void shouldSayThatPeopleHaveNotBeenMatchedYetAndOfferNothing() {
        // given
        id = PeopleWeb.migration(web, "Before the import").id();
        matching.putPeople(id, List.of(person("ann", "Ann Archer", "ann@site.example")));

        // when
        page.navigate(address().toString());

        // then
        assertThat(page.locator("#empty")).containsText("People have not been matched yet. 1 person");
        assertThat(page.locator("#left-text")).hasText("Not matched yet");
        assertThat(page.locator("#people")).isHidden();
        assertThat(page.locator("#tools")).isHidden();
        assertThat(page.locator("#filters")).isHidden();
        assertThat(page.locator("#pages")).isHidden();

        // when they are matched, the page shows it by itself
        matching.putAccounts(id, List.of(account("id-other", "Olga Other", "olga@site.example")));
        matching.match(id);

        // then
        assertThat(page.locator("#people")).isVisible();
        assertThat(page.locator("#left-text")).hasText("person left to decide");
        assertThat(page.locator("#tools")).isVisible();
    }

    private void open(int width) {
        page = chromium.page(width, mistakes);
    }

    private void show() {
        page.navigate(address().toString());
        assertThat(left()).hasText("6");
    }

    private URI address() {
        return PeopleWeb.address(web).resolve("/migrations/" + id + "/mapping");
    }

    @AfterEach
    void shouldHaveMadeNoMistake() {
        assertThat(mistakes).isEmpty();
        page.context().close();
    }

    private Locator left() {
        return page.locator("#left");
    }

    private Locator row(String key) {
        return page.locator("tr[data-key='" + key + "']");
    }

    private Locator button(Locator within, String text) {
        return within.getByText(text, new Locator.GetByTextOptions().setExact(true));
    }

    private Locator dialog(String name) {
        return page.locator("#" + name + "-dialog");
    }

    private PersonState state(String key) {
        return people.all(id).stream()
                .filter(mapping -> mapping.person().userKey().equals(key))
                .findFirst()
                .orElseThrow()
                .state();
    }

    @Test
    void shouldShowWhoIsLeftAndWhy() {
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("User mapping")))
                .isVisible();
        // names are text, whatever they hold
        assertThat(page.locator(".crumb")).hasText("Ferry · Spring <move> & more");
        assertThat(row("a/user/with/slash")).containsText("Slash <b>User</b>");
        assertThat(row("shared1")).containsText("Several people of the source have this e-mail address");
        assertThat(row("JIRAUSER77")).containsText("renamed.will (key JIRAUSER77)");
        assertThat(row("user63")).containsText("Removed from Jira");
        assertThat(row("user63").locator(".who").first()).hasText("last.name.63");
        assertThat(row("user63")).containsText("last.name.63 (key user63)");

        page.locator("[data-filter=conflicts]").click();
        assertThat(page.locator("#rows tr.group"))
                .hasText(new String[] {"2 people share the e-mail address desk@site.example"});
        assertThat(page.locator("#rows tr[data-key]")).hasCount(2);
        assertThat(row("shared1")).containsText("With Service Robot (shared2).");
        assertThat(row("shared2")).containsText("With Service Desk (shared1).");
        page.locator("[data-filter=inactive]").click();
        assertThat(page.locator("#rows tr")).hasCount(2);
        page.locator("[data-filter=all]").click();
        assertThat(page.locator("#rows tr")).hasCount(7);
        page.locator("#q").fill("WILL");
        assertThat(page.locator("#rows tr")).hasCount(1);
        assertThat(page).hasURL(Pattern.compile(".*show=all&q=WILL"));
    }

    @Test
    void shouldMapEverybodyByMouseAndSayWhenNobodyIsLeft() {
        // a suggestion
        button(row("jdoe"), "Accept").click();
        assertThat(row("jdoe")).containsText("Mapped by hand");
        assertThat(left()).hasText("5");

        // a search for an account; what somebody has cannot be picked
        row("JIRAUSER77").locator("[data-pick]").click();
        dialog("pick").locator("#pick-q").fill("jane");
        assertThat(dialog("pick").locator("li button")).isDisabled();
        dialog("pick").locator("#pick-q").fill("william");
        dialog("pick").locator("li button").click();
        assertThat(row("JIRAUSER77")).containsText("William R.");
        assertThat(left()).hasText("4");

        // left unmapped, with a reason
        for (var key : List.of("shared2", "a/user/with/slash", "user63")) {
            row(key).locator("[data-leave]").click();
            dialog("leave").locator("#reason").fill("a robot or gone");
            dialog("leave")
                    .getByText("Leave unmapped", new Locator.GetByTextOptions().setExact(true))
                    .click();
            assertThat(row(key)).containsText("Left unmapped");
        }

        // undo, and again
        row("user63").locator("[data-undo]").click();
        assertThat(row("user63")).containsText("No e-mail address");
        assertThat(left()).hasText("2");
        row("user63").locator("[data-leave]").click();
        dialog("leave")
                .getByText("Leave unmapped", new Locator.GetByTextOptions().setExact(true))
                .click();
        button(row("shared1"), "Accept").click();

        assertThat(left()).hasText("0");
        page.reload();
        assertThat(page.locator("#empty")).containsText("Everybody is decided");
        assertThat(people.counts(id).undecided()).isZero();
        assertThat(people.page(id, PeopleFilter.LEFT_UNMAPPED, "", 0, 10).people())
                .allSatisfy(mapping -> assertThat(mapping.decision()).satisfies(decision -> {
                    assertThat(decision.by()).isEqualTo(EverybodyIsSignedIn.TESTER);
                    assertThat(decision.reason()).isEqualTo("a robot or gone");
                }));
    }

    @Test
    void shouldNotLoseAClickWhileAnAnswerComes() {
        // given: somebody else decides, and the answer that tells of it is on its way
        Route told = changeOfSomebodyElse("shared1");
        Locator all = page.locator("[data-filter=all]");
        all.hover();

        // when it comes between pressing and letting go
        page.mouse().down();
        come(told);
        page.mouse().up();

        // then
        assertThat(all).hasAttribute("aria-pressed", "true");
        assertThat(page.locator("#rows tr[data-key]")).hasCount(7);
        assertThat(left()).hasText("5");
    }

    @Test
    void shouldNotLoseAClickInTheRowOfWhomSomebodyElseDecidesAbout() {
        // given
        Route told = changeOfSomebodyElse("user63");
        row("user63").locator("[data-pick]").hover();

        // when
        page.mouse().down();
        come(told);
        page.mouse().up();

        // then
        assertThat(dialog("pick")).isVisible();
        dialog("pick").locator("[data-close]").click();
        assertThat(row("user63")).containsText("has just changed this");
    }

    @Test
    void shouldNotLoseAPressOfTheSpaceBarWhileAnAnswerComes() {
        // given
        Route told = changeOfSomebodyElse("user63");
        row("user63").locator("[data-pick]").focus();

        // when
        page.keyboard().down("Space");
        come(told);
        page.keyboard().up("Space");

        // then
        assertThat(dialog("pick")).isVisible();
    }

    @Test
    void shouldLeaveTheFocusOnTheButtonWhereItWas() {
        // given
        Route told = changeOfSomebodyElse("user63");
        row("user63").locator("[data-pick]").focus();

        // when
        come(told);

        // then
        assertThat(row("user63")).containsText("has just changed this");
        assertThat(row("user63").locator("[data-pick]")).isFocused();
    }

    @Test
    void shouldShowTheFilterThatWasChosenLastHoweverAnswersCome() {
        // given: the answer to the first click takes its time
        List<Route> held = new ArrayList<>();
        page.route(Pattern.compile("/people\\?state=conflicts"), held::add);
        page.locator("[data-filter=conflicts]").click();
        page.waitForCondition(() -> !held.isEmpty());

        // when the second one's comes first
        page.locator("[data-filter=all]").click();
        assertThat(page.locator("#rows tr[data-key]")).hasCount(7);
        come(held.getFirst());

        // then
        assertThat(page.locator("#rows tr[data-key]")).hasCount(7);
        assertThat(page.locator("[data-filter=all]")).hasAttribute("aria-pressed", "true");
    }

    @Test
    void shouldKeepWhoIsSelectedWhileThePeopleAreReadAgain() {
        // given
        List<Route> held = new ArrayList<>();
        page.locator("[data-filter=all]").click();
        assertThat(page.locator("#rows tr[data-key]")).hasCount(7);
        page.route(Pattern.compile("/people\\?state=all"), held::add);
        page.locator("[data-filter=all]").click();
        page.waitForCondition(() -> !held.isEmpty());

        // when
        row("user63").locator(".select").check();
        come(held.getFirst());

        // then
        assertThat(row("user63").locator(".select")).isChecked();
        assertThat(page.locator("#selected")).hasText("1 person selected");
    }

    /** Somebody else decides about a person; the answer that tells this page of it is held. */
    private Route changeOfSomebodyElse(String key) {
        List<Route> held = new ArrayList<>();
        page.route(Pattern.compile("/people/changes"), held::add);
        decisions.leaveUnmapped(id, key, "gone", "ann");
        page.waitForCondition(() -> !held.isEmpty());
        return held.getFirst();
    }

    /** Lets an answer come, and the page do with it what it does. */
    private void come(Route held) {
        page.waitForResponse(answer -> answer.url().equals(held.request().url()), held::resume);
        // Only now: the browser lets everything pass that is held when the last route is gone.
        page.unrouteAll();
        page.evaluate("() => new Promise(shown => requestAnimationFrame(() => requestAnimationFrame(shown)))");
    }

    @Test
    void shouldShowConflictsAsGroupsHoweverKeysAreOrdered() {
        // given: groups whose keys alternate
        id = PeopleWeb.migration(web, "Many conflicts").id();
        var many = new ArrayList<SourcePerson>();
        for (int i = 0; i < 120; i++) {
            many.add(person("p%03d".formatted(i), "Person " + i, "shared%d@site.example".formatted(i % 60)));
        }
        matching.putPeople(id, many);
        matching.putAccounts(id, List.of(account("id-0", "Desk", "shared0@site.example")));
        matching.match(id);

        // when
        page.navigate(address() + "?show=conflicts");

        // then
        assertThat(page.locator("#rows tr.group")).hasCount(25);
        assertThat(row("p000").locator("xpath=following-sibling::tr[1]")).hasAttribute("data-key", "p060");
        Accessibility.check(page, "mapping-conflicts");

        // when the first one is decided, the next page begins after the last person all the same
        decisions.leaveUnmapped(id, "p000", "a robot", "ann");
        page.locator("#next").click();

        // then
        assertThat(page.locator("#rows tr[data-key]")).hasCount(50);
        assertThat(page.locator("#rows tr.group")).hasCount(25);
    }

    @Test
    void shouldNameWhoHasAnAccountAlready() {
        row("JIRAUSER77").locator("[data-pick]").click();
        dialog("pick").locator("#pick-q").fill("archer");
        Locator pick = dialog("pick").locator("li button");
        assertThat(pick).containsText("Already the account of Ann Archer (ann)");
        assertThat(pick.locator(".line").first()).hasCSS("display", "block");
        Accessibility.check(page, "mapping-pick");
    }

    @Test
    void shouldSayWhyNobodyWasFound() {
        // given
        id = PeopleWeb.migration(web, "Reasons").id();
        matching.putPeople(
                id,
                List.of(
                        person("none", "No Address", null),
                        person("unknown", "Une Known", "unknown@site.example"),
                        new SourcePerson("gone", "gone", "Gone Away", "gone@site.example", false, false)));
        matching.putAccounts(id, List.of(account("id-other", "Olga Other", null)));
        matching.match(id);

        // when
        page.navigate(address().toString());

        // then
        assertThat(row("none").locator(".badge").last()).hasText("No e-mail address");
        assertThat(row("unknown").locator(".badge").last()).hasText("Address not in the cloud");
        assertThat(row("unknown")).containsText("1 account hides its address: it may be one of them.");
        assertThat(row("gone").locator(".badge").last()).hasText("Inactive, no account");
    }

    @Test
    void shouldDecideAboutSeveralAtOnce() {
        // given
        row("user63").locator(".select").check();
        row("JIRAUSER77").locator(".select").check();
        row("jdoe").locator(".select").check();
        assertThat(page.locator("#selected")).hasText("3 people selected");
        Accessibility.check(page, "mapping-selected");

        // when the suggestions are accepted
        page.locator("[data-together=ACCEPT]").click();
        assertThat(page.locator("#together-title")).hasText("Accept the suggestions for 1 person?");
        assertThat(page.locator("#together-out")).containsText("2 selected are left out");
        page.locator("#together-yes").click();

        // then
        assertThat(page.locator("#toast")).containsText("1 person mapped as suggested.");
        assertThat(left()).hasText("5");

        // when all of a filter are left unmapped
        page.locator("[data-filter=inactive]").click();
        assertThat(page.locator("#rows tr")).hasCount(2);
        page.locator("#select-all").check();
        page.locator("[data-together=LEAVE_UNMAPPED]").click();
        assertThat(page.locator("#together-title")).hasText("Leave 2 people unmapped?");
        Accessibility.check(page, "mapping-together");
        page.locator("#together-reason").fill("left years ago");
        page.locator("#together-yes").click();

        // then
        assertThat(left()).hasText("3");
        assertThat(people.page(id, PeopleFilter.LEFT_UNMAPPED, "", 0, 10).people())
                .hasSize(2)
                .allSatisfy(mapping -> assertThat(mapping.decision()).satisfies(decision -> {
                    assertThat(decision.by()).isEqualTo(EverybodyIsSignedIn.TESTER);
                    assertThat(decision.reason()).isEqualTo("left years ago");
                }));

        // when it is taken back
        page.locator("#select-all").check();
        page.locator("[data-together=UNDO]").click();
        assertThat(page.locator("#together-title")).hasText("Take back the decisions about 2 people?");
        page.locator("#together-yes").click();

        // then
        assertThat(left()).hasText("5");
        assertThat(people.page(id, PeopleFilter.LEFT_UNMAPPED, "", 0, 10).people())
                .isEmpty();
    }

    @Test
    void shouldLetApproversLookOnly() {
        try {
            EverybodyIsSignedIn.with(Role.VIEWER, Role.APPROVER);
            page.reload();
            assertThat(row("jdoe")).containsText("Jane Doe");
            assertThat(page.getByText("You may look; an operator decides.")).isVisible();
            for (String button : List.of("#together", "#accept-all", "[data-pick]", "[data-accept]", ".select")) {
                assertThat(page.locator(button).first()).isHidden();
            }
            row("jdoe").focus();
            page.keyboard().press("p");
            assertThat(dialog("pick")).isHidden();
        } finally {
            EverybodyIsSignedIn.with(Role.values());
        }
    }

    @Test
    void shouldRefuseADecisionAboutAnotherNumberThanWasSeen() {
        // when
        var chosen = new UserDecisions.Chosen(java.util.Set.of(), PeopleFilter.INACTIVE, "");
        var refused = org.assertj.core.api.Assertions.catchThrowable(
                () -> decisions.decideTogether(id, UserDecisions.Together.LEAVE_UNMAPPED, chosen, 7L, "gone", "ann"));

        // then
        assertThat(refused).hasMessageContaining("2 people now");
        assertThat(people.page(id, PeopleFilter.LEFT_UNMAPPED, "", 0, 10).people())
                .isEmpty();
    }

    @Test
    void shouldMapByKeyboardAlone() {
        page.keyboard().press("ArrowDown");
        assertThat(row("JIRAUSER77")).isFocused();

        // pick an account
        page.keyboard().press("p");
        page.locator("#pick-q").fill("olga");
        assertThat(dialog("pick").locator("li button")).hasCount(1);
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        assertThat(row("JIRAUSER77")).containsText("Olga Other");
        assertThat(row("JIRAUSER77")).isFocused();

        // undo
        page.keyboard().press("u");
        assertThat(row("JIRAUSER77")).containsText("Inactive, no account");

        // the next one is left unmapped
        page.keyboard().press("ArrowDown");
        assertThat(row("a/user/with/slash")).isFocused();
        page.keyboard().press("l");
        page.keyboard().type("left years ago");
        page.keyboard().press("Tab");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(row("a/user/with/slash")).containsText("left years ago");

        // a suggestion is accepted
        page.keyboard().press("n");
        assertThat(row("jdoe")).isFocused();
        page.keyboard().press("Enter");
        assertThat(row("jdoe")).containsText("Mapped by hand");
        assertThat(left()).hasText("4");

        // search, and what the keys do
        page.keyboard().press("/");
        assertThat(page.locator("#q")).isFocused();
        page.keyboard().press("Escape");
        page.locator("h1").click();
        page.keyboard().press("?");
        assertThat(dialog("keys")).isVisible();
        page.keyboard().press("Escape");
        assertThat(dialog("keys")).isHidden();
    }

    @Test
    void shouldAcceptClearSuggestionsTogetherAndTakeThatBack() {
        page.locator("#accept-all").click();
        assertThat(page.locator("#foreseen")).containsText("1 person would be mapped");
        dialog("accept").locator("button.primary").click();
        assertThat(left()).hasText("5");
        assertThat(state("jdoe")).isEqualTo(PersonState.MAPPED_MANUALLY);

        page.locator("#toast button").click();
        assertThat(left()).hasText("6");
        assertThat(state("jdoe")).isEqualTo(PersonState.SUGGESTED);
        assertThat(web.getBean(Timeline.class).read(id))
                .filteredOn(event -> event.kind() == Event.Kind.DECIDED)
                .extracting(Event::message)
                .anySatisfy(
                        message -> assertThat(message).contains("1 suggestion was accepted together, from score 90"));
    }

    @Test
    void shouldProposeToLeaveOutPeopleOfInactiveDirectoriesTogether() {
        // given
        assertThat(page.locator("#proposal")).isHidden();
        id = PeopleWeb.migration(web, "With an old directory").id();
        matching.putPeople(
                id,
                List.of(
                        person("ann", "Ann Archer", "ann@site.example"),
                        ofDirectory("Old LDAP", "matched", "olga@site.example"),
                        ofDirectory("Old LDAP", "old1", null),
                        ofDirectory("Old <b>LDAP</b>", "old2", "old2@site.example"),
                        ofDirectory("Old LDAP", "old3", "old3@site.example")));
        matching.putAccounts(id, List.of(account("id-olga", "Olga Other", "olga@site.example")));
        matching.match(id);

        // when
        page.navigate(address().toString());

        // then it is said, and nothing is done by itself
        assertThat(page.locator("#proposal")).containsText("3 people without an account come from directories");
        assertThat(row("old2")).containsText("Inactive directory: Old <b>LDAP</b>");
        assertThat(left()).hasText("4");
        page.locator("[data-filter=inactive-directory]").click();
        assertThat(page.locator("#rows tr")).hasCount(3);

        // when
        page.locator("#leave-all").click();
        var dialog = dialog("leave-all");

        // then
        assertThat(dialog).containsText("Leave 3 people unmapped?");
        assertThat(dialog.locator("li").first())
                .hasText("Old LDAP: 2 people; 1 person with an account or a decision stays that way");
        assertThat(dialog).containsText("lose resources in the app permanently");
        Accessibility.check(page, "mapping-leave-all");
        dialog.locator("textarea").fill("left with the old directory");
        dialog.locator("button.primary").click();
        assertThat(left()).hasText("1");
        assertThat(page.locator("#proposal")).isHidden();
        assertThat(state("old1")).isEqualTo(PersonState.LEFT_UNMAPPED);
        assertThat(state("matched")).isEqualTo(PersonState.MATCHED);

        // and it can be undone
        page.locator("#toast button").click();
        assertThat(left()).hasText("4");
        assertThat(page.locator("#proposal")).isVisible();
        assertThat(state("old1")).isEqualTo(PersonState.UNMATCHED);
    }

    @Test
    void shouldDecideAboutInactivePeopleTogether() {
        // given
        id = PeopleWeb.migration(web, "With people who left").id();
        matching.putPeople(
                id,
                List.of(
                        person("ann", "Ann Archer", "ann@site.example"),
                        new SourcePerson("left1", "left1", "Leo Left", null, false, false),
                        new SourcePerson("left2", "left2", "Lea Left", null, true, true),
                        ofDirectory("Old LDAP", "old1", null)));
        matching.putAccounts(id, List.of(account("id-olga", "Olga Other", "olga@site.example")));
        matching.match(id);

        // when
        page.navigate(address().toString());

        // then
        assertThat(page.locator("#inactive"))
                .containsText("2 people without an account are inactive in the source or removed from it");
        page.locator("#leave-inactive").click();
        var dialog = dialog("leave-all");
        assertThat(dialog).containsText("Leave 2 people unmapped?");
        assertThat(dialog).containsText("lose resources in the app permanently");
        dialog.locator("button.primary").click();
        assertThat(left()).hasText("2");
        assertThat(page.locator("#inactive")).isHidden();
        assertThat(state("left1")).isEqualTo(PersonState.LEFT_UNMAPPED);
        assertThat(state("left2")).isEqualTo(PersonState.LEFT_UNMAPPED);
        assertThat(state("ann")).isEqualTo(PersonState.UNMATCHED);
        assertThat(state("old1")).isEqualTo(PersonState.UNMATCHED);
    }

    private static SourcePerson ofDirectory(String directory, String key, @Nullable String email) {
        return new SourcePerson(key, key, "Person " + key, email, false, false, directory);
    }

    @Test
    void shouldTellTwoPeopleOfEachOther() {
        // given somebody else who decides about a person whom this page shows
        decisions.map(id, "user63", "id-other", null, "Bob");

        // when this page has not heard of it yet
        var looks = new ArrayList<Route>();
        page.route("**/people/changes*", looks::add);
        page.waitForCondition(() -> !looks.isEmpty());
        row("user63").locator("[data-leave]").click();
        dialog("leave").locator("#reason").fill("gone");
        dialog("leave")
                .getByText("Leave unmapped", new Locator.GetByTextOptions().setExact(true))
                .click();

        // then nothing of Bob's is lost
        assertThat(row("user63")).containsText("Bob changed this person meanwhile");
        assertThat(row("user63")).containsText("Olga Other");
        assertThat(state("user63")).isEqualTo(PersonState.MAPPED_MANUALLY);

        // and the page hears of the next change by itself
        page.unroute("**/people/changes*");
        looks.forEach(Route::resume);
        decisions.leaveUnmapped(id, "shared1", "a robot", "Bob");
        assertThat(row("shared1")).containsText("Bob has just changed this");
        assertThat(row("shared1")).containsText("a robot");
        assertThat(left()).hasText("4");
    }

    @Test
    void shouldTakeATableAndShowWhatIsWrongLineByLine() {
        // when
        upload("#upload", """
                source_key,target_account_id,decision,reason
                jdoe,id-jane,MAP,
                user63,,LEAVE_UNMAPPED,
                nobody,id-other,MAP,
                """.getBytes(StandardCharsets.UTF_8));

        // then nothing was taken over
        assertThat(dialog("file")).containsText("Nothing was taken over: 2 lines of the file are wrong.");
        assertThat(dialog("file").locator("tbody tr")).hasCount(2);
        assertThat(dialog("file").locator("tbody tr").first()).containsText("reason");
        assertThat(state("jdoe")).isEqualTo(PersonState.SUGGESTED);
        dialog("file").locator("button.primary").click();

        // a wrong encoding is said
        upload(
                "#upload",
                "source_key,target_account_id,decision,reason\njdoe,id-jane,MAP,Zürich\n"
                        .getBytes(StandardCharsets.ISO_8859_1));
        assertThat(dialog("file")).containsText("not in UTF-8");
        dialog("file").locator("button.primary").click();

        // and a right one is taken
        upload(
                "#upload",
                "source_key;target_account_id;decision;reason\njdoe;id-jane;MAP;Zürich\n"
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(dialog("file")).containsText("the decisions about 1 person changed");
        assertThat(state("jdoe")).isEqualTo(PersonState.MAPPED_MANUALLY);
    }

    @Test
    void shouldTakeTheAddressesThatTheOrganisationExports() {
        upload(
                "#addresses",
                "User id,User name,email,User status\nid-will,William,will@gone.example,Active\n"
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(dialog("file")).containsText("1 account; 1 of this site got an address that it hides");
        assertThat(state("JIRAUSER77")).isEqualTo(PersonState.MATCHED);
    }

    private void upload(String control, byte[] content) {
        page.locator("details.menu summary").click();
        var chooser = page.waitForFileChooser(() -> page.locator(control).click());
        chooser.setFiles(new FilePayload("mapping.csv", "text/csv", content));
        assertThat(dialog("file")).isVisible();
    }

    @Test
    void shouldBeReadableNarrowAndWideForEverybody() {
        Accessibility.check(page, "mapping");
        row("jdoe").locator("[data-pick]").click();
        assertThat(dialog("pick").locator("li button")).hasCount(1);
        Accessibility.check(page, "mapping-pick");
    }

    @Test
    void shouldLoadNothingFromElsewhere() {
        var asked = new ArrayList<String>();
        page.onRequest(request -> asked.add(request.url()));

        page.reload();

        assertThat(left()).hasText("6");
        assertThat(asked)
                .hasSizeGreaterThan(3)
                .allSatisfy(
                        url -> assertThat(url).startsWith(PeopleWeb.address(web).toString()));
    }

    @Test
    void shouldAnswerUnderItsOwnNamesOnly() throws IOException {
        assertThat(status("ferry.evil.example")).contains(" 403 ");
        assertThat(status("localhost:1")).contains(" 200 ");
    }

    private String status(String host) throws IOException {
        try (var socket = new Socket("127.0.0.1", address().getPort())) {
            socket.getOutputStream()
                    .write(("GET " + address().getPath() + " HTTP/1.1\r\nHost: " + host
                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    private static SourcePerson person(String key, String name, @Nullable String email) {
        return new SourcePerson(key, key, name, email, true, false);
    }

    private static TargetAccount account(String accountId, String name, @Nullable String email) {
        return new TargetAccount(
                accountId, name, email, true, TargetAccount.Kind.PERSON, TargetAccount.Source.JIRA_CLOUD);
    }
}
