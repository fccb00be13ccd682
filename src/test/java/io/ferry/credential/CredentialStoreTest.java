package io.ferry.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ferry.fixtures.TestDatabase;
import io.ferry.remote.CredentialMissingException;
import io.ferry.remote.CredentialReference;
import io.ferry.remote.CredentialResolver;
import io.ferry.remote.DeclaredCredentials;
import io.ferry.remote.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

class CredentialStoreTest {
    private static final Secret SECRET = Secret.of("admin:pass:word-marker");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void shouldKeepASecretSealedUntilItIsReplacedOrRemoved(TestDatabase database) throws IOException {
        // given
        DataSource tables = database.withTables();
        CredentialStore store = store(tables, CredentialStore.newKey());

        // when
        store.put("source-jira", SECRET);

        // then
        assertThat(store.find("source-jira")).contains(SECRET);
        assertThat(store.find("target-jira")).isEmpty();
        assertThat(new JdbcTemplate(tables)
                        .queryForList("select * from stored_secret")
                        .toString())
                .contains("source-jira")
                .doesNotContain("marker", "admin");

        // when replaced, then removed
        store.put("source-jira", Secret.of("another-token"));
        assertThat(store.find("source-jira")).contains(Secret.of("another-token"));
        store.remove("source-jira");
        assertThat(store.find("source-jira")).isEmpty();
    }

    @Test
    void shouldOpenASecretUnderItsOwnNameOnly() throws IOException {
        // given somebody who can write the database, and names another credential with hosts of his own
        DataSource tables = TestDatabase.H2.withTables();
        CredentialStore store = store(tables, CredentialStore.newKey());
        store.put("source-jira", SECRET);

        // when
        new JdbcTemplate(tables).update("update stored_secret set name = 'elsewhere'");

        // then
        assertThatExceptionOfType(CredentialMissingException.class)
                .isThrownBy(() -> store.find("elsewhere"))
                .withMessageContaining("ferry.credentials-key");
    }

    @Test
    void shouldNotOpenWithAnotherKey() throws IOException {
        DataSource tables = TestDatabase.H2.withTables();
        store(tables, CredentialStore.newKey()).put("source-jira", SECRET);

        for (String other : new String[] {CredentialStore.newKey(), "no key", null}) {
            CredentialStore closed = store(tables, other);
            assertThatExceptionOfType(CredentialMissingException.class)
                    .isThrownBy(() -> closed.find("source-jira"))
                    .withMessageContaining("ferry.credentials-key")
                    .withMessageContaining("./ferry credential set source-jira");
        }
    }

    @Test
    void shouldNotStoreWithoutAKey() throws IOException {
        DataSource tables = TestDatabase.H2.withTables();

        for (String key : new String[] {null, "no key", "{}"}) {
            CredentialStore closed = store(tables, key);
            assertThatExceptionOfType(StoreClosed.class)
                    .isThrownBy(() -> closed.put("source-jira", SECRET))
                    .withMessageContaining("./ferry credential new-key");
        }
        assertThat(new JdbcTemplate(tables).queryForList("select * from stored_secret"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"two-marker\nlines", "a marker with blanks", "märker"})
    void shouldRefuseWhatCouldNotBeSentWithoutRepeatingIt(String secret) throws IOException {
        CredentialStore store = store(TestDatabase.H2.withTables(), CredentialStore.newKey());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.put("source-jira", Secret.of(secret)))
                .withMessageNotContaining("marker");
    }

    private CredentialStore store(DataSource tables, @Nullable String key) throws IOException {
        CredentialReference reference = null;
        if (key != null) {
            Path file = Files.writeString(Files.createTempFile(folder, "key", ".json"), key);
            reference = CredentialReference.of("file:" + file);
        }
        return new CredentialStore(
                new JdbcTemplate(tables),
                new DeclaredCredentials(Map.of(), reference),
                new CredentialResolver(name -> null, name -> null),
                Clock.systemUTC());
    }
}
