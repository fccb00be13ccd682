package io.ferry.process.common;

import static io.ferry.process.common.ApprovalProperties.Channel.FERRY;
import static io.ferry.process.common.ApprovalProperties.Channel.TASKLIST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.ferry.migration.Actor;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Decision;
import io.ferry.migration.Event;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Phase;
import io.ferry.migration.Question;
import io.ferry.migration.Timeline;
import io.ferry.process.common.Approvals.Why;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Whose confirmation counts, and why another does not. */
class ApprovalsTest {
    private static final Map<String, String> PEOPLE = Map.of("ann", "Ann Smith", "ben", "sub-ben", "cleo", "Ann Smith");
    private static final Map<String, Object> SEEN = Map.of("targetJira", Map.of("fingerprint", "ab"));

    private final Confirmations confirmations = mock();
    private final Timeline timeline = mock();
    private final List<Confirmation> given = new ArrayList<>();

    @Test
    void shouldTakeApproversOnly() {
        Approvals approvals = approvals(ApprovalProperties.ofApprovers("ann@site.example"));

        assertThat(why(approvals, Actor.ofTask("ann@site.example"))).isNull();
        assertThat(why(approvals, Actor.ofTask("ben"))).isEqualTo(Why.NO_APPROVER);
        assertThat(why(approvals, Actor.ofTask("ann@elsewhere.example"))).isEqualTo(Why.NO_APPROVER);
        assertThat(approvals.counts(answer(Actor.ofTask("ann"), SEEN)))
                .as("the record keeps the part before the @")
                .isTrue();
    }

    @Test
    void shouldTakeOnlyWhoIsKnownToFerryWhereNamesAreMapped() {
        Approvals approvals = approvals(settings(List.of(), PEOPLE, Set.of(), false, TASKLIST));

        assertThat(why(approvals, Actor.ofTask("ann"))).isNull();
        assertThat(why(approvals, Actor.ofTask("dora"))).isEqualTo(Why.NOT_KNOWN);
        assertThat(why(approvals, Actor.ofTask("Ann Smith"))).isEqualTo(Why.NOT_KNOWN);
    }

    @Test
    void shouldTakeWhoSignedInToFerryIfHeIsAnApproverForCamundaToo() {
        Approvals approvals = approvals(settings(List.of("ben"), PEOPLE, Set.of(), false, FERRY));

        assertThat(why(approvals, oidc("Benjamin", "sub-ben"))).isNull();
        assertThat(why(approvals, oidc("Ann Smith", "sub-ann"))).isEqualTo(Why.NO_APPROVER);
        assertThat(why(approvals, oidc("ben", "sub-other")))
                .as("Camunda's name is not the one of the sign-in")
                .isEqualTo(Why.NO_APPROVER);
        assertThat(why(approvals(settings(List.of(), PEOPLE, Set.of(), false, FERRY)), oidc("ben", "sub-other")))
                .isEqualTo(Why.NOT_KNOWN);
    }

