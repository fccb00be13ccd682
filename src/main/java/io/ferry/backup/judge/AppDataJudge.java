package io.ferry.backup.judge;

import static io.ferry.backup.findings.FindingText.count;
import static io.ferry.backup.findings.FindingText.named;

import io.ferry.backup.findings.BackupFinding;
import io.ferry.backup.findings.BackupPlace;
import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.model.BackupApp;
import io.ferry.backup.model.BackupDocuments;
import io.ferry.backup.model.BackupTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Judges the data of the apps. */
final class AppDataJudge {
    private AppDataJudge() {}

    static List<BackupFinding> all(BackupFacts facts, BackupCriteria criteria) {
        Long bytes = facts.appDataBytes();
        if (bytes == null) {
            return List.of(); // found already, with the reason
        }
        if (bytes < 0) {
            return List.of(new BackupFinding(
                    FindingCode.ACTIVE_OBJECTS_MISSING, "The zip holds no activeobjects.xml.", BackupPlace.FILE));
        }
        if (bytes == 0) {
            return found(FindingCode.ACTIVE_OBJECTS_EMPTY, "activeobjects.xml has no content.");
        }
        String root = facts.appData().otherRoot();
        if (root != null) {
            return found(
                    FindingCode.AO_ANOTHER_DOCUMENT,
                    "activeobjects.xml is no Active Objects document: its root is <" + root + ">.");
        }
        if (facts.tables().isEmpty()) {
            // Where the document breaks off before its first table, that has been found.
            return facts.appDataWhole()
                    ? found(
                            FindingCode.ACTIVE_OBJECTS_WITHOUT_TABLES,
                            "activeobjects.xml describes no tables: the data of the apps are not in it.")
                    : List.of();
        }
        return content(facts, criteria);
    }

    private static List<BackupFinding> content(BackupFacts facts, BackupCriteria criteria) {
        List<BackupFinding> findings = new ArrayList<>();
        rows(facts, findings, FindingCode.AO_BINARY_FIELD, "binary field is", "binary fields are");
        rows(facts, findings, FindingCode.AO_DUPLICATE_KEY, "primary key occurs twice", "primary keys occur twice");
        rows(
                facts,
                findings,
                FindingCode.AO_ROW_WIDTH,
                "row has fewer or more values than there are columns",
                "rows have fewer or more values than there are columns");
        rows(
                facts,
                findings,
                FindingCode.AO_VALUE_UNFIT,
                "value does not fit its column",
                "values do not fit their columns");
        Set<String> loose = facts.appData().dataWithoutTable();
        if (!loose.isEmpty()) {
            findings.addAll(found(
                    FindingCode.AO_DATA_WITHOUT_TABLE,
                    "There are data of " + count(loose.size(), "table", "tables")
                            + " that the document does not describe: " + named(loose, false) + "."));
        }
        int numbers = facts.appData().numbersWithoutPrecision();
        if (numbers > 0) {
            findings.add(at(
                    facts,
                    FindingCode.AO_NUMBER_WITHOUT_PRECISION,
                    count(numbers, "number column has", "number columns have")
                            + " no precision in this export from Oracle, in "
                            + tables(facts, FindingCode.AO_NUMBER_WITHOUT_PRECISION) + "."));
        }
        String app = appWithoutTables(facts, criteria);
        if (app != null) {
            findings.addAll(found(
                    FindingCode.AO_APP_WITHOUT_TABLES, app + " is installed, but none of its tables is in the file."));
        }
        return findings;
    }

    private static void rows(
            BackupFacts facts, List<BackupFinding> findings, FindingCode code, String one, String many) {
        long number = facts.appData().finds().count(code);
        if (number > 0) {
            findings.add(at(facts, code, count(number, one, many) + " in " + tables(facts, code) + "."));
        }
    }

    private static String tables(BackupFacts facts, FindingCode code) {
        Collection<String> names = facts.appData().tablesOf(code);
        String apps = facts.tables().stream()
                .filter(table -> names.contains(table.table()))
                .map(table -> table.app() == null ? null : table.app() + (table.guessed() ? " by the prefix" : ""))
                .filter(java.util.Objects::nonNull)
                .distinct()
                .limit(3)
                .collect(Collectors.joining(", "));
        return named(names, false) + (apps.isEmpty() ? "" : " (of " + apps + ")");
    }

    /** The key of an app that is installed and has tables of its own as a rule, but none here. */
    private static @Nullable String appWithoutTables(BackupFacts facts, BackupCriteria criteria) {
        if (!facts.readToEnd() || !facts.appDataWhole()) {
            return null;
        }
        Set<String> owners = facts.tables().stream()
                .map(BackupTable::app)
                .filter(java.util.Objects::nonNull)
                .collect(Collectors.toSet());
        List<String> installed = facts.apps().stream()
                .map(BackupApp::key)
                .filter(criteria.appKeys()::contains)
                .toList();
        // The two share their tables where both are there, so one of them with tables is enough.
        return installed.isEmpty() || installed.stream().anyMatch(owners::contains) ? null : installed.getFirst();
    }

    private static BackupFinding at(BackupFacts facts, FindingCode code, String message) {
        return new BackupFinding(
                code, message, facts.appData().finds().first(code, BackupPlace.entry(BackupDocuments.ACTIVE_OBJECTS)));
    }

    private static List<BackupFinding> found(FindingCode code, String message) {
        return List.of(new BackupFinding(code, message, BackupPlace.entry(BackupDocuments.ACTIVE_OBJECTS)));
    }
}
