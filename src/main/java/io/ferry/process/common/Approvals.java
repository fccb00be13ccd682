package io.ferry.process.common;

import io.ferry.migration.Actor;
import io.ferry.migration.Confirmation;
import io.ferry.migration.Confirmations;
import io.ferry.migration.Event;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Phase;
import io.ferry.migration.Question;
import io.ferry.migration.Starter;
import io.ferry.migration.Timeline;
import io.ferry.process.common.ApprovalProperties.Channel;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Whose confirmation counts. It is looked at when an answer is recorded, and once more on the record right before a site is
 * changed on it: settings may have become stricter meanwhile, and the record is what is left to prove it.
 */
@Component
public class Approvals {
    private final ApprovalProperties properties;
    private final Confirmations confirmations;
    private final Timeline timeline;

    public Approvals(ApprovalProperties properties, Confirmations confirmations, Timeline timeline) {
        this.properties = properties;
        this.confirmations = confirmations;
        this.timeline = timeline;
    }

    /**
     * Why somebody's answer does not count.
     *
     * @param title one of {@link Why}'s
     */
    record Objection(Why why, String detail, String whatToDo) {
        String title() {
            return why.title;
        }
    }

    /** What an answer can lack. */
    enum Why {
        NOT_ON_FERRYS_PAGE("This is confirmed on Ferry's page, not in Tasklist."),
        NOBODY("Nobody has confirmed this."),
        NO_APPROVER("This was not confirmed by an approver."),
        NOT_KNOWN("Ferry does not know who confirmed this."),
        THE_STARTER("Whoever started it may not confirm it."),
        UNKNOWN_STARTER("Nobody knows who started this, so it cannot be confirmed by somebody else."),
        NO_SECOND_PERSON("A second person must confirm this.");

        private final String title;

