package io.ferry.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Holds what Ferry's record says of a migration against what really happened at its sites, and what people wanted. */
final class Judgement {
    private static final String DATA_CENTER = "jira-data-center";
    private static final String JIRA_CLOUD = "jira-cloud";
    private static final String APP_IN_THE_CLOUD = "bigpicture-cloud";
    /** Noted at their end; when they began, the calls tell. */
    private static final Set<String> UPLOADS = Set.of("cloud.uploads", "cloud.dumpUploads");

    /** Words of incidents that no site can have made. */
    private static final List<String> NOT_OF_A_SITE = List.of("did not foresee", "database", "Camunda", "engine");

    /** What Ferry says to people after its database was put back. */
    static final String RESTORED = "Ferry's database was restored from a backup.";

    private static final String OTHER_FILE = " is not the one that was confirmed.";

    private static final Set<String> WITH_AN_ACCOUNT = Set.of("MATCHED", "MAPPED_MANUALLY", "CREATED");

    private final Figures figures;
    private final String whose;
    private final Evidence evidence;
    private final Ending ending;
    private final JsonNode truth;
    private final JsonNode events;
    private final JsonNode report;

    private Judgement(Figures figures, String whose, Evidence evidence) {
        this.figures = figures;
        this.whose = whose;
        this.evidence = evidence;
        this.truth = evidence.truth();
        this.events = truth.path("events");
        this.report = evidence.report();
        this.ending = endedBeforeTheWish() ? Ending.MIGRATED : evidence.ending();
    }

    /** A wish to cancel that comes when the route is done changes nothing any more. */
    private boolean endedBeforeTheWish() {
        Wish.Uttered wish = evidence.wish();
        Instant taken = wish == null ? null : wish.taken();
        return evidence.ending() == Ending.CANCELLED
                && report.path("outcome").asText().equals("MIGRATED")
                && (taken == null
                        || all(report.path("phases"))
                                .filter(isText("phase", "finish"))
                                .filter(phase -> phase.path("endedAt").isTextual())
                                .anyMatch(phase -> !Instant.parse(
                                                phase.path("endedAt").asText())
                                        .isAfter(taken)));
    }

    /**
     * Notes a violation for each thing that is not as it must be.
     *
     * @param whose names the migration in the violations
     */
    static void pass(Figures figures, String whose, Evidence evidence) {
        figures.count("runs", "judged");
        figures.count("POSTs and PUTs to the sites", "in all", evidence.calls().size());
        Judgement judgement = new Judgement(figures, whose, evidence);
        judgement.ended();
        judgement.eachChangeOnce();
        judgement.accounts();
        judgement.confirmed();
        judgement.sameBytes();
        judgement.rolledBack();
        judgement.arrived();
        judgement.nothingAfterTheEnd();
        judgement.sourceIsOpen();
        judgement
                .truth
                .path("faultsStruck")
                .properties()
                .forEach(each -> figures.count(
                        "faults that struck", each.getKey(), each.getValue().asInt()));
    }

    /**
     * Notes a violation for an incident that only Ferry, its model, its database or the engine can have made. The sites make
     * incidents too, where they fail for so long that Ferry gives up.
     *
     * @param message the incident's type and message
     */
    static void incident(Figures figures, String message) {
        figures.count("incidents", "judged");
        if (!message.startsWith("JOB_NO_RETRIES ") && !message.contains("LISTENER_NO_RETRIES ")
                || NOT_OF_A_SITE.stream().anyMatch(message::contains)) {
            figures.violation("an incident that no site made: " + message);
        }
    }

    private void ended() {
        JsonNode details = evidence.details();
        expect(evidence.ended(), "it has not ended: " + details.path("waitingTasks") + " " + details.path("incidents"));
        expect(ending.name(), report.path("outcome").asText(), "outcome");
        if (ending == Ending.CANCELLED) {
            Wish.Uttered wish = evidence.wish();
            expect(
                    wish != null
                            && report.path("endedAt").isTextual()
                            && wish.asked().isBefore(outcomeRecorded()),
                    "nobody had asked to cancel it");
            figures.count(
                    "cancelled during",
                    all(report.path("phases"))
                            .reduce((first, last) -> last)
                            .map(last -> last.path("title").asText())
                            .orElse("no phase yet"));
        }
    }