    @ParameterizedTest
    @EnumSource(names = {"IMPORT", "RESTORE", "ROLL_BACK", "UNMAPPED_PEOPLE"})
    void shouldWantFerrysPageForWhatCannotBeUndone(Question question) {
        Approvals approvals = approvals(settings(List.of(), Map.of(), Set.of(), false, FERRY));

        assertThat(approvals.objection(id(), null, question, true, Actor.ofTask("ann")))
                .isEqualTo(
                        question == Question.UNMAPPED_PEOPLE
                                ? Optional.empty()
                                : approvals.objection(id(), null, question, true, Actor.ofTask("somebody else")));
        assertThat(approvals.objection(id(), null, question, false, Actor.ofTask("ann")))
                .as("who stops harms nothing")
                .isEmpty();
        assertThat(approvals.objection(id(), null, question, true, oidc("ann", "1")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"IMPORT", "RESTORE", "ROLL_BACK"})
    void shouldTakeNoTokenOfAProgramForAPersonOnFerrysPage(Question question) {
        Approvals approvals = approvals(settings(List.of(), Map.of(), Set.of(question), false, FERRY));
        when(confirmations.givenIn(42, id(), question)).thenReturn(given);
        Actor robot = new Actor("robot", Actor.Channel.OIDC_TOKEN, "https://idp.example", "sub-robot");

        assertThat(approvals.objection(id(), null, question, true, robot))
                .map(Approvals.Objection::why)
                .contains(Why.NOBODY);
        given.add(answer(question, robot, SEEN, false));
        assertThat(approvals.missingSecondPerson(42, answer(question, oidc("Ann Smith", "sub-ann"), SEEN, false)))
                .as("a token is no second person")
                .isPresent();
        assertThat(approvals.objection(id(), null, question, true, new Actor("me", Actor.Channel.LINK, null, null)))
                .isEmpty();
    }

    @Test
    void shouldNotLetTheStarterConfirm() {
        Approvals approvals = approvals(settings(List.of(), PEOPLE, Set.of(), true, TASKLIST));
        started(oidc("ann smith", "sub-ann"));

        assertThat(why(approvals, Actor.ofTask("ann"))).isEqualTo(Why.THE_STARTER);
        assertThat(why(approvals, Actor.ofTask("cleo")))
                .as("two names of Camunda for one person")
                .isEqualTo(Why.THE_STARTER);
        assertThat(why(approvals, Actor.ofTask("ben"))).isNull();

        started(oidc("Benjamin", "sub-ben"));
        assertThat(why(approvals, Actor.ofTask("ben"))).isEqualTo(Why.THE_STARTER);
        assertThat(approvals.objection(id(), null, Question.IMPORT, false, Actor.ofTask("ben")))
                .as("the starter may stop")
                .isEmpty();
    }

    @Test
    void shouldNotLetWhoStartedThePhaseAloneConfirm() {
        Approvals approvals = approvals(settings(List.of(), PEOPLE, Set.of(), true, TASKLIST));
        started(oidc("Ann Smith", "sub-ann"));
        when(timeline.ofStep(id(), "Start phase alone"))
                .thenReturn(List.of(
                        event(Phase.ROLL_BACK, oidc("Benjamin", "sub-ben")), event(Phase.VERIFY, oidc("Dora", "d"))));

        assertThat(why(approvals, Actor.ofTask("ben"))).as("another phase").isNull();
        assertThat(approvals
                        .objection(id(), Phase.ROLL_BACK, Question.ROLL_BACK, true, Actor.ofTask("ben"))
                        .map(Approvals.Objection::why))
                .contains(Why.THE_STARTER);
    }

    @Test
    void shouldLetNobodyConfirmWhatNobodyKnowsTheStarterOf() {
        Approvals approvals = approvals(settings(List.of(), PEOPLE, Set.of(), true, TASKLIST));

        assertThat(why(approvals, Actor.ofTask("ben"))).isEqualTo(Why.UNKNOWN_STARTER);
        for (@Nullable
        Actor starter : new @Nullable Actor[] {
            null,
            Actor.named("Somebody"),
            new Actor("script", Actor.Channel.SCRIPT_KEY, null, null),
            new Actor("robot", Actor.Channel.OIDC_TOKEN, "https://idp.example", "sub-robot")
        }) {
            started(starter);
            assertThat(why(approvals, Actor.ofTask("ben"))).isEqualTo(Why.UNKNOWN_STARTER);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"IMPORT", "RESTORE", "ROLL_BACK"})
    void shouldWantASecondPersonForWhatIsConfigured(Question question) {
        Approvals approvals = approvals(settings(List.of(), PEOPLE, Set.of(question), false, TASKLIST));
        when(confirmations.givenIn(42, id(), question)).thenReturn(given);
        Confirmation bens = answer(question, Actor.ofTask("ben"), SEEN, false);

        assertThat(approvals.missingSecondPerson(42, bens)).isPresent();
        given.add(bens);
        given.add(answer(question, Actor.ofTask("ann"), SEEN, false));
        assertThat(approvals.missingSecondPerson(42, bens))
                .as("what came later is no first one")
                .isPresent();
        given.addFirst(answer(question, Actor.ofTask("BEN"), SEEN, false));
        assertThat(approvals.missingSecondPerson(42, bens)).isPresent();
        given.addFirst(answer(question, Actor.ofTask("dora"), SEEN, false));
        assertThat(approvals.missingSecondPerson(42, bens))
                .as("whoever does not count is no second person")
                .isPresent();
        given.addFirst(answer(question, Actor.ofTask("ann"), Map.of("targetJira", "other"), false));
        assertThat(approvals.missingSecondPerson(42, bens))
                .as("both must have seen the same")
                .isPresent();
        given.addFirst(answer(
                question,
                Actor.ofTask("ann"),
                Map.of("targetJira", Map.of("fingerprint", "ab"), "problem", Map.of("title", "Why")),
                false));
        assertThat(approvals.missingSecondPerson(42, bens)).isEmpty();

        given.add(1, answer(question, Actor.ofTask("ann"), SEEN, true));
        assertThat(approvals.missingSecondPerson(42, bens))
                .as("what was carried out begins a new round")
                .isPresent();
        Set<Question> others = Set.of(question == Question.IMPORT ? Question.RESTORE : Question.IMPORT);
        assertThat(approvals(settings(List.of(), PEOPLE, others, false, TASKLIST))
                        .missingSecondPerson(42, bens))
                .isEmpty();
    }

    @Test
    void shouldNotTakeOnePersonWithTwoNamesForTwo() {
        Approvals approvals = approvals(settings(List.of(), PEOPLE, Set.of(Question.IMPORT), false, TASKLIST));
        when(confirmations.givenIn(42, id(), Question.IMPORT)).thenReturn(given);
        Confirmation anns = answer(Actor.ofTask("ann"), SEEN);

        given.add(answer(Actor.ofTask("cleo"), SEEN));
        assertThat(approvals.missingSecondPerson(42, anns)).isPresent();
        given.add(answer(oidc("Ann Smith", "sub-ann"), SEEN));
        assertThat(approvals.missingSecondPerson(42, anns)).isPresent();
        given.add(answer(oidc("Benjamin", "sub-ben"), SEEN));
        assertThat(approvals.missingSecondPerson(42, anns)).isEmpty();
    }

    @Test
    void shouldNotCompareWhatCannotBeCompared() {
        Approvals approvals = approvals(settings(List.of(), Map.of(), Set.of(Question.IMPORT), false, TASKLIST));
        when(confirmations.givenIn(42, id(), Question.IMPORT)).thenReturn(given);
        given.add(answer(oidc("Ann Smith", "sub-ann"), SEEN));

        assertThat(approvals.missingSecondPerson(42, answer(Actor.ofTask("ben"), SEEN)))
                .as("one is known to Ferry only, one to Camunda only: perhaps the same person")
                .isPresent();
        assertThat(approvals.missingSecondPerson(42, answer(oidc("Benjamin", "sub-ben"), SEEN)))
                .isEmpty();
    }

    @Test
    void shouldRefuseSettingsWithWhichNobodyCouldConfirm() {
        Stream.<Runnable>of(
                        () -> settings(List.of("ann"), Map.of(), Set.of(Question.IMPORT), false, TASKLIST),
                        () -> settings(List.of("dora"), PEOPLE, Set.of(), false, TASKLIST),
                        () -> settings(List.of(), Map.of(), Set.of(), true, TASKLIST),
                        () -> settings(List.of(), Map.of(), Set.of(Question.FREEZE), false, TASKLIST),
                        () -> new ApprovalProperties(
                                List.of(), Map.of(), Set.of(Question.ROLL_BACK), false, false, TASKLIST))
                .forEach(refused -> assertThatThrownBy(refused::run)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("ferry.approval."));
        assertThat(new ApprovalProperties(List.of(), Map.of(), Set.of(), true, false, TASKLIST).secondPersonFor())
                .as("the earlier setting keeps its meaning")
                .containsExactly(Question.ROLL_BACK);
        assertThat(settings(List.of(), Map.of(), Set.of(), true, FERRY).notTheStarter())
                .isTrue();
    }

    @Test
    void shouldReadTheSettingsAsPeopleWriteThem() {
        ApprovalProperties read = new Binder(new MapConfigurationPropertySource(Map.of(
                        "ferry.approval.approvers", "ann@site.example, ben",
                        "ferry.approval.people.[ann@site.example]", "sub-ann",
                        "ferry.approval.people.ben", "Benjamin",
                        "ferry.approval.second-person-for", "import, ROLL_BACK",
                        "ferry.approval.not-the-starter", "true",
                        "ferry.approval.channel", "ferry")))
                .bindOrCreate("ferry.approval", ApprovalProperties.class);

        assertThat(read)
                .isEqualTo(settings(
                        List.of("ann@site.example", "ben"),
                        Map.of("ann@site.example", "sub-ann", "ben", "Benjamin"),
                        Set.of(Question.IMPORT, Question.ROLL_BACK),
                        true,
                        FERRY));
        assertThat(new Binder().bindOrCreate("ferry.approval", ApprovalProperties.class))
                .isEqualTo(ApprovalProperties.ofApprovers());
    }

    private Approvals approvals(ApprovalProperties properties) {
        return new Approvals(properties, confirmations, timeline);
    }

    private static ApprovalProperties settings(
            List<String> approvers,
            Map<String, String> people,
            Set<Question> second,
            boolean notTheStarter,
            ApprovalProperties.Channel channel) {
        return new ApprovalProperties(approvers, people, second, null, notTheStarter, channel);
    }

    private void started(@Nullable Actor by) {
        when(timeline.ofStep(id(), "Start migration")).thenReturn(List.of(event(null, by)));
    }

    private static Event event(@Nullable Phase phase, @Nullable Actor by) {
        return new Event(
                WorkerBench.NOW,
                phase,
                "Start",
                Event.Kind.NOTE,
                "started",
                by == null ? null : by.name(),
                by == null || by.channel() == Actor.Channel.NOT_RECORDED ? null : by.channel(),
                by == null ? null : by.issuer(),
                by == null ? null : by.subject(),
                null,
                null);
    }

    private static @Nullable Why why(Approvals approvals, Actor by) {
        return approvals
                .objection(id(), Phase.RESTORE_JIRA, Question.IMPORT, true, by)
                .map(Approvals.Objection::why)
                .orElse(null);
    }

    private static Actor oidc(String name, String subject) {
        return new Actor(name, Actor.Channel.OIDC_SESSION, "https://idp.example", subject);
    }

    private static MigrationId id() {
        return WorkerBench.ID;
    }

    private static Confirmation answer(Actor by, Map<String, Object> seen) {
        return answer(Question.IMPORT, by, seen, false);
    }

    private static Confirmation answer(Question question, Actor by, Map<String, Object> seen, boolean used) {
        return new Confirmation(
                UUID.randomUUID(),
                id(),
                question,
                question == Question.ROLL_BACK ? Decision.ROLL_BACK : Decision.CONFIRM,
                null,
                by,
                WorkerBench.NOW,
                seen,
                used);
    }
}
