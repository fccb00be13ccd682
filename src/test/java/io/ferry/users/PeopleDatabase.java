package io.ferry.users;

import com.zaxxer.hikari.HikariDataSource;
import io.ferry.fixtures.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/** The databases that the people's tables are tried on; each starts when the first test asks for it. */
enum PeopleDatabase {
    H2(TestDatabase.H2),
    POSTGRESQL(TestDatabase.POSTGRESQL);

    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    private final TestDatabase kind;
    private @Nullable DataSource tables;
    private @Nullable AnnotationConfigApplicationContext context;

    PeopleDatabase(TestDatabase kind) {
        this.kind = kind;
    }

    UserMappings people() {
        return get(UserMappings.class);
    }

    UserMatching matching() {
        return get(UserMatching.class);
    }

    UserDecisions decisions() {
        return get(UserDecisions.class);
    }

    /** A part of what holds people, with transactions as in Ferry. */
    synchronized <T> T get(Class<T> part) {
        if (context == null) {
            context = anotherFerry();
        }
        return context.getBean(part);
    }

    /** What holds people in one more Ferry on the same database. */
    synchronized AnnotationConfigApplicationContext anotherFerry() {
        if (tables == null) {
            tables = kind.withTables();
        }
        var source = new HikariDataSource();
        source.setDataSource(tables);
        var ferry = new AnnotationConfigApplicationContext();
        ferry.registerBean(DataSource.class, () -> source);
        ferry.registerBean(UsersProperties.class, () -> new UsersProperties(Map.of(), Set.of("jira-software"), null));
        ferry.register(
                Transactions.class,
                UserMappingStore.class,
                TargetAccountStore.class,
                DecisionStore.class,
                PeoplePageStore.class,
                UserMatching.class,
                UserDecisions.class,
                PeopleErasure.class,
                Revisions.class,
                Directory.class,
                PeopleList.class,
                AddressBook.class,
                InactiveDirectories.class,
                InactivePeople.class,
                UserMappings.class);
        ferry.refresh();
        return ferry;
    }

    @EnableTransactionManagement
    static class Transactions {
        @Bean
        JdbcTemplate jdbc(DataSource source) {
            return new JdbcTemplate(source);
        }

        @Bean
        JdbcTransactionManager transactions(DataSource source) {
            return new JdbcTransactionManager(source);
        }

        @Bean
        Clock clock() {
            return CLOCK;
        }
    }
}