    private Instant outcomeRecorded() {
        return report.path("endedAt").isTextual()
                ? Instant.parse(report.path("endedAt").asText())
                : Instant.MAX;
    }

    /** Whether the whole route was to be gone, up to the judgement of the result. */
    private boolean wholeRoute() {
        return ending != Ending.CANCELLED;
    }

    /**
     * The sites took each change once, or at most once where the migration was cancelled; of the orders that they refused none came but after a person had seen that there was
     * nothing, and had told Ferry to try again.
     */
    private void eachChangeOnce() {
        once(
                "reinstallation of the app",
                count("dataCenter.reinstallations"),
                refused(isTo(DATA_CENTER, "/assumed/app/reinstall"), Instant.MIN),
                triedAgain("reinstall-the-app-by-hand"));
        once(
                "dump",
                count("dataCenter.dumpsCreated"),
                refused(isTo(DATA_CENTER, "/assumed/dumps"), dumpBegun("bigPictureDataCenter")),
                triedAgain("make-the-dump-by-hand"));
        long written = all(events.path("dataCenter.backups"))
                .filter(isText("page", "WRITTEN"))
                .count();
        once(
                "Jira backup",
                written,
                events.path("dataCenter.backups").size() - written,
                triedAgain("make-the-jira-backup-by-hand"));
        once(
                "installation of the app",
                count("cloud.installationsStarted"),
                refused(isTo(JIRA_CLOUD, "/install-subscribe"), Instant.MIN),
                triedAgain("install-the-app-by-hand"));
        once(
                "import",
                events.path("cloud.imports").size(),
                refused(isTo(JIRA_CLOUD, "/assumed/import"), Instant.MIN),
                triedAgain("import-the-backup-by-hand"));
        expect(
                wholeRoute() ? 1 : events.path("cloud.imports").size(),
                events.path("cloud.importsDone").size(),
                "imports done");
        long again = triedAgain("restore-the-dump-by-hand");
        once(
                "restore",
                count("cloud.restoresStarted") - taken(rollBackOrders(), isOrderToRollBack()),
                refused(isOrderToRestore(), firstOf(restoreOrders())),
                again);
        expect(
                ending == Ending.ROLLED_BACK ? 2L : wholeRoute() ? 1L : count("cloud.restoresStarted"),
                count("cloud.restoresDone"),
                "restores done");
        // Each confirmation of a restore has a safety dump of its own: what stands there may have changed.
        long safetyDumps = count("cloud.dumpsCreated");
        expect(safetyDumps >= 1 || restoreOrders().isEmpty() && !wholeRoute(), "Ferry had no safety dump made");
        long refused = refused(isTo(APP_IN_THE_CLOUD, "/assumed/dumps"), dumpBegun("bigPictureCloud"));
        expect(
                safetyDumps + refused <= 1 + again,
                "safety dumps that Ferry ordered: " + safetyDumps + ", and " + refused
                        + " refused; people let it try again " + again + " times");
    }

    private void once(String what, long taken, long refused, long triedAgain) {
        expect(
                wholeRoute() ? taken == 1 : taken <= 1,
                what + ": times that the site did it: " + taken + " where " + ending.title() + " was wanted");
        expect(
                refused <= triedAgain,
                what + ": orders that the site refused: " + refused + ", times that people let Ferry try again: "
                        + triedAgain);
    }

