package io.ferry.users;

import io.ferry.migration.MigrationId;
import io.ferry.users.MappingFileRefused.RowError;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * The mapping as a table that people edit in a spreadsheet: written with formulas defused, read all or nothing.
 *
 * <p>Decisions in the file: {@code MAP} gives the person the account of that line, {@code LEAVE_UNMAPPED} needs a reason,
 * {@code AUTOMATIC} stands beside what an address decided and changes nothing, and an empty cell takes an earlier decision
 * back, or means {@code MAP} where an account is given. People who are not in the file keep their decisions.
 */
@Service
public class MappingFile {

    private static final String KEY = "source_key";
    private static final String ACCOUNT = "target_account_id";
    private static final String DECISION = "decision";
    private static final String REASON = "reason";
    private static final List<String> COLUMNS =
            List.of(KEY, "name", "e_mail", ACCOUNT, "target_e_mail", DECISION, REASON);
    private static final String AUTOMATIC = "AUTOMATIC";

    private final UserMappings people;
    private final UserDecisions userDecisions;
    private final Clock clock;

    MappingFile(UserMappings people, UserDecisions userDecisions, Clock clock) {
        this.people = people;
        this.userDecisions = userDecisions;
        this.clock = clock;
    }

    /** Writes everybody's line. */
    public void write(MigrationId migration, Appendable out) {
        Spreadsheet.write(
                out,
                COLUMNS,
                () -> people.all(migration).stream().map(MappingFile::row).iterator());
    }

    private static List<String> row(PersonMapping mapping) {
        var person = mapping.person();
        var account = Optional.ofNullable(mapping.account());
        var decision = Optional.ofNullable(mapping.decision());
        return List.of(
                person.userKey(),
                Optional.ofNullable(person.displayName()).orElse(person.userName()),
                Optional.ofNullable(person.email()).orElse(""),
                account.map(TargetAccount::accountId).orElse(""),
                account.map(TargetAccount::email).orElse(""),
                decision.map(made -> made.kind().name()).orElse(mapping.state().hasAccount() ? AUTOMATIC : ""),
                decision.map(PersonDecision::reason)
                        .orElse(Optional.ofNullable(mapping.conflict())
                                .map(Conflict::text)
                                .orElse("")));
    }

    /**
     * Takes over the decisions of a file.
     *
     * @return how many people's decisions changed
     * @throws MappingFileRefused when anything in it is wrong; nothing was taken over then
     */
    public int read(MigrationId migration, InputStream in, String by) {
        var plan = new Plan(migration, by);
        Spreadsheet.read(in, table -> {
            checkHeader(table);
            for (CSVRecord line : table) {
                plan.add(line, table.getCurrentLineNumber());
            }
        });
        return plan.carryOut();
    }

    private static void checkHeader(CSVParser parser) {
        var missing = Stream.of(KEY, ACCOUNT, DECISION, REASON)
                .filter(column -> !parser.getHeaderMap().containsKey(column))
                .toList();
        if (!missing.isEmpty()) {
            throw MappingFileRefused.file("The first line must name the columns %s; missing: %s."
                    .formatted(String.join(", ", COLUMNS), String.join(", ", missing)));
        }
    }

    /** What a file asks for, checked line by line and then as a whole, before anything is changed. */
    private final class Plan {

        private final MigrationId migration;
        private final String by;
        private final Map<String, PersonMapping> mappings = new HashMap<>();
        private final Map<String, TargetAccount> accounts;
        private final Map<String, Long> lines = new HashMap<>();
        private final Map<String, PersonDecision> decisions = new HashMap<>();
        private final HashSet<String> undone = new HashSet<>();
        private final List<RowError> errors = new ArrayList<>();
        private long errorCount;

        Plan(MigrationId migration, String by) {
            this.migration = migration;
            this.by = by;
            people.all(migration)
                    .forEach(mapping -> mappings.put(mapping.person().userKey(), mapping));
            this.accounts = people.accountsById(migration);
        }

        void add(CSVRecord record, long line) {
            if (!record.isConsistent()) {
                error(
                        line,
                        KEY,
                        "The line has %d cells; the header has %d columns."
                                .formatted(
                                        record.size(),
                                        record.getParser().getHeaderMap().size()));
                return;
            }
            var userKey = Spreadsheet.cell(record, KEY);
            var mapping = userKey == null ? null : mappings.get(userKey);
            if (userKey == null || mapping == null) {
                error(line, KEY, "Nobody of the source has this user key.");
            } else if (lines.putIfAbsent(userKey, line) != null) {
                error(line, KEY, "The same user key is also in line %d.".formatted(lines.get(userKey)));
            } else {
                add(
                        mapping,
                        Spreadsheet.cell(record, ACCOUNT),
                        Spreadsheet.cell(record, DECISION),
                        Spreadsheet.cell(record, REASON),
                        line);
            }
        }