        Why(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /**
     * Whether somebody's answer to a question of approvers counts.
     *
     * @param phase in which it is asked, if in one
     * @param confirms whether the answer is the question's confirmation
     * @param by who answers, with the whole name
     */
    Optional<Objection> objection(
            MigrationId id, @Nullable Phase phase, Question question, boolean confirms, Actor by) {
        return objection(id, phase, question, confirms, by, UnaryOperator.identity());
    }

    /** Whether this is confirmed on Ferry's page only. */
    boolean isOnFerrysPage(Question question) {
        return properties.channel() == Channel.FERRY && ApprovalProperties.STRICT.contains(question);
    }

    /** The same as {@link #objection} of somebody whom only the record names. */
    Optional<Objection> objectionOnRecord(
            MigrationId id, @Nullable Phase phase, Question question, boolean confirms, Actor by) {
        return objection(id, phase, question, confirms, by, Approvals::onRecord);
    }

    private static String onRecord(String name) {
        return Actor.named(name).onRecord().name();
    }

    /** Camunda's user name of somebody who signed in to Ferry: by {@code ferry.approval.people}, else the same name. */
    String camundaUser(Actor by) {
        return Person.of(by, properties.people()).camunda().stream()
                .sorted()
                .findFirst()
                .orElse(by.name());
    }

    /** Whether this answer on record was given by somebody who may; names are compared as the record keeps them. */
    public boolean counts(Confirmation answer) {
        return objection(answer).isEmpty();
    }

    private Optional<Objection> objection(Confirmation answer) {
        return objectionOnRecord(
                answer.migrationId(),
                phaseOf(answer.question()),
                answer.question(),
                answer.isConfirmation(),
                answer.by());
    }

    /**
     * Makes sure, right before a site is changed, that the confirmation on record counts and that a second person has
     * confirmed the same, where that is wanted.
     *
     * @param refused makes what is thrown of title, detail and what to do
     */
    public void expectAllowed(Step step, Confirmation confirmation, Refused refused) {
        Optional<Objection> objection =
                objection(confirmation).or(() -> missingSecondPerson(step.job().getProcessInstanceKey(), confirmation));
        if (objection.isPresent()) {
            throw refused.with(
                    objection.get().title(),
                    objection.get().detail(),
                    objection.get().whatToDo());
        }
    }

    /** How a guard refuses. */
    @FunctionalInterface
    public interface Refused {
        /** What is thrown. */
        StepRefused with(String title, String detail, String whatToDo);
    }

    private Optional<Objection> objection(
            MigrationId id,
            @Nullable Phase phase,
            Question question,
            boolean confirms,
            Actor by,
            UnaryOperator<String> written) {
        boolean strict = confirms && ApprovalProperties.STRICT.contains(question);
        Map<String, String> people = new HashMap<>();
        properties.people().forEach((camunda, ferry) -> people.put(written.apply(camunda), written.apply(ferry)));
        Person person = Person.of(by, people);
        if (isOnFerrysPage(question) && confirms && person.isCamundas()) {
            return objection(
                    Why.NOT_ON_FERRYS_PAGE,
                    "ferry.approval.channel is FERRY, so a completed task alone confirms nothing.",
                    "Sign in to Ferry, open its page /migrations/" + id + "/approvals/" + question.key()
                            + " and confirm there; Ferry then completes the task.");
        }
        if (isOnFerrysPage(question) && confirms && !isAPerson(by)) {
            return objection(
                    Why.NOBODY,
                    "It was confirmed with the key for scripts, with a token, or without a sign-in, and so by nobody.",
                    "Sign in to Ferry in a browser, and confirm on its page.");
        }
        if (!isApprover(person, written)) {
            return objection(
                    Why.NO_APPROVER,
                    person.isCamundas()
                            ? "Whoever completed the task is not among ferry.approval.approvers."
                            : "Whoever signed in is none of ferry.approval.approvers.",
                    "Leave this task to one of the approvers.");
        }
        if (!people.isEmpty() && !person.isMapped()) {
            return objection(
                    Why.NOT_KNOWN,
                    "ferry.approval.people does not say who that is "
                            + (person.isCamundas() ? "for Ferry." : "in Camunda."),
                    "Leave this task to an approver whom ferry.approval.people names, or have an administrator add the name.");
        }
        return strict && properties.notTheStarter() ? starter(id, phase, person, people) : Optional.empty();
    }

    private boolean isApprover(Person person, UnaryOperator<String> written) {
        Set<String> approvers = properties.approvers().stream().map(written).collect(Collectors.toUnmodifiableSet());
        return approvers.isEmpty()
                || person.camunda().stream().anyMatch(approvers::contains)
                || (!person.isCamundas()
                        && properties.people().isEmpty()
                        && person.ferry().stream().anyMatch(approvers::contains));
    }

    private Optional<Objection> starter(
            MigrationId id, @Nullable Phase phase, Person person, Map<String, String> people) {
        List<Event> starts = timeline.ofStep(id, Starter.STEP);
        List<Event> alone = timeline.ofStep(id, Starter.STEP_ALONE).stream()
                .filter(event -> event.phase() == phase)
                .toList();
        List<Optional<Actor>> starters = Stream.concat(
                        starts.stream(), alone.isEmpty() ? Stream.empty() : Stream.of(alone.getLast()))
                .map(Event::actor)
                .toList();
        if (starts.isEmpty()
                || starters.stream()
                        .anyMatch(
                                starter -> starter.filter(Approvals::isAPerson).isEmpty())) {
            return objection(
                    Why.UNKNOWN_STARTER,
                    "It was started in Camunda, with the key for scripts, with a token or by an earlier Ferry, and"
                            + " ferry.approval.not-the-starter is set.",
                    "Cancel this migration, and have a person who signs in to Ferry in a browser start it anew; or an administrator sets"
                            + " ferry.approval.not-the-starter=false.");
        }
        boolean same = starters.stream()
                .flatMap(Optional::stream)
                .anyMatch(starter -> !person.isSurelyNot(Person.of(starter, people)));
        return same
                ? objection(
                        Why.THE_STARTER,
                        "ferry.approval.not-the-starter is set: the confirmation of somebody else is needed.",
                        "Leave this task to another approver.")
                : Optional.empty();
    }

    /** A token may belong to a program, which would make one person count as two. */
    private static boolean isAPerson(Actor actor) {
        return switch (actor.channel()) {
            case LINK, OIDC_SESSION, CAMUNDA -> true;
            case OIDC_TOKEN, SCRIPT_KEY, NOT_RECORDED -> false;
        };
    }

    /**
     * Whether somebody else's confirmation is still missing: in the same process instance, by another person, of the same that
     * was shown. What was carried out or decided against begins a new round.
     */
    Optional<Objection> missingSecondPerson(long processInstance, Confirmation confirmation) {
        if (!confirmation.isConfirmation() || !properties.secondPersonFor().contains(confirmation.question())) {
            return Optional.empty();
        }
        Map<String, String> people = new HashMap<>();
        properties.people().forEach((camunda, ferry) -> people.put(onRecord(camunda), onRecord(ferry)));
        boolean alone = true;
        for (Confirmation earlier :
                confirmations.givenIn(processInstance, confirmation.migrationId(), confirmation.question())) {
            if (earlier.id().equals(confirmation.id())) {
                break;
            }
            if (earlier.used() || earlier.decision() != confirmation.decision()) {
                alone = true;
            } else if (Person.of(earlier.by(), people).isSurelyNot(Person.of(confirmation.by(), people))
                    && seen(earlier).equals(seen(confirmation))
                    && counts(earlier)) {
                alone = false;
            }
        }
        return alone
                ? objection(
                        Why.NO_SECOND_PERSON,
                        "One person has confirmed it, and that is on record.",
                        "Let another approver read this and confirm as well.")
                : Optional.empty();
    }

    /** What both must have seen; only why the task came back differs. */
    private static Map<String, Object> seen(Confirmation answer) {
        Map<String, Object> seen = new HashMap<>(answer.basis());
        seen.remove("problem");
        return seen;
    }

    static @Nullable Phase phaseOf(Question question) {
        return switch (question) {
            case IMPORT -> Phase.RESTORE_JIRA;
            case RESTORE -> Phase.RESTORE_BIGPICTURE;
            case ROLL_BACK -> Phase.ROLL_BACK;
            default -> null;
        };
    }

    private static Optional<Objection> objection(Why why, String detail, String whatToDo) {
        return Optional.of(new Objection(why, detail, whatToDo));
    }

    /**
     * Somebody by all names that are known.
     *
     * @param camunda the names that Camunda knows
     * @param ferry the names that Ferry's sign-in knows: user name and subject
     */
    private record Person(boolean isCamundas, Set<String> camunda, Set<String> ferry) {
        static Person of(Actor actor, Map<String, String> people) {
            if (actor.channel() == Actor.Channel.CAMUNDA) {
                String mapped = people.get(actor.name());
                return new Person(true, Set.of(actor.name()), mapped == null ? Set.of() : Set.of(mapped));
            }
            Set<String> ferry = Stream.of(actor.name(), actor.subject())
                    .flatMap(Stream::ofNullable)
                    .collect(Collectors.toUnmodifiableSet());
            return new Person(
                    false,
                    people.entrySet().stream()
                            .filter(known -> ferry.contains(known.getValue()))
                            .map(Map.Entry::getKey)
                            .collect(Collectors.toUnmodifiableSet()),
                    ferry);
        }

        boolean isMapped() {
            return isCamundas ? !ferry.isEmpty() : !camunda.isEmpty();
        }

        /** Whether it is known that both are different: not where one is known to Camunda only and the other to Ferry only. */
        boolean isSurelyNot(Person other) {
            boolean comparable =
                    (!camunda.isEmpty() && !other.camunda.isEmpty()) || (!ferry.isEmpty() && !other.ferry.isEmpty());
            return comparable
                    && Collections.disjoint(lowerCase(camunda), lowerCase(other.camunda))
                    && Collections.disjoint(lowerCase(ferry), lowerCase(other.ferry));
        }

        private static Set<String> lowerCase(Set<String> names) {
            return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        }
    }
}