    /**
     * Exactly the accounts are asked for that people approved, and none before they did. Some are there already: Ferry does
     * not see whose they are where the address is hidden.
     */
    private void accounts() {
        List<Person.Given> approvals = given("approve-new-accounts", "CREATE");
        expect(!approvals.isEmpty() || !wholeRoute(), "nobody approved new accounts, though people were left behind");
        long approved = approvals.isEmpty()
                ? 0
                : approvals.getFirst().seen("matching").path("missing").asLong(-1);
        Set<String> asked = all(events.path("cloud.usersCreated"))
                .map(user -> user.path("accountId").asText())
                .collect(Collectors.toSet());
        expect(
                wholeRoute() ? asked.size() == approved : asked.size() <= approved,
                "accounts that were approved, and those that were asked for: " + approved + " and " + asked.size());
        Set<String> created = all(events.path("cloud.usersCreated"))
                .filter(user -> !user.path("already").asBoolean())
                .map(user -> user.path("accountId").asText())
                .collect(Collectors.toSet());
        expect(!created.isEmpty() || !wholeRoute(), "no account was created");

        List<Instant> onRecord = answered("new-accounts", "CREATE");
        all(events.path("cloud.usersCreated"))
                .map(Judgement::time)
                .min(Comparator.naturalOrder())
                .ifPresent(first -> expect(
                        !onRecord.isEmpty() && !first.isBefore(onRecord.getFirst()),
                        "an account was asked for at " + first + ", approvals on record: " + onRecord));

        Set<String> stillThere = accountsInState(WITH_AN_ACCOUNT);
        Set<String> saidToBeCreated = accountsInState(Set.of("CREATED"));
        expect(
                stillThere.containsAll(asked) || !wholeRoute(),
                "an account was asked for that stands for nobody on Ferry's record: " + asked);
        expect(
                created.containsAll(saidToBeCreated),
                "Ferry says that it created an account that it did not create: " + saidToBeCreated);
        figures.count("accounts", "created", created.size());
        figures.count(
                "accounts",
                "there already, or asked for again, and the same account came back",
                events.path("cloud.usersCreated").size() - created.size());
    }

    private Set<String> accountsInState(Set<String> states) {
        return all(evidence.people().path("items"))
                .filter(person -> states.contains(person.path("state").asText()))
                .map(person -> person.path("account").path("accountId").asText())
                .collect(Collectors.toSet());
    }

    /** Nothing without its confirmation, none used twice, and what was ordered is what the person had seen. */
    private void confirmed() {
        long imports = confirmations("import", "import-the-backup-by-hand");
        long restores = confirmations("restore", "restore-the-dump-by-hand");
        figures.count("confirmations", "of imports and restores", (int) (imports + restores));

        List<Order> importOrders = orders(
                all(events.path("cloud.imports")).toList(),
                all(events.path("refusedRequests")).filter(isTo(JIRA_CLOUD, "/assumed/import")));
        for (Confirmed each : eachOnItsOwnConfirmation("import", "confirm-the-import", "CONFIRM", importOrders)) {
            expect(
                    each.seen("backupFile").path("sha256").asText(),
                    uploaded("cloud.uploads", "fileId", each.ordered().path("fileId")),
                    "SHA-256 of the backup that was confirmed, and of the one that was imported");
        }

        // Those that the app refused are among its orders; a door that is shut while the app starts lets none through.
        List<Order> restoreOrders = orders(restoreOrders(), shutOut(isOrderToRestore(), firstOf(restoreOrders())));
        for (Confirmed each : eachOnItsOwnConfirmation("restore", "confirm-the-restore", "CONFIRM", restoreOrders)) {
            expect("RESTORE", each.ordered().path("confirmation").asText(), "word with which a restore was ordered");
            expect(
                    each.seen("dumpFile").path("sha256").asText(),
                    uploaded("cloud.dumpUploads", "dump", each.ordered().path("dump")),
                    "SHA-256 of the dump that was confirmed, and of the one that was restored");
            expect(
                    each.seen(Person.MAPPING_CONFIRMED).asText(),
                    each.ordered().path("mapping").asText(),
                    "mapping that was confirmed, and that of the restore");
            expect(
                    each.seen("mapping").path("version").asText(),
                    report.path("verified").path("mapping").path("version").asText(),
                    "version of the mapping that was confirmed, and that on record");
        }
        if (wholeRoute() || !restoreOrders().isEmpty()) {
            expect(
                    mapping(evidence.people()),
                    lastRestoreOrder().path("mapping").asText("none"),
                    "mapping on record, and that of the restore");
        }
    }

    /** The orders that are not the roll-back's, in the order in which they came. */
    private List<JsonNode> restoreOrders() {
        return all(events.path("cloud.restoreOrders"))
                .filter(order -> !order.path("dump").equals(safetyDumpOnRecord()))
                .toList();
    }

    private JsonNode lastRestoreOrder() {
        List<JsonNode> orders = restoreOrders();
        return orders.isEmpty() ? Http.JSON.missingNode() : orders.getLast();
    }

