package io.ferry.migration;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Work that people may have begun by hand, and of which nobody has said how it ended. Ferry begins no intent for such work,
 * so the record knows of it only by what allowed it.
 *
 * @param work what it is
 * @param since when it was allowed: with its confirmation, or for the reinstallation with the beginning of its phase
 */
public record UnansweredWork(Kind work, Instant since) {
    /** These answers to the manual task say that nothing runs any more; {@code STOP} says nothing about it. */
    private static final Set<Decision> SETTLING = EnumSet.of(Decision.DONE, Decision.AUTOMATIC, Decision.ROLL_BACK);

    /** What a migration that ends early must not leave running: it overwrites the target, or takes the app from the source. */
    public enum Kind {
        REINSTALL_APP(
                "the reinstallation of the app in the source", null, Phase.BACK_UP_BIGPICTURE, Question.REINSTALL_APP) {
            @Override
            Stream<Instant> allowed(List<Confirmation> answers, List<PhaseRun> runs) {
                return runs.stream()
                        .filter(run -> run.phase() == Phase.BACK_UP_BIGPICTURE)
                        .map(PhaseRun::startedAt);
            }

            @Override
            boolean isSettledSince(Instant allowed, List<Confirmation> answers, List<Fact> facts) {
                boolean seen = facts.stream()
                        .anyMatch(fact ->
                                fact.name() == FactName.SOURCE_APP && !fact.at().isBefore(allowed));
                // Where the site told of no app before, a person's word is all there is.
                boolean siteTells = facts.stream().anyMatch(fact -> fact.name() == FactName.SOURCE_APP_BEFORE);
                return seen
                        || !siteTells
                                && answers.stream()
                                        .filter(answer -> answer.is(Question.REINSTALL_APP, Decision.DONE))
                                        .anyMatch(answer -> !answer.at().isBefore(allowed));
            }
        },
        IMPORT_BACKUP(
                "the import of the backup into the cloud site",
                Action.IMPORT_BACKUP,
                Phase.RESTORE_JIRA,
                Question.IMPORT_BACKUP) {
            @Override
            Stream<Instant> allowed(List<Confirmation> answers, List<PhaseRun> runs) {
                return times(answers, Question.IMPORT, Decision.CONFIRM);
            }
        },
        RESTORE_DUMP(
                "the restore of the dump in the app in the cloud",
                Action.RESTORE_DUMP,
                Phase.RESTORE_BIGPICTURE,
                Question.RESTORE_DUMP) {
            @Override
            Stream<Instant> allowed(List<Confirmation> answers, List<PhaseRun> runs) {
                return times(answers, Question.RESTORE, Decision.CONFIRM);
            }
        },
        ROLL_BACK(
                "the restore of the safety dump in the app in the cloud",
                Action.ROLL_BACK,
                Phase.ROLL_BACK,
                Question.ROLL_BACK_BY_HAND) {
            @Override
            Stream<Instant> allowed(List<Confirmation> answers, List<PhaseRun> runs) {
                return Stream.concat(
                        times(answers, Question.ROLL_BACK, Decision.ROLL_BACK),
                        times(answers, Question.INCOMPLETE_ROLL_BACK, Decision.MANUAL));
            }
        };

        private final String title;
        private final @Nullable Action action;
        private final Phase phase;
        private final Question byHand;

        /** @param byHand the question of its manual task */
        Kind(String title, @Nullable Action action, Phase phase, Question byHand) {
            this.title = title;
            this.action = action;
            this.phase = phase;
            this.byHand = byHand;
        }

        /** The work in words, for the middle of a sentence. */
        public String title() {
            return title;
        }

        /** Every time at which it was allowed. */
        abstract Stream<Instant> allowed(List<Confirmation> answers, List<PhaseRun> runs);

        /** Whether somebody has said, or Ferry has seen, that it is over. */
        boolean isSettledSince(Instant allowed, List<Confirmation> answers, List<Fact> facts) {
            return answers.stream()
                    .filter(answer -> answer.question() == byHand && SETTLING.contains(answer.decision()))
                    .anyMatch(answer -> !answer.at().isBefore(allowed));
        }

        private Optional<UnansweredWork> open(List<Confirmation> answers, List<PhaseRun> runs, List<Fact> facts) {
            return allowed(answers, runs)
                    .max(Comparator.naturalOrder())
                    .filter(allowed -> runs.stream().noneMatch(run -> isOverSince(run, allowed)))
                    .filter(allowed -> !isSettledSince(allowed, answers, facts))
                    .map(allowed -> new UnansweredWork(this, allowed));
        }

        /** A phase that came to its end has left nothing running. */
        private boolean isOverSince(PhaseRun run, Instant allowed) {
            return run.phase() == phase
                    && run.state() == PhaseRun.State.ENDED
                    && run.endedAt() != null
                    && !run.endedAt().isBefore(allowed);
        }

        private static Stream<Instant> times(List<Confirmation> answers, Question question, Decision decision) {
            return answers.stream()
                    .filter(answer -> answer.is(question, decision))
                    .map(Confirmation::at);
        }
    }

    /**
     * What a migration may have left running at the sites without an intent of Ferry's.
     *
     * @param answers all answers of people
     * @param runs all runs of phases
     * @param facts all facts
     */
    static List<UnansweredWork> of(List<Confirmation> answers, List<PhaseRun> runs, List<Fact> facts) {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> kind.open(answers, runs, facts).stream())
                .toList();
    }

    /**
     * Whether Ferry itself has begun what was allowed. A site shows how that goes on; a reinstallation it does not show.
     *
     * @param intent what Ferry has begun
     */
    public boolean isBegunBy(Intent intent) {
        return intent.action() == work.action && !intent.startedAt().isBefore(since);
    }
}
