package io.ferry.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FactsOfMigrationTest {
    record Counts(int projects, long issues) {}

    @ParameterizedTest
    @EnumSource
    void shouldKeepTheNewestOfEachName(Database database) {
        // given
        FactsOfMigration facts = database.get(FactsOfMigration.class);
        MigrationId id = database.aMigration().id();

        // when
        facts.stated(id, FactName.SAFETY_DUMP, Map.of("description", "from c@d.example"));
        facts.verified(id, FactName.BASELINE, new Counts(1, 2));
        facts.verified(id, FactName.BASELINE, new Counts(3, 4_000_000_000L));

        // then
        assertThat(facts.find(id, FactName.BASELINE, Counts.class)).contains(new Counts(3, 4_000_000_000L));
        assertThat(facts.all(id)).hasSize(2);
        assertThat(facts.find(id, FactName.SAFETY_DUMP)).hasValueSatisfying(fact -> {
            assertThat(fact.certainty()).isEqualTo(Fact.Certainty.STATED);
            assertThat(fact.value().path("description").asText()).isEqualTo("from (address)");
        });
        assertThat(facts.find(id, FactName.ARRIVED)).isEmpty();
    }
}