        private void add(
                PersonMapping mapping,
                @Nullable String accountId,
                @Nullable String decision,
                @Nullable String reason,
                long line) {
            var word = decision == null ? (accountId == null ? "" : "MAP") : decision.toUpperCase(Locale.ROOT);
            switch (word) {
                case "" -> undo(mapping);
                case AUTOMATIC -> addAutomatic(mapping, accountId, line);
                case "MAP" -> addMapped(mapping, accountId, reason, line);
                case "LEAVE_UNMAPPED" -> addUnmapped(mapping, accountId, reason, line);
                default -> error(line, DECISION, "Expected MAP, LEAVE_UNMAPPED, AUTOMATIC or nothing.");
            }
        }

        private void undo(PersonMapping mapping) {
            if (mapping.decision() != null) {
                undone.add(mapping.person().userKey());
            }
        }

        private void addAutomatic(PersonMapping mapping, @Nullable String accountId, long line) {
            var now = mapping.account();
            if (mapping.decision() != null || now == null || !now.accountId().equals(accountId)) {
                error(line, DECISION, "AUTOMATIC marks what was matched by address. Write MAP to choose this account.");
            }
        }

        private void addMapped(PersonMapping mapping, @Nullable String accountId, @Nullable String reason, long line) {
            if (accountId == null) {
                error(line, ACCOUNT, "MAP needs the id of an account.");
            } else {
                decide(mapping, PersonDecision.Kind.MAP, accountId, reason, line);
            }
        }

        private void addUnmapped(
                PersonMapping mapping, @Nullable String accountId, @Nullable String reason, long line) {
            if (accountId != null) {
                error(line, ACCOUNT, "Somebody who is left unmapped has no account: empty this cell.");
            } else {
                decide(mapping, PersonDecision.Kind.LEAVE_UNMAPPED, null, reason, line);
            }
        }

        private void decide(
                PersonMapping mapping,
                PersonDecision.Kind kind,
                @Nullable String accountId,
                @Nullable String reason,
                long line) {
            var decision = new PersonDecision(mapping.person().userKey(), kind, accountId, reason, by, clock.instant());
            try {
                // Who holds which account is checked at the end: lines may swap accounts.
                MappingRules.check(decision, id -> Optional.ofNullable(accounts.get(id)), id -> Optional.empty());
                if (!isTheSame(decision, mapping.decision())) {
                    decisions.put(decision.userKey(), decision);
                }
            } catch (DecisionRefused refused) {
                error(line, refused.field().equals("accountId") ? ACCOUNT : REASON, refused.getMessage());
            }
        }

        private static boolean isTheSame(PersonDecision asked, @Nullable PersonDecision made) {
            return made != null
                    && made.kind() == asked.kind()
                    && Objects.equals(made.accountId(), asked.accountId())
                    && Objects.equals(made.reason(), asked.reason());
        }

        int carryOut() {
            checkThatOneAccountServesOnePerson();
            if (errorCount > 0) {
                throw new MappingFileRefused(MappingFileRefused.wrongLines(errorCount), errors);
            }
            userDecisions.putDecisions(migration, decisions.values(), undone, by);
            return decisions.size() + undone.size();
        }

        private void checkThatOneAccountServesOnePerson() {
            var holders = new HashMap<String, String>();
            mappings.forEach((userKey, mapping) -> {
                var made = undone.contains(userKey) ? null : decisions.getOrDefault(userKey, mapping.decision());
                var accountId = made != null
                        ? made.accountId()
                        : mapping.state().hasAccount() && mapping.account() != null
                                ? mapping.account().accountId()
                                : null;
                var other = accountId == null ? null : holders.putIfAbsent(accountId, userKey);
                if (other != null) {
                    var culprit = decisions.containsKey(userKey) ? userKey : other;
                    error(
                            lines.getOrDefault(culprit, 0L),
                            ACCOUNT,
                            "This account is given to '%s', too; one account serves one person."
                                    .formatted(culprit.equals(userKey) ? other : userKey));
                }
            });
        }

        private void error(long line, String column, @Nullable String message) {
            errorCount++;
            if (errors.size() < MappingFileRefused.MOST_ERRORS) {
                errors.add(new RowError(line, column, message == null ? "" : message));
            }
        }
    }
}
