package io.ferry.api;

import io.ferry.api.PeopleViews.Counts;
import io.ferry.base.Plural;
import io.ferry.migration.Actor;
import io.ferry.migration.Migration;
import io.ferry.users.AccountList;
import io.ferry.users.MappingFile;
import io.ferry.users.UserMappings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Tables for a spreadsheet: the mapping, the people without an account, and the user list of an organisation. */
@RestController
@RequestMapping("/api/migrations/{id}")
@Tag(name = "People")
class MappingFilesController {
    /** The largest table that is taken, in bytes. */
    static final long LARGEST_FILE = 64L << 20;

    private final UserMappings people;
    private final MappingFile mappingFile;
    private final AccountList accountList;
    private final PeopleRecord onRecord;

    MappingFilesController(
            UserMappings people, MappingFile mappingFile, AccountList accountList, PeopleRecord onRecord) {
        this.people = people;
        this.mappingFile = mappingFile;
        this.accountList = accountList;
        this.onRecord = onRecord;
    }

    @Operation(summary = "The whole mapping as a table for a spreadsheet")
    @GetMapping(path = "/mapping.csv", produces = "text/csv;charset=UTF-8")
    ResponseEntity<StreamingResponseBody> mapping(@KnownMigration Migration known) {
        var migration = known.id();
        return TableAnswer.of("mapping", out -> mappingFile.write(migration, out));
    }

    @Operation(summary = "The people for whom an account can be created, for an administrator of the organisation")
    @GetMapping(path = "/new-accounts.csv", produces = "text/csv;charset=UTF-8")
    ResponseEntity<StreamingResponseBody> newAccounts(@KnownMigration Migration known) {
        var migration = known.id();
        return TableAnswer.of("new-accounts", out -> accountList.writeMissing(migration, out));
    }

    @Operation(
            summary = "Import the addresses from the user list that an administrator exported, and match again;"
                    + " nothing of it if a line is wrong")
    @LargeBody(LARGEST_FILE)
    @PutMapping(path = "/accounts.csv", consumes = "text/csv")
    Map<String, Object> readAccounts(@KnownMigration Migration known, Actor by, HttpServletRequest request)
            throws IOException {
        PeopleRecord.nobodyNamesHimself(request);
        var migration = known.id();
        var told = accountList.read(migration, request.getInputStream());
        onRecord.decided(
                migration,
                "A list of %s told %s that the site hides."
                        .formatted(
                                Plural.of(told.accounts(), "account"),
                                Plural.of(told.addresses(), "address", "addresses")),
                by);
        return Map.of(
                "accounts",
                told.accounts(),
                "addresses",
                told.addresses(),
                "counts",
                Counts.of(people.counts(migration)));
    }

    @Operation(summary = "Take over the decisions of a table; nothing of it if a line is wrong")
    @LargeBody(LARGEST_FILE)
    @PutMapping(path = "/mapping.csv", consumes = "text/csv")
    Map<String, Object> readMapping(@KnownMigration Migration known, Actor by, HttpServletRequest request)
            throws IOException {
        PeopleRecord.nobodyNamesHimself(request);
        var migration = known.id();
        int changed = mappingFile.read(migration, request.getInputStream(), by.name());
        onRecord.decided(
                migration,
                "A mapping file changed the decisions about %s.".formatted(Plural.of(changed, "person", "people")),
                by);
        return Map.of("changed", changed, "counts", Counts.of(people.counts(migration)));
    }
}