    private List<JsonNode> rollBackOrders() {
        return all(events.path("cloud.restoreOrders"))
                .filter(order -> order.path("dump").equals(safetyDumpOnRecord()))
                .toList();
    }

    private JsonNode safetyDumpOnRecord() {
        return report.path("verified").path("safetyDump").path("id");
    }

    private Predicate<JsonNode> isOrderToRestore() {
        return isTo(APP_IN_THE_CLOUD, "/restore").and(isOrderToRollBack().negate());
    }

    private Predicate<JsonNode> isOrderToRollBack() {
        return isTo(APP_IN_THE_CLOUD, "/dumps/" + safetyDumpOnRecord().asText("none") + "/restore");
    }

    /** How many of the orders the app took: it looks at each that its door lets in, and refuses some. */
    private long taken(List<JsonNode> orders, Predicate<JsonNode> kind) {
        return orders.size()
                - all(events.path("refusedRequests"))
                        .filter(kind)
                        .filter(isText("status", "503").negate())
                        .count();
    }

    private Stream<JsonNode> shutOut(Predicate<JsonNode> kind, Instant taken) {
        return all(events.path("refusedRequests"))
                .filter(kind)
                .filter(isText("status", "503"))
                .filter(request -> time(request).isAfter(taken));
    }

    private static Instant firstOf(List<JsonNode> orders) {
        return orders.isEmpty() ? Instant.MAX : time(orders.getFirst());
    }

    /** The safety dump of before the first restore goes back once, on a decision of its own; else nothing of the kind. */
    private void rolledBack() {
        List<JsonNode> ordered = rollBackOrders();
        long again = triedAgain("roll-back-by-hand");
        long decided = given("decide-about-the-roll-back", "ROLL_BACK").size();
        expect(
                decided,
                (long) answered("roll-back", "ROLL_BACK").size(),
                "decisions to roll back given, and those on record");
        List<Confirmed> confirmed = eachOnItsOwnConfirmation(
                "roll-back",
                "decide-about-the-roll-back",
                "ROLL_BACK",
                orders(ordered, shutOut(isOrderToRollBack(), firstOf(ordered))));
        confirmed.forEach(each -> expect(
                "RESTORE", each.ordered().path("confirmation").asText(), "word with which a roll-back was ordered"));
        if (ending != Ending.ROLLED_BACK) {
            expect(ordered.isEmpty(), "a roll-back was ordered that nobody wanted");
            return;
        }
        once("roll-back", taken(ordered, isOrderToRollBack()), refused(isOrderToRollBack(), firstOf(ordered)), again);
        expect(1 + again, decided, "decisions to roll back that Ferry asked for");
        JsonNode app = truth.path("bigPictureCloud");
        JsonNode firstRestore = app.path("restores").path(app.path("restores").size() - 1);
        expect(
                firstRestore.path("safetyDumpId").equals(safetyDumpOnRecord())
                        || all(app.path("dumps"))
                                .filter(dump -> dump.path("id").equals(safetyDumpOnRecord()))
                                .anyMatch(dump -> Instant.parse(
                                                dump.path("createdAt").asText())
                                        .isBefore(firstOf(restoreOrders()))),
                "the safety dump on record is none of before the first restore: " + safetyDumpOnRecord());
        JsonNode before = given("confirm-the-restore", "CONFIRM").stream()
                .findFirst()
                .map(given -> given.seen(Person.APP_BEFORE))
                .orElse(Http.JSON.missingNode());
        for (String what : List.of("boxes", "teams")) {
            expect(before.path(what).isInt(), "nobody saw what " + what + " there were before the restore");
            expect(
                    !before.path(what).equals(truth.path("bigPictureDataCenter").path(what)),
                    what + " of before the restore and of the source are the same: nothing to compare");
            expect(before.path(what), app.path(what), what + " of before the restore");
        }
        expect(before.path("boxes").asInt() > 0, "there was nothing of its own in the app before the restore");
        expect(connections(before), connections(app), "connections of before the restore");
    }

    private static List<String> connections(JsonNode app) {
        return all(app.path("connections"))
                .map(each -> each.path("id").asText() + " " + each.path("name").asText())
                .toList();
    }

