package io.ferry.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BlowTest {
    @Test
    void shouldThrowTheSameBlowsForTheSameSeed() {
        assertThat(Blow.thrown(new Random(7), 200, Blow.Kind.ALL))
                .isEqualTo(Blow.thrown(new Random(7), 200, Blow.Kind.ALL))
                .isNotEqualTo(Blow.thrown(new Random(8), 200, Blow.Kind.ALL));
    }

    @Test
    void shouldThrowEveryKindOfBlowThatIsAllowedAndNoOther() {
        for (Set<Blow.Kind> kinds :
                List.of(Blow.Kind.ALL, Blow.Kind.WITHOUT_DATABASE, Set.of(Blow.Kind.ENGINE), Set.of(Blow.Kind.FERRY))) {
            assertThat(Blow.thrown(new Random(1), 300, kinds))
                    .extracting(Blow::kind)
                    .containsOnlyElementsOf(kinds);
        }
        assertThat(Blow.thrown(new Random(1), 300, Blow.Kind.WITHOUT_DATABASE))
                .flatExtracting(Blow::victims)
                .containsOnly(Victim.FERRY);
    }

    @Test
    void shouldPlanAsManyStrokesAsWanted() {
        for (int strokes = 0; strokes < 50; strokes++) {
            List<Blow> blows = Blow.thrown(new Random(strokes), strokes, Blow.Kind.ALL);

            int planned = blows.stream().mapToInt(Blow::strokes).sum();
            assertThat(planned).isGreaterThanOrEqualTo(strokes);
            assertThat(planned - (blows.isEmpty() ? 0 : blows.getLast().strokes()))
                    .isLessThanOrEqualTo(Math.max(0, strokes - 1));
        }
    }

    @Test
    void shouldStopTheEngineForOneToTenSecondsAndNeverKillIt() {
        List<Blow> blows = Blow.thrown(new Random(3), 1000, Blow.Kind.ALL);

        assertThat(blows).allSatisfy(blow -> {
            if (blow.kind().stopsTheEngine()) {
                assertThat(blow.engineStops()).isBetween(Duration.ofSeconds(1), Blow.LONGEST_STOP);
            } else {
                assertThat(blow.engineStops()).isZero();
            }
        });
        // A program that only stands still is not started anew, so nothing can die while it starts.
        assertThat(blows)
                .filteredOn(blow -> blow.again() != null)
                .allSatisfy(blow -> assertThat(blow.victims()).contains(Victim.FERRY));
    }
}
