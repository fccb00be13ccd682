package io.ferry.readiness;

import io.ferry.jira.AppLicence;
import io.ferry.migration.CredentialName;
import io.ferry.migration.SiteSettings;
import io.ferry.readiness.CheckResult.Failed;
import io.ferry.readiness.CheckResult.LeftToAPerson;
import io.ferry.readiness.CheckResult.Passed;
import io.ferry.remote.CredentialMissingException;
import io.ferry.remote.SiteCredential;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The policies of readiness about what ends before the migration does: tokens, licences, Data Center itself. */
final class ReadinessDates {
    /** Source: facts/jira-data-center.md, Ends of life. */
    private static final LocalDate NO_NEW_CUSTOMERS = LocalDate.of(2026, 3, 30);

    private static final LocalDate NO_NEW_LICENCES = LocalDate.of(2028, 3, 30);
    private static final LocalDate READ_ONLY = LocalDate.of(2029, 3, 28);

    private ReadinessDates() {}

    /**
     * A credential that the migration signs in with.
     *
     * @param whose whose it is, in words
     * @param name its name; no secret
     * @param ends its last day, as a person said; null if nobody did
     */
    private record Known(
            String whose, CredentialName name, @Nullable LocalDate ends) {
        String inWords() {
            return whose + " (" + name.value() + ")" + (ends == null ? "" : " ends on " + ends);
        }
    }

    /** No site tells when a token ends, so this rests on the days that a person entered. */
    static CheckResult credentials(Crossing crossing) {
        List<Known> all = Stream.concat(
                        of("the source", crossing.settings().source()),
                        of("the target", crossing.settings().target()))
                .toList();
        LocalDate needed = needed(crossing);
        List<Known> tooEarly = all.stream()
                .filter(known -> known.ends() != null && !known.ends().isAfter(needed))
                .toList();
        if (!tooEarly.isEmpty()) {
            return new Failed(
                    "CREDENTIAL_ENDS",
                    "A credential ends before the migration does.",
                    inWords(tooEarly) + "; it is needed until after " + until(crossing) + ".",
                    "Create another token that lasts longer, put it where the old one is, and correct its last day in the"
                            + " settings of the site. Atlassian's tokens last a year at most.");
        }
        List<Known> notSaid = all.stream()
                .filter(known -> known.ends() == null && isToken(crossing, known))
                .toList();
        if (!notSaid.isEmpty()) {
            return new LeftToAPerson("Nobody said when these tokens end, and no site tells: " + inWords(notSaid)
                    + ". Look where they were created, and enter the last day in the settings of the site. Tokens of Atlassian"
                    + " accounts and of the app last a year at most.");
        }
        return new Passed(
                all.stream().anyMatch(known -> known.ends() != null)
                        ? "All last longer than " + until(crossing) + ", by the days that a person entered."
                        : "They are names with passwords, which have no last day that a site shows.");
    }

    private static Stream<Known> of(String where, SiteSettings site) {
        return Stream.concat(
                Stream.of(new Known("The credential of " + where, site.credential(), site.credentialEnds())),
                Stream.ofNullable(site.bigPictureCredential())
                        .map(name -> new Known("The app's token of " + where, name, site.bigPictureCredentialEnds())));
    }

    /** The cloud takes no passwords, and the app takes tokens only. */
    private static boolean isToken(Crossing crossing, Known known) {
        SiteSettings source = crossing.settings().source();
        if (!known.name().equals(source.credential())) {
            return true;
        }
        try {
            return !crossing.credentials()
                    .isPassword(new SiteCredential.Named(known.name().value()));
        } catch (CredentialMissingException notThere) {
            return false;
        }
    }

    private static String inWords(List<Known> credentials) {
        return credentials.stream().map(Known::inWords).collect(Collectors.joining(", "));
    }

    static CheckResult dataCenter(Crossing crossing) {
        LocalDate needed = needed(crossing);
        if (!needed.isBefore(READ_ONLY)) {
            return new Failed(
                    "DATA_CENTER_ENDS",
                    "Data Center is read-only before the migration ends.",
                    "Atlassian makes Data Center read-only on " + READ_ONLY + "; it is needed until " + until(crossing)
                            + ".",
                    "Plan the migration before that day. A read-only app may make no dump.");
        }
        String known =
                "Atlassian makes Data Center read-only on " + READ_ONLY + ". It has taken no new customers since "
                        + NO_NEW_CUSTOMERS + ", and sells no new licences from " + NO_NEW_LICENCES + " on.";
        return new Passed(
                needed.isBefore(NO_NEW_LICENCES)
                        ? known
                        : Passed.WARNING + "a licence that ends before " + until(crossing) + " cannot be replaced. "
                                + known);
    }

    static CheckResult jiraLicence(Crossing crossing) {
        return crossing.source()
                .licence()
                .map(licence ->
                        judge(crossing, licence, "JIRA", "The source Jira", "Without a licence Jira is read-only."))
                .orElseGet(
                        () -> new LeftToAPerson(
                                "This Jira does not report its licence. Look at Applications > Versions & licenses in its administration."));
    }

    static CheckResult sourceAppLicence(Crossing crossing) {
        String consequence = "Without a licence the app is read-only and may make no dump.";
        return crossing.source()
                .appLicence(crossing.appKey())
                .map(licence -> judge(crossing, licence, "APP", "The app on the source", consequence))
                .orElseGet(() ->
                        invalid("APP", "The app on the source", "The app manager knows no licence.", consequence));
    }

    private static CheckResult judge(
            Crossing crossing, AppLicence licence, String code, String what, String consequence) {
        if (!licence.valid()) {
            return invalid(code, what, licence.error().orElse("The site calls the licence invalid."), consequence);
        }
        Optional<LocalDate> end =
                licence.endsAt().map(moment -> moment.atOffset(ZoneOffset.UTC).toLocalDate());
        if (end.isPresent() && !end.get().isAfter(needed(crossing))) {
            return new Failed(
                    code + "_LICENCE_ENDS",
                    what + " is not licensed until the planned end.",
                    "The licence ends on " + end.get() + "; it is needed until after " + until(crossing) + ".",
                    "Renew the licence, or plan the migration before it ends. " + consequence);
        }
        return new Passed("The licence is valid"
                + (licence.evaluation() ? " (a trial)" : "")
                + end.map(day -> ", until " + day).orElse("")
                + ".");
    }

    private static Failed invalid(String code, String what, String why, String consequence) {
        return new Failed(
                code + "_LICENCE_INVALID", what + " has no valid licence.", why, consequence + " Renew the licence.");
    }

    /** The day on which everything must still work: the planned end, or today where none is planned or it is over. */
    private static LocalDate needed(Crossing crossing) {
        LocalDate today = LocalDate.now(crossing.clock());
        LocalDate planned = Objects.requireNonNullElse(crossing.settings().plannedEnd(), today);
        return planned.isBefore(today) ? today : planned;
    }

    private static String until(Crossing crossing) {
        LocalDate planned = crossing.settings().plannedEnd();
        LocalDate needed = needed(crossing);
        if (planned == null) {
            return "today, " + needed + ", as no planned end is given";
        }
        return planned.equals(needed) ? "the planned end, " + needed : "today, " + needed + ": the planned end is over";
    }
}