    /** Whatever a thread still wanted that had not heard of the end: it did nothing, and left nothing half done. */
    private void nothingAfterTheEnd() {
        Instant end = outcomeRecorded();
        events.properties().stream()
                .filter(list -> !UPLOADS.contains(list.getKey()))
                .forEach(list -> all(list.getValue())
                        .forEach(event -> expect(
                                !begun(list.getKey(), event).isAfter(end),
                                "after the outcome was recorded at " + end + ": " + list.getKey() + " " + event)));
        evidence.calls()
                .forEach(call -> expect(
                        !call.at().isAfter(end),
                        "called after the outcome was recorded at " + end + ": " + call.what() + " at " + call.at()));
        Stream.of("bigPictureDataCenter", "bigPictureCloud")
                .flatMap(app -> all(truth.path(app).path("dumps")))
                .filter(isText("origin", "UPLOAD").negate())
                .forEach(dump -> expect(
                        !Instant.parse(dump.path("createdAt").asText())
                                .plus(evidence.work())
                                .isAfter(end),
                        "a dump or a restore still ran when the outcome was recorded at " + end + ": " + dump));
        expect(evidence.halfMade().isEmpty(), "half-made files are left: " + evidence.halfMade());
    }

    private Instant begun(String list, JsonNode event) {
        return list.equals("dataCenter.backups") ? time(event).minus(evidence.work()) : time(event);
    }

    /** Who froze the source opens it again when the migration ends before its time, and only then. */
    private void sourceIsOpen() {
        List<Instant> frozen = answered("freeze", "CONFIRM");
        List<Instant> opened = answered("unfreeze", "OPEN");
        int asked = given("unfreeze-the-source", "OPEN").size();
        int wanted = ending == Ending.MIGRATED || frozen.isEmpty() ? 0 : 1;
        expect(!frozen.isEmpty() || !wholeRoute(), "nobody froze the source");
        expect(wanted, asked, "times that a person was asked to open the source again");
        expect(wanted, opened.size(), "times on record that the source was opened again");
        expect(
                wanted == 0 || opened.isEmpty() || opened.getLast().isAfter(frozen.getLast()),
                "the source was opened before it was frozen");
    }

    /**
     * Each confirmation that a person gave is on record once. There is one, and another for each time that a person saw
     * that the order had never reached the site and told Ferry to try again.
     */
    private long confirmations(String what, String whenUnknown) {
        long wanted = given("confirm-the-" + what, "CONFIRM").size();
        long onRecord = answered(what, "CONFIRM").size();
        // Who confirmed before somebody was told that Ferry's database had been put back confirms once more, be the
        // answer lost or
        // not.
        long told = told("confirm-the-" + what, "CONFIRM", RESTORED);
        // A file that was lost with the database is asked for after the confirmation, where that was lost as well.
        long file = told("confirm-the-" + what, "CONFIRM", OTHER_FILE);
        // Whoever was told beforehand, when asked for a backup of the target, confirms without a word of it, and once
        // more with it.
        long toldBefore = what.equals("import") ? told("back-up-the-target-jira", "GO_ON", RESTORED) : 0;
        long lost = lost(wanted, onRecord);
        long most = 1 + triedAgain(whenUnknown) + told + file + toldBefore;
        // What is answered while somebody cancels may come too late for the record.
        expect(
                wholeRoute() ? wanted - lost == onRecord : onRecord <= wanted && wanted <= onRecord + 1,
                "confirmations of the " + what + " given, and those on record: " + wanted + " and " + onRecord);
        expect(
                wanted <= most && (!wholeRoute() || wanted >= most - toldBefore),
                "confirmations of the " + what + " that Ferry asked for: " + wanted + " where " + most
                        + " were needed");
        return wanted;
    }

    /** Whether somebody answered who was told this after Ferry's database had been put back: 1 or 0. */
    private long told(String question, String decision, String title) {
        return given(question, decision).stream()
                .filter(answer -> evidence.putBack())
                .filter(answer -> answer.seen("problem").path("title").asText().endsWith(title))
                .limit(1)
                .count();
    }

