package io.ferry.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.users.MatchingPreview.Group;
import io.ferry.users.MatchingPreview.Preview;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MatchingPreviewTest {
    private final MatchingPreview matching =
            new MatchingPreview(new UsersProperties(Map.of("old.acme.test", "acme.test"), Set.of(), null));

    @Test
    void shouldSayWhatBecomesOfEverybody() {
        Preview preview = matching.match(
                List.of(
                        person("ann", "ann@acme.test", true),
                        person("ben", "ben@old.acme.test", true),
                        person("cat", "cat@acme.test", true),
                        person("dan", "shared@acme.test", true),
                        person("eve", "shared@acme.test", true),
                        person("fay", null, true),
                        person("gus", "gus@acme.test", false)),
                List.of(account("1", "ann@acme.test"), account("2", "ben@acme.test"), account("3", null)),
                1);

        assertThat(preview.people())
                .isEqualTo(Map.of(
                        Group.MATCHED, 2L,
                        Group.MISSING, 1L,
                        Group.CONFLICT, 2L,
                        Group.WITHOUT_ADDRESS, 1L,
                        Group.LEFT, 1L));
        assertThat(preview.all()).isEqualTo(7);
        assertThat(preview.conflicts()).isEqualTo(Map.of(Conflict.SHARED_ADDRESS, 2L));
        assertThat(preview.accounts()).isEqualTo(3);
        assertThat(preview.hidden()).isEqualTo(1);
        assertThat(preview.examples().get(Group.CONFLICT)).hasSize(1);
        assertThat(preview.examples()).doesNotContainKey(Group.MATCHED);
        assertThat(preview.toString()).doesNotContain("acme");
    }

    @Test
    void shouldNameNobodyWhoWasNotAskedFor() {
        Preview preview = matching.match(List.of(person("ann", "ann@acme.test", true)), List.of(), 0);

        assertThat(preview.in(Group.MISSING)).isOne();
        assertThat(preview.examples()).isEmpty();
    }

    private static SourcePerson person(String key, @Nullable String email, boolean active) {
        return new SourcePerson(key, key, null, email, active, false);
    }

    private static TargetAccount account(String id, @Nullable String email) {
        return new TargetAccount(id, null, email, true, TargetAccount.Kind.PERSON, TargetAccount.Source.JIRA_CLOUD);
    }
}
