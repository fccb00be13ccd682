package io.ferry.users;

import io.ferry.backup.judge.EmailAddress;
import io.ferry.migration.MigrationId;
import io.ferry.users.MappingFileRefused.RowError;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The lists that pass between Ferry and an administrator of the organisation: the users that the administration site
 * exports, with the addresses that Jira hides, and the people who need accounts.
 */
@Service
public class AccountList {

    /** Column names that such lists are seen with, in lower case. */
    private static final Set<String> ID_COLUMNS =
            Set.of("user id", "account id", "account_id", "accountid", "atlassian id");

    private static final Set<String> ADDRESS_COLUMNS = Set.of("email", "e-mail", "email address", "e-mail address");

    private final UserMappings people;
    private final UserMatching matching;
    private final String products;

    AccountList(UserMappings people, UserMatching matching, UsersProperties properties) {
        this.people = people;
        this.matching = matching;
        this.products = String.join(" ", properties.products().stream().sorted().toList());
    }

    /**
     * What a list told.
     *
     * @param accounts accounts in the list
     * @param addresses accounts of the site that got an address which the site hides
     */
    public record Told(int accounts, int addresses) {}

    /**
     * Takes over the addresses of an exported list of users in place of those of an earlier one, and matches anew.
     *
     * @throws MappingFileRefused when anything in it is wrong; nothing was taken over then
     */
    @Transactional
    public Told read(MigrationId migration, InputStream in) {
        var addresses = new HashMap<String, String>();
        var errors = new ArrayList<RowError>();
        Spreadsheet.read(in, table -> {
            var id = column(table, ID_COLUMNS, "User id");
            var address = column(table, ADDRESS_COLUMNS, "email");
            for (var line : table) {
                add(line, table.getCurrentLineNumber(), id, address, addresses, errors);
            }
        });
        if (!errors.isEmpty()) {
            throw new MappingFileRefused(
                    MappingFileRefused.wrongLines(errors.size()),
                    errors.subList(0, Math.min(errors.size(), MappingFileRefused.MOST_ERRORS)));
        }
        int told = matching.putAddresses(migration, TargetAccount.Source.ADMIN_EXPORT, addresses);
        matching.match(migration);
        return new Told(addresses.size(), told);
    }

    private static void add(
            CSVRecord line,
            long number,
            String idColumn,
            String addressColumn,
            HashMap<String, String> addresses,
            List<RowError> errors) {
        var id = Spreadsheet.cell(line, idColumn);
        var address = Spreadsheet.cell(line, addressColumn);
        if (!line.isConsistent()) {
            errors.add(new RowError(number, idColumn, "The line has another number of cells than the header."));
        } else if (id == null || id.length() > SourcePerson.LONGEST_KEY) {
            errors.add(new RowError(number, idColumn, "Every line needs the id of an account."));
        } else if (address != null && EmailAddress.of(address).isEmpty()) {
            errors.add(new RowError(number, addressColumn, "This is no e-mail address."));
        } else if (address != null && differs(address, addresses.put(id, address))) {
            errors.add(new RowError(number, idColumn, "This account is already in the list with another address."));
        }
    }

    private static boolean differs(String address, @Nullable String before) {
        return before != null && !EmailAddress.of(before).equals(EmailAddress.of(address));
    }

    private static String column(CSVParser table, Set<String> names, String usual) {
        return table.getHeaderNames().stream()
                .filter(name -> names.contains(name.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> MappingFileRefused.file(
                        "The first line must name the columns \"User id\" and \"email\"; missing: \"%s\". Export the users again in the administration site, and leave the file as it is."
                                .formatted(usual)));
    }

    /** Writes the people for whom an account can be created, for somebody who may do that in the organisation. */
    public void writeMissing(MigrationId migration, Appendable out) {
        Spreadsheet.write(
                out,
                List.of("e_mail", "name", "source_key", "why", "product", "seats"),
                () -> people.creatable(migration).stream()
                        .map(mapping -> List.of(
                                mapping.person()
                                        .address()
                                        .map(EmailAddress::value)
                                        .orElse(""),
                                Optional.ofNullable(mapping.person().displayName())
                                        .orElse(mapping.person().userName()),
                                mapping.person().userKey(),
                                "Active in Jira Data Center, and no account has this address",
                                products,
                                "1"))
                        .iterator());
    }
}