    /** A database that is put back loses one answer of a kind at most: the next one is given after that. */
    private long lost(long given, long onRecord) {
        return evidence.putBack() && given == onRecord + 1 ? 1 : 0;
    }

    /** An order that reached a site; details are missing where the site did not look at it. */
    private record Order(Instant at, @Nullable JsonNode details) {}

    private static List<Order> orders(List<JsonNode> looked, Stream<JsonNode> shutOut) {
        return Stream.concat(
                        looked.stream().map(order -> new Order(time(order), order)),
                        shutOut.map(order -> new Order(time(order), null)))
                .sorted(Comparator.comparing(Order::at))
                .toList();
    }

    /** An order, and what the person had seen who confirmed it. */
    private record Confirmed(JsonNode ordered, Person.Given given) {
        JsonNode seen(String variable) {
            return given.seen(variable);
        }
    }

    private List<Confirmed> eachOnItsOwnConfirmation(
            String what, String question, String decision, List<Order> orders) {
        List<Instant> confirmedAt = answered(what, decision);
        List<Person.Given> given = given(question, decision);
        List<Confirmed> confirmed = new ArrayList<>();
        Set<Instant> used = new HashSet<>();
        boolean isLost = lost(given.size(), confirmedAt.size()) > 0;
        for (Order order : orders) {
            long older =
                    confirmedAt.stream().filter(at -> !at.isAfter(order.at())).count();
            if (older == 0 && isLost) {
                // It rests on the first answer, which was lost with the record.
                isLost = false;
                if (order.details() != null) {
                    confirmed.add(new Confirmed(order.details(), given.getFirst()));
                }
                continue;
            }
            expect(older > 0, "an order for the " + what + " at " + order.at() + " is older than its confirmation");
            if (older == 0) {
                continue;
            }
            Instant its = confirmedAt.get((int) older - 1);
            expect(used.add(its), "two orders for the " + what + " rest on the confirmation of " + its);
            // What was ordered on a record that was put back rests on an answer given after the lost one.
            int answer = (int) (older - 1 + lost(given.size(), confirmedAt.size()));
            if (order.details() != null && answer < given.size()) {
                confirmed.add(new Confirmed(order.details(), given.get(answer)));
            }
        }
        boolean mustBe = what.equals("roll-back") ? ending == Ending.ROLLED_BACK : wholeRoute();
        expect(!confirmed.isEmpty() || !mustBe, "no order for the " + what + " rests on a confirmation");
        return confirmed;
    }

    /** The same bytes all along, as far as it came. */
    private void sameBytes() {
        JsonNode verified = report.path("verified");
        if (wholeRoute() || verified.has("dumpFile")) {
            sameDump(verified);
        }
        if (wholeRoute() || verified.has("backupFile")) {
            sameBackup(verified);
        }
        if (wholeRoute() || verified.has("safetyDump")) {
            expect(verified.path("safetyDump").path("kept").asBoolean(), "no safety dump is on record");
            expect(
                    evidence.safetyDump(),
                    verified.path("safetyDump").path("sha256").asText(),
                    "SHA-256 of the safety dump in the cloud, and on record");
        }
    }

    private void sameDump(JsonNode verified) {
        expect(
                evidence.dumpOnSource(),
                verified.path("dumpFile").path("sha256").asText(),
                "SHA-256 of the dump on the source, and on record");
        if (wholeRoute() || !restoreOrders().isEmpty()) {
            expect(
                    verified.path("dumpFile").path("sha256").asText(),
                    uploaded("cloud.dumpUploads", "dump", lastRestoreOrder().path("dump")),
                    "SHA-256 of the dump on record, and of the one that was restored");
        }
    }

    private void sameBackup(JsonNode verified) {
        expect(
                all(events.path("dataCenter.backups"))
                        .filter(isText("page", "WRITTEN"))
                        .map(each -> each.path("sha256").asText())
                        .findFirst()
                        .orElse("none"),
                verified.path("backupFile").path("sha256").asText(),
                "SHA-256 of the backup on the source, and on record");
        if (wholeRoute() || !events.path("cloud.imports").isEmpty()) {
            expect(
                    verified.path("backupFile").path("sha256").asText(),
                    uploaded(
                            "cloud.uploads",
                            "fileId",
                            events.path("cloud.imports").path(0).path("fileId")),
                    "SHA-256 of the backup on record, and of the one that was imported");
        }
    }

