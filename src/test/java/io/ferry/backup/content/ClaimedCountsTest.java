package io.ferry.backup.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ClaimedCountsTest {

    @Test
    void shouldReadTheListInAnyLanguage() {
        ClaimedCounts english =
                ClaimedCounts.parse("\n___ Entities ___\n\n  Total : 1605\n\n  Action  : 7\n  User : 4\n");
        ClaimedCounts german =
                ClaimedCounts.parse("\r\n___ X ___\r\n  Summe : 1.605\r\n\r\n  Action  : 7\r\n  User : 4\r\n");
        ClaimedCounts french = ClaimedCounts.parse("  Nombre total : 1\u202F605\n  Action  : 7\n  User : 4");

        assertThat(english).isEqualTo(german).isEqualTo(french);
        assertThat(english).isEqualTo(new ClaimedCounts(1605L, new TreeMap<>(Map.of("Action", 7L, "User", 4L))));
    }

    @Test
    void shouldTakeNoOtherCommentForTheList() {
        assertThat(ClaimedCounts.parse(" just a remark ")).isNull();
        assertThat(ClaimedCounts.parse(" version : 9.1.0 ")).isNull();
    }
}
