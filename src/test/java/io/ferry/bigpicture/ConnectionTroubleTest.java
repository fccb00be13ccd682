package io.ferry.bigpicture;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.bigpicture.Connection.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionTroubleTest {

    @ParameterizedTest
    @CsvSource({
        "Authorization failed.,                    AUTHORISATION_FAILED",
        "authorisation failed,                     AUTHORISATION_FAILED",
        "The instance is unreachable,              UNREACHABLE",
        "Connection timed out,                     UNREACHABLE",
        "Too many requests; wait.,                 THROTTLED",
        "Webhooks missing,                         WEBHOOKS_MISSING",
        "App license invalid,                      APP_LICENCE_INVALID",
        "Jira licence expired,                     JIRA_LICENCE_EXPIRED",
        "Add-on user without rights,               RIGHTS_MISSING",
        "The connection is switched off,           SWITCHED_OFF",
    })
    void shouldKnowTheDocumentedReasons(String reason, ConnectionTrouble trouble) {
        assertThat(ConnectionTrouble.of(connection(true, State.FAILED, reason))).contains(trouble);
        assertThat(trouble.whatToDo()).isNotBlank().endsWith(".").doesNotContainIgnoringCase("delete");
    }

    @Test
    void shouldGoByTheStateWhereItTells() {
        assertThat(ConnectionTrouble.of(connection(true, State.OPERATIONAL, "token")))
                .isEmpty();
        assertThat(ConnectionTrouble.of(connection(true, State.THROTTLED, ""))).contains(ConnectionTrouble.THROTTLED);
        assertThat(ConnectionTrouble.of(connection(false, State.NOT_OPERATIONAL, "Not operational after the restore.")))
                .contains(ConnectionTrouble.SWITCHED_OFF);
    }

    @Test
    void shouldNotGuess() {
        assertThat(ConnectionTrouble.of(connection(true, State.FAILED, "Moon in the wrong house")))
                .isEmpty();
    }

    private static Connection connection(boolean active, State state, String reason) {
        return new Connection("1", "Jira", false, active, state, reason);
    }
}