    private String uploaded(String list, String key, JsonNode id) {
        return all(events.path(list))
                .filter(upload -> !id.asText().isEmpty() && upload.path(key).equals(id))
                .map(upload -> upload.path("sha256").asText())
                .findFirst()
                .orElse("never uploaded: " + id);
    }

    private void arrived() {
        if (!wholeRoute()) {
            return;
        }
        same("jiraDataCenter", "jiraCloud", "projects");
        if (ending == Ending.ROLLED_BACK) {
            return;
        }
        same("bigPictureDataCenter", "bigPictureCloud", "boxes");
        same("bigPictureDataCenter", "bigPictureCloud", "teams");
        JsonNode connections = truth.path("bigPictureCloud").path("connections");
        int expected = truth.path("bigPictureDataCenter").path("connections").size();
        expect(expected > 0, "the source has no connections to compare with");
        expect(expected, connections.size(), "connections");
        all(connections)
                .forEach(each -> expect(each.path("active").asBoolean(), "the connection " + each + " is not on"));
    }

    private void same(String source, String target, String what) {
        JsonNode expected = truth.path(source).path(what);
        boolean isThere = expected.isContainerNode() ? !expected.isEmpty() : expected.asInt() > 0;
        expect(isThere, "the source has no " + what + " to compare with");
        expect(expected, truth.path(target).path(what), what);
    }

    /**
     * Who is whom, as one hash, made as the sandbox makes it of what it is sent.
     *
     * @param people Ferry's list of people
     */
    static String mapping(JsonNode people) {
        String pairs = all(people.path("items"))
                .filter(person -> WITH_AN_ACCOUNT.contains(person.path("state").asText()))
                .map(person -> person.path("userKey").asText() + "="
                        + person.path("account").path("accountId").asText())
                .sorted()
                .collect(Collectors.joining("\n"));
        return Lane.sha256(pairs.getBytes(StandardCharsets.UTF_8));
    }

    private long count(String what) {
        return truth.path("counts").path(what).asLong();
    }

    /**
     * How many orders a site refused. Those that came while the app was starting (503), before it took the first, do not
     * count: surely nothing was done, and Ferry may ask again by itself.
     */
    private long refused(Predicate<JsonNode> kind, Instant taken) {
        return all(events.path("refusedRequests"))
                .filter(kind)
                .filter(isText("status", "503")
                        .negate()
                        .or(request -> time(request).isAfter(taken)))
                .count();
    }

    private Instant dumpBegun(String app) {
        return all(truth.path(app).path("dumps"))
                .filter(isText("origin", "MANUAL"))
                .map(dump -> Instant.parse(dump.path("createdAt").asText()))
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }

    private static Predicate<JsonNode> isTo(String side, String path) {
        return isText("side", side).and(request -> request.path("path").asText().endsWith(path));
    }

    private static Predicate<JsonNode> isText(String field, String text) {
        return node -> node.path(field).asText().equals(text);
    }

    private long triedAgain(String question) {
        return given(question, "AUTOMATIC").size();
    }

    private List<Person.Given> given(String question, String decision) {
        return evidence.answers().stream()
                .filter(answer -> answer.question().equals(question))
                .filter(answer -> answer.decision().equals(decision))
                .toList();
    }

    /** When the answers of this kind came onto Ferry's record, the oldest first. */
    private List<Instant> answered(String subject, String decision) {
        return all(report.path("answers"))
                .filter(isText("subject", subject).and(isText("decision", decision)))
                .map(Judgement::time)
                .sorted()
                .toList();
    }

    private static Instant time(JsonNode event) {
        return Instant.parse(event.path("at").asText());
    }

    private void expect(Object expected, Object found, String what) {
        // Two things that are missing are equal too, but nothing was compared.
        expect(!expected.equals("") && expected.equals(found), what + ": expected " + expected + ", found " + found);
    }

    private void expect(boolean right, String what) {
        figures.count("things checked", right ? "right" : "wrong");
        if (!right) {
            figures.violation(whose + ": " + what);
        }
    }

    private static Stream<JsonNode> all(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
