package io.ferry.users;

import static io.ferry.users.Samples.account;
import static io.ferry.users.Samples.app;
import static io.ferry.users.Samples.hidden;
import static io.ferry.users.Samples.inactive;
import static io.ferry.users.Samples.named;
import static io.ferry.users.Samples.person;
import static io.ferry.users.Samples.removed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ferry.backup.judge.EmailAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatchingTest {

    private static final RenamedDomains RENAMED = new RenamedDomains(Map.of("old.example", "new.example"));

    @Test
    void shouldAskThePoliciesInThisOrder() {
        assertThat(MatchingPolicies.allCurrentPolicies(RENAMED))
                .extracting(MatchingPolicy::name)
                .containsExactly(
                        "same-address",
                        "same-address-in-renamed-domain",
                        "same-display-name",
                        "user-name-is-address",
                        "same-name-in-another-order",
                        "same-name-in-other-letters",
                        "same-name-without-blanks",
                        "user-name-is-local-part",
                        "user-name-within-is-local-part",
                        "user-name-is-initials",
                        "similar-name");
    }

    @ParameterizedTest
    @CsvSource({
        "jane@site.example, jane@site.example",
        "' Jane@Site.Example ', jane@site.EXAMPLE",
        "jane@bücher.example, jane@xn--bcher-kva.example",
        "jane@site.example., jane@site.example"
    })
    void shouldMatchTheSameAddressHoweverItIsWritten(String ours, String theirs) {
        assertThat(matchOne(person("jane", ours), account("1", theirs)))
                .isEqualTo(new Match.Matched("1", "same-address"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "jane", "@site.example", "jane@", "a@b@c.example", "ja ne@site.example"})
    void shouldNotTakeAnythingElseForAnAddress(@Nullable String text) {
        assertThat(EmailAddress.of(text)).isEmpty();
    }

    @Test
    void shouldNeverShowAnAddressInALog() {
        assertThat(EmailAddress.of("jane@site.example").orElseThrow().toString())
                .doesNotContain("jane");
        assertThat(person("jane", "jane@site.example").toString()).doesNotContain("jane");
        assertThat(account("1", "jane@site.example").toString()).doesNotContain("jane");
    }

    @Test
    void shouldMatchAnAddressInARenamedDomain() {
        assertThat(matchOne(person("jane", "jane@OLD.example"), account("1", "jane@new.example")))
                .isEqualTo(new Match.Matched("1", "same-address-in-renamed-domain"));
    }

    @Test
    void shouldRefuseARenamedDomainThatIsNone() {
        assertThatThrownBy(() -> new RenamedDomains(Map.of("jane@old.example", "new.example")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expects domains");
    }

    @Test
    void shouldSuggestTheAccountWithTheSameName() {
        assertSuggested(
                matchOne(named("x1", "Jane Ödman", "j@a.example"), hidden("1", "jane odman")),
                "1",
                90,
                "same-display-name");
    }

    @Test
    void shouldSuggestTheAccountWhoseAddressBeginsWithTheUserName() {
        assertSuggested(
                matchOne(named("JDoe", "Somebody Else", null), account("1", "jdoe@site.example")),
                "1",
                80,
                "user-name-is-local-part");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdoe", "CORP\\JDoe", "jdoe@corp.example"})
    void shouldSuggestTheAccountWhoseInitialsAreTheUserName(String userName) {
        // most accounts hide their address, so that only the name tells
        assertSuggested(
                matchOne(named(userName, "Ms D.", null), hidden("1", "Jane Doe")), "1", 60, "user-name-is-initials");
    }

    @Test
    void shouldSuggestTheAccountWithAnAlikeName() {
        var match = matchOne(named("x1", "Doe, Jonathan", null), hidden("1", "Jonathon Doe"));

        assertThat(match)
                .isInstanceOfSatisfying(
                        Match.Unmatched.class,
                        unmatched -> assertThat(unmatched.suggestions())
                                .singleElement()
                                .satisfies(suggestion -> {
                                    assertThat(suggestion.policy()).isEqualTo("similar-name");
                                    assertThat(suggestion.score()).isBetween(70, 85);
                                    assertThat(suggestion.reason()).startsWith("The names are alike");
                                }));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Doe, Jane | Jane Doe | same-name-in-another-order",
                "Jane Doe (External) | Jane Doe | same-name-in-another-order",
                "Dr. Jane Doe [Contractor] | Doe Jane | same-name-in-another-order",
                "Łukasz Nowak | Lukasz Nowak | same-name-in-other-letters",
                "Jürgen Müller | Juergen Mueller | same-name-in-other-letters",
                "Juergen Mueller | Jürgen Müller | same-name-in-other-letters",
                "Bjørn Ødegård | Bjorn Odegard | same-name-in-other-letters",
                "Bjoern Oedegaard | Bjørn Ødegård | same-name-in-other-letters",
                "Анна Иванова | Anna Ivanova | same-name-in-other-letters",
                "山田 太郎 | 山田太郎 | same-name-without-blanks",
                "山田太郎 | 太郎 山田 | same-name-without-blanks",
                "JaneDoe | Jane Doe | same-name-without-blanks",
            })
    void shouldSuggestTheSameNameWrittenInAnotherWay(String ours, String theirs, String policy) {
        assertThat(matchOne(named("x1", ours, null), hidden("1", theirs), hidden("2", "John Smith")))
                .isInstanceOfSatisfying(
                        Match.Unmatched.class,
                        unmatched -> assertThat(unmatched.suggestions())
                                .singleElement()
                                .satisfies(suggestion -> {
                                    assertThat(suggestion.accountId()).isEqualTo("1");
                                    assertThat(suggestion.policy()).isEqualTo(policy);
                                    assertThat(suggestion.reason()).isNotBlank();
                                }));
    }

    @Test
    void shouldSuggestTheAccountWhoseAddressIsTheUserName() {
        assertSuggested(
                matchOne(named("jane@new.example", "J.", null), account("1", "jane@new.example")),
                "1",
                92,
                "user-name-is-address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CORP\\JDoe", "jdoe@corp.example", "corp/jdoe"})
    void shouldSuggestTheAccountWhoseAddressBeginsWithTheUserNameWithoutItsDomain(String userName) {
        assertSuggested(
                matchOne(named(userName, "Somebody Else", null), account("1", "jdoe@site.example")),
                "1",
                78,
                "user-name-within-is-local-part");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "john..doe@site.example",
                "john.@site.example",
                "john@-site.example",
                "john@si_te.example",
                "john@10.0.0.7",
                "root@localhost",
                "j\u043Ehn@site.example",
                "JIRAUSER1@jira.invalid"
            })
    void shouldTakeForNoAddressWhatTheInspectionTakesForNone(String text) {
        assertThat(EmailAddress.of(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jane\u00A0@site.example",
                "\u200Bjane@site.example",
                "jane@site.example\uFEFF",
                "\u2009jane@site.example"
            })
    void shouldTrimBlanksThatNobodySees(String text) {
        assertThat(matchOne(person("jane", text), account("1", "jane@site.example")))
                .isEqualTo(new Match.Matched("1", "same-address"));
    }

    @Test
    void shouldSuggestNobodyWithAnotherName() {
        assertThat(matchOne(named("x1", "Jane Doe", null), hidden("1", "John Smith")))
                .isEqualTo(new Match.Unmatched(List.of()));
    }

    @Test
    void shouldNeverSuggestAnApp() {
        assertThat(matchOne(named("x1", "Bot", null), app("1", "x1@site.example")))
                .isEqualTo(new Match.Unmatched(List.of()));
    }

    @Test
    void shouldLeaveAPersonWithoutAddressToAPerson() {
        assertThat(matchOne(removed("gone"), account("1", "gone@site.example"))).isInstanceOf(Match.Unmatched.class);
    }

    @Test
    void shouldNotPickOneOfThePeopleWhoShareAnAddress() {
        var matches = match(
                List.of(person("a", "team@site.example"), person("b", " TEAM@site.example")),
                List.of(account("1", "team@site.example")));

        assertThat(matches.values()).allSatisfy(match -> assertConflict(match, Conflict.SHARED_ADDRESS));
    }

    @Test
    void shouldNotPickOneOfSeveralAccountsWithTheAddress() {
        assertConflict(
                matchOne(
                        person("a", "a@site.example"), account("1", "a@site.example"), inactive("2", "A@site.example")),
                Conflict.SEVERAL_ACCOUNTS);
    }

    @Test
    void shouldLookPastAnAppWithTheAddressOfAPersonsAccount() {
        assertThat(matchOne(person("a", "a@site.example"), app("1", "a@site.example"), account("2", "a@site.example")))
                .isEqualTo(new Match.Matched("2", "same-address"));
    }

    @Test
    void shouldNotMatchAnAppsAccount() {
        assertConflict(matchOne(person("a", "a@site.example"), app("1", "a@site.example")), Conflict.APP_ACCOUNT);
    }

    @Test
    void shouldNotMatchADeactivatedAccount() {
        assertConflict(
                matchOne(person("a", "a@site.example"), inactive("1", "a@site.example")), Conflict.INACTIVE_ACCOUNT);
    }

    @Test
    void shouldNotMatchAnAccountThatAPersonGaveToSomebodyElse() {
        var matches = new Matching(MatchingPolicies.allCurrentPolicies(RENAMED))
                .match(
                        List.of(person("a", "a@site.example")),
                        new Accounts(List.of(account("1", "a@site.example"))),
                        Map.of("1", "somebody else"));

        assertConflict(matches.get("a"), Conflict.TARGET_TAKEN);
    }

    @Test
    void shouldNotPickOneOfTwoPeopleWhoLeadToOneAccount() {
        var matches = match(
                List.of(person("a", "jane@old.example"), person("b", "jane@new.example")),
                List.of(account("1", "jane@new.example")));

        assertThat(matches.values()).allSatisfy(match -> assertConflict(match, Conflict.TARGET_TAKEN));
    }

    private static void assertConflict(@Nullable Match match, Conflict conflict) {
        assertThat(match)
                .isInstanceOfSatisfying(
                        Match.Conflicting.class,
                        found -> assertThat(found.conflict()).isEqualTo(conflict));
    }

    private static void assertSuggested(Match match, String accountId, int score, String policy) {
        assertThat(match)
                .isInstanceOfSatisfying(
                        Match.Unmatched.class,
                        unmatched -> assertThat(unmatched.suggestions())
                                .singleElement()
                                .satisfies(suggestion -> {
                                    assertThat(suggestion.accountId()).isEqualTo(accountId);
                                    assertThat(suggestion.score()).isEqualTo(score);
                                    assertThat(suggestion.policy()).isEqualTo(policy);
                                }));
    }

    private static Match matchOne(SourcePerson person, TargetAccount... accounts) {
        return match(List.of(person), List.of(accounts)).values().iterator().next();
    }

    private static Map<String, Match> match(List<SourcePerson> people, List<TargetAccount> accounts) {
        return new Matching(MatchingPolicies.allCurrentPolicies(RENAMED))
                .match(people, new Accounts(accounts), Map.of());
    }
}
