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
    private static final Set<String> WITH_AN_ACCOUNT = Set.of("MATCHED", "MAPPED_BY_HAND", "CREATED");

    private final Figures figures;
    private final String whose;
    private final Evidence evidence;
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
    }

    /**
     * Notes a violation for each thing that is not as it must be.
     *
     * @param whose names the migration in the violations
     */
    static void pass(Figures figures, String whose, Evidence evidence) {
        figures.count("runs", "judged");
        Judgement judgement = new Judgement(figures, whose, evidence);
        judgement.ended();
        judgement.eachChangeOnce();
        judgement.accounts();
        judgement.confirmed();
        judgement.sameBytes();
        judgement.arrived();
        judgement
                .truth
                .path("faultsStruck")
                .properties()
                .forEach(each -> figures.count(
                        "faults that struck", each.getKey(), each.getValue().asInt()));
    }

    private void ended() {
        JsonNode details = evidence.details();
        expect(evidence.ended(), "it has not ended: " + details.path("waitingTasks") + " " + details.path("incidents"));
        expect("MIGRATED", report.path("outcome").asText(), "outcome");
    }

    /**
     * The sites took each change once; of the orders that they refused none came but after a person had seen that there was
     * nothing, and had told Ferry to try again.
     */
    private void eachChangeOnce() {
        once(
                "reinstallation of the app",
                count("dataCenter.reinstallations"),
                refused(DATA_CENTER, "/assumed/app/reinstall", Instant.MIN),
                triedAgain("reinstall-the-app-by-hand"));
        once(
                "dump",
                count("dataCenter.dumpsCreated"),
                refused(DATA_CENTER, "/assumed/dumps", dumpBegun("bigPictureDataCenter")),
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
                refused(JIRA_CLOUD, "/install-subscribe", Instant.MIN),
                triedAgain("install-the-app-by-hand"));
        once(
                "import",
                events.path("cloud.imports").size(),
                refused(JIRA_CLOUD, "/assumed/import", Instant.MIN),
                triedAgain("import-the-backup-by-hand"));
        expect(1, events.path("cloud.importsDone").size(), "imports done");
        long again = triedAgain("restore-the-dump-by-hand");
        once("restore", count("cloud.restoresStarted"), refused(APP_IN_THE_CLOUD, "/restore", restoreOrdered()), again);
        expect(1L, count("cloud.restoresDone"), "restores done");
        // Each confirmation of a restore has a safety dump of its own: what stands there may have changed.
        long safetyDumps = count("cloud.dumpsCreated");
        expect(safetyDumps >= 1, "Ferry had no safety dump made");
        long refused = refused(APP_IN_THE_CLOUD, "/assumed/dumps", dumpBegun("bigPictureCloud"));
        expect(
                safetyDumps + refused <= 1 + again,
                "safety dumps that Ferry ordered: " + safetyDumps + ", and " + refused
                        + " refused; people let it try again " + again + " times");
    }

    private void once(String what, long taken, long refused, long triedAgain) {
        expect(1L, taken, what + ": times that the site did it");
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
        expect(!approvals.isEmpty(), "nobody approved new accounts, though people were left behind");
        long approved = approvals.isEmpty()
                ? 0
                : approvals.getFirst().seen("matching").path("missing").asLong(-1);
        Set<String> asked = all(events.path("cloud.usersCreated"))
                .map(user -> user.path("accountId").asText())
                .collect(Collectors.toSet());
        expect(approved, (long) asked.size(), "accounts that were approved, and those that were asked for");
        Set<String> created = all(events.path("cloud.usersCreated"))
                .filter(user -> !user.path("already").asBoolean())
                .map(user -> user.path("accountId").asText())
                .collect(Collectors.toSet());
        expect(!created.isEmpty(), "no account was created");

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
                stillThere.containsAll(asked),
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
                events.path("cloud.imports"),
                all(events.path("refusedRequests")).filter(isTo(JIRA_CLOUD, "/assumed/import")));
        for (Confirmed each : eachOnItsOwnConfirmation("import", importOrders)) {
            expect(
                    each.seen("backupFile").path("sha256").asText(),
                    uploaded("cloud.uploads", "fileId", each.ordered().path("fileId")),
                    "SHA-256 of the backup that was confirmed, and of the one that was imported");
        }

        // Those that the app refused are among its orders; a door that is shut while the app starts lets none through.
        List<Order> restoreOrders = orders(
                events.path("cloud.restoreOrders"),
                all(events.path("refusedRequests"))
                        .filter(isTo(APP_IN_THE_CLOUD, "/restore"))
                        .filter(isText("status", "503"))
                        .filter(request -> time(request).isAfter(restoreOrdered())));
        for (Confirmed each : eachOnItsOwnConfirmation("restore", restoreOrders)) {
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
        expect(
                mapping(evidence.people()),
                all(events.path("cloud.restoreOrders"))
                        .reduce((first, last) -> last)
                        .map(last -> last.path("mapping").asText())
                        .orElse("none"),
                "mapping on record, and that of the restore");
    }

    /**
     * Each confirmation that a person gave is on record once. There is one, and another for each time that a person saw
     * that the order had never reached the site and told Ferry to try again.
     */
    private long confirmations(String what, String whenUnknown) {
        long wanted = given("confirm-the-" + what, "CONFIRM").size();
        expect(
                wanted,
                (long) answered(what, "CONFIRM").size(),
                "confirmations of the " + what + " given, and those on record");
        expect(1 + triedAgain(whenUnknown), wanted, "confirmations of the " + what + " that Ferry asked for");
        return wanted;
    }

    /** An order that reached a site; details are missing where the site did not look at it. */
    private record Order(Instant at, @Nullable JsonNode details) {}

    private static List<Order> orders(JsonNode looked, Stream<JsonNode> shutOut) {
        return Stream.concat(
                        all(looked).map(order -> new Order(time(order), order)),
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

    private List<Confirmed> eachOnItsOwnConfirmation(String what, List<Order> orders) {
        List<Instant> confirmedAt = answered(what, "CONFIRM");
        List<Person.Given> given = given("confirm-the-" + what, "CONFIRM");
        List<Confirmed> confirmed = new ArrayList<>();
        Set<Instant> used = new HashSet<>();
        for (Order order : orders) {
            long older =
                    confirmedAt.stream().filter(at -> !at.isAfter(order.at())).count();
            expect(older > 0, "an order for the " + what + " at " + order.at() + " is older than its confirmation");
            if (older == 0) {
                continue;
            }
            Instant its = confirmedAt.get((int) older - 1);
            expect(used.add(its), "two orders for the " + what + " rest on the confirmation of " + its);
            if (order.details() != null && older <= given.size()) {
                confirmed.add(new Confirmed(order.details(), given.get((int) older - 1)));
            }
        }
        expect(!confirmed.isEmpty(), "no order for the " + what + " rests on a confirmation");
        return confirmed;
    }

    /** The same bytes all along. */
    private void sameBytes() {
        JsonNode verified = report.path("verified");
        expect(
                evidence.dumpOnSource(),
                verified.path("dumpFile").path("sha256").asText(),
                "SHA-256 of the dump on the source, and on record");
        expect(
                all(events.path("dataCenter.backups"))
                        .filter(isText("page", "WRITTEN"))
                        .map(each -> each.path("sha256").asText())
                        .findFirst()
                        .orElse("none"),
                verified.path("backupFile").path("sha256").asText(),
                "SHA-256 of the backup on the source, and on record");
        expect(
                verified.path("backupFile").path("sha256").asText(),
                uploaded(
                        "cloud.uploads",
                        "fileId",
                        events.path("cloud.imports").path(0).path("fileId")),
                "SHA-256 of the backup on record, and of the one that was imported");
        JsonNode restored = all(events.path("cloud.restoreOrders"))
                .reduce((first, last) -> last)
                .map(last -> last.path("dump"))
                .orElse(Http.JSON.missingNode());
        expect(
                verified.path("dumpFile").path("sha256").asText(),
                uploaded("cloud.dumpUploads", "dump", restored),
                "SHA-256 of the dump on record, and of the one that was restored");
        expect(verified.path("safetyDump").path("kept").asBoolean(), "no safety dump is on record");
        expect(
                evidence.safetyDump(),
                verified.path("safetyDump").path("sha256").asText(),
                "SHA-256 of the safety dump in the cloud, and on record");
    }

    private String uploaded(String list, String key, JsonNode id) {
        return all(events.path(list))
                .filter(upload -> !id.asText().isEmpty() && upload.path(key).equals(id))
                .map(upload -> upload.path("sha256").asText())
                .findFirst()
                .orElse("never uploaded: " + id);
    }

    private void arrived() {
        same("jiraDataCenter", "jiraCloud", "projects");
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
    private long refused(String side, String path, Instant taken) {
        return all(events.path("refusedRequests"))
                .filter(isTo(side, path))
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
                .orElse(Instant.MIN);
    }

    private Instant restoreOrdered() {
        return all(events.path("cloud.restoreOrders"))
                .map(Judgement::time)
                .min(Comparator.naturalOrder())
                .orElse(Instant.MIN);
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
