package io.ferry.users;

import io.ferry.migration.MigrationId;
import io.ferry.users.MappingFileRefused.RowError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
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
    private static final String[] COLUMNS = {KEY, "name", "e_mail", ACCOUNT, "target_e_mail", DECISION, REASON};
    private static final String AUTOMATIC = "AUTOMATIC";
    private static final String STARTS_A_FORMULA = "=+-@\t\r'";
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final People people;
    private final Clock clock;

    MappingFile(People people, Clock clock) {
        this.people = people;
        this.clock = clock;
    }

    /** Writes everybody's line as UTF-8 text with commas; the byte order mark makes spreadsheets read it as such. */
    public void write(MigrationId migration, Appendable out) {
        try (var printer = CSVFormat.RFC4180.builder().setHeader(COLUMNS).get().print(out.append(BYTE_ORDER_MARK))) {
            for (var standing : people.all(migration)) {
                printer.printRecord(row(standing));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> row(PersonStanding standing) {
        var person = standing.person();
        var account = Optional.ofNullable(standing.account());
        var decision = Optional.ofNullable(standing.decision());
        return List.of(
                defused(person.userKey()),
                defused(Optional.ofNullable(person.displayName()).orElse(person.userName())),
                defused(person.email()),
                defused(account.map(TargetAccount::accountId).orElse(null)),
                defused(account.map(TargetAccount::email).orElse(null)),
                decision.map(made -> made.kind().name()).orElse(standing.state().hasAccount() ? AUTOMATIC : ""),
                defused(decision.map(Decision::reason)
                        .orElse(Optional.ofNullable(standing.conflict())
                                .map(Conflict::text)
                                .orElse(null))));
    }

    /**
     * Takes over the decisions of a file.
     *
     * @return how many people's decisions changed
     * @throws MappingFileRefused when anything in it is wrong; nothing was taken over then
     */
    public int read(MigrationId migration, InputStream in, String by) {
        var plan = new Plan(migration, by);
        try (var reader = new BufferedReader(new InputStreamReader(
                        in, StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)));
                var parser = CSVParser.parse(reader, format(reader))) {
            checkHeader(parser);
            for (CSVRecord line : parser) {
                plan.add(line, parser.getCurrentLineNumber());
            }
        } catch (CharacterCodingException e) {
            throw MappingFileRefused.file(
                    "The file is not in UTF-8. Save it as \"CSV UTF-8\" in the spreadsheet, and hand it in again.");
        } catch (IOException | UncheckedIOException | IllegalStateException | IllegalArgumentException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw MappingFileRefused.file(
                        "The file is not in UTF-8. Save it as \"CSV UTF-8\" in the spreadsheet, and hand it in again.");
            }
            throw MappingFileRefused.file(
                    "The file cannot be read as a table of comma, semicolon or tab separated values. Look for quotation marks that are not closed.");
        }
        return plan.carryOut();
    }

    /** Spreadsheets separate by what their language uses; the header tells. */
    private static CSVFormat format(BufferedReader reader) throws IOException {
        reader.mark(4096);
        var start = new char[2048];
        int length = Math.max(reader.read(start), 0);
        reader.reset();
        if (length > 0 && start[0] == BYTE_ORDER_MARK) {
            reader.skip(1);
        }
        var header = new String(start, 0, length).lines().findFirst().orElse("");
        char delimiter = header.contains(";") ? ';' : header.contains("\t") ? '\t' : ',';
        return CSVFormat.RFC4180
                .builder()
                .setDelimiter(delimiter)
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreHeaderCase(true)
                .setIgnoreEmptyLines(true)
                .setTrim(true)
                .get();
    }

    private static void checkHeader(CSVParser parser) {
        var missing = List.of(KEY, ACCOUNT, DECISION, REASON).stream()
                .filter(column -> !parser.getHeaderMap().containsKey(column))
                .toList();
        if (!missing.isEmpty()) {
            throw MappingFileRefused.file("The first line must name the columns %s; missing: %s."
                    .formatted(String.join(", ", COLUMNS), String.join(", ", missing)));
        }
    }

    private static String defused(@Nullable String cell) {
        if (cell == null) {
            return "";
        }
        return !cell.isEmpty() && STARTS_A_FORMULA.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }

    private static @Nullable String plain(CSVRecord line, String column) {
        if (!line.isSet(column)) {
            return null;
        }
        var cell = line.get(column);
        var text = cell.length() > 1 && cell.charAt(0) == '\'' && STARTS_A_FORMULA.indexOf(cell.charAt(1)) >= 0
                ? cell.substring(1)
                : cell;
        return text.isBlank() ? null : text;
    }

    /** What a file asks for, checked line by line and then as a whole, before anything is changed. */
    private final class Plan {

        private final MigrationId migration;
        private final String by;
        private final Map<String, PersonStanding> standings = new HashMap<>();
        private final Map<String, TargetAccount> accounts;
        private final Map<String, Long> lines = new HashMap<>();
        private final Map<String, Decision> decisions = new HashMap<>();
        private final HashSet<String> undone = new HashSet<>();
        private final List<RowError> errors = new ArrayList<>();
        private long errorCount;

        Plan(MigrationId migration, String by) {
            this.migration = migration;
            this.by = by;
            people.all(migration)
                    .forEach(standing -> standings.put(standing.person().userKey(), standing));
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
            var userKey = plain(record, KEY);
            var standing = userKey == null ? null : standings.get(userKey);
            if (userKey == null || standing == null) {
                error(line, KEY, "Nobody of the source has this user key.");
            } else if (lines.putIfAbsent(userKey, line) != null) {
                error(line, KEY, "The same user key stands in line %d, too.".formatted(lines.get(userKey)));
            } else {
                add(standing, plain(record, ACCOUNT), plain(record, DECISION), plain(record, REASON), line);
            }
        }

        private void add(
                PersonStanding standing,
                @Nullable String accountId,
                @Nullable String decision,
                @Nullable String reason,
                long line) {
            var word = decision == null ? (accountId == null ? "" : "MAP") : decision.toUpperCase(Locale.ROOT);
            switch (word) {
                case "" -> undo(standing);
                case AUTOMATIC -> addAutomatic(standing, accountId, line);
                case "MAP" -> addMapped(standing, accountId, reason, line);
                case "LEAVE_UNMAPPED" -> addUnmapped(standing, accountId, reason, line);
                default -> error(line, DECISION, "Expected MAP, LEAVE_UNMAPPED, AUTOMATIC or nothing.");
            }
        }

        private void undo(PersonStanding standing) {
            if (standing.decision() != null) {
                undone.add(standing.person().userKey());
            }
        }

        private void addAutomatic(PersonStanding standing, @Nullable String accountId, long line) {
            var now = standing.account();
            if (standing.decision() != null || now == null || !now.accountId().equals(accountId)) {
                error(
                        line,
                        DECISION,
                        "AUTOMATIC stands beside what an address decided. Write MAP to pick this account.");
            }
        }

        private void addMapped(
                PersonStanding standing, @Nullable String accountId, @Nullable String reason, long line) {
            if (accountId == null) {
                error(line, ACCOUNT, "MAP needs the id of an account.");
            } else {
                decide(standing, Decision.Kind.MAP, accountId, reason, line);
            }
        }

        private void addUnmapped(
                PersonStanding standing, @Nullable String accountId, @Nullable String reason, long line) {
            if (accountId != null) {
                error(line, ACCOUNT, "Somebody who is left unmapped has no account: empty this cell.");
            } else {
                decide(standing, Decision.Kind.LEAVE_UNMAPPED, null, reason, line);
            }
        }

        private void decide(
                PersonStanding standing,
                Decision.Kind kind,
                @Nullable String accountId,
                @Nullable String reason,
                long line) {
            var decision = new Decision(standing.person().userKey(), kind, accountId, reason, by, clock.instant());
            try {
                // Who holds which account is checked at the end: lines may swap accounts.
                People.check(decision, id -> Optional.ofNullable(accounts.get(id)), id -> Optional.empty());
                if (!isTheSame(decision, standing.decision())) {
                    decisions.put(decision.userKey(), decision);
                }
            } catch (DecisionRefused refused) {
                error(line, refused.field().equals("accountId") ? ACCOUNT : REASON, refused.getMessage());
            }
        }

        private static boolean isTheSame(Decision asked, @Nullable Decision made) {
            return made != null
                    && made.kind() == asked.kind()
                    && Objects.equals(made.accountId(), asked.accountId())
                    && Objects.equals(made.reason(), asked.reason());
        }

        int carryOut() {
            checkThatOneAccountServesOnePerson();
            if (errorCount > 0) {
                throw new MappingFileRefused(
                        "Nothing was taken over: %d lines of the file are wrong.".formatted(errorCount), errors);
            }
            people.putDecisions(migration, decisions.values(), undone, by);
            return decisions.size() + undone.size();
        }

        private void checkThatOneAccountServesOnePerson() {
            var holders = new HashMap<String, String>();
            standings.forEach((userKey, standing) -> {
                var made = undone.contains(userKey) ? null : decisions.getOrDefault(userKey, standing.decision());
                var accountId = made != null
                        ? made.accountId()
                        : standing.state().hasAccount() && standing.account() != null
                                ? standing.account().accountId()
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
