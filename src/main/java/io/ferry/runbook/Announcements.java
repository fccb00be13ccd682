package io.ferry.runbook;

import io.ferry.migration.Migration;
import io.ferry.migration.MigrationSettings;
import io.ferry.runbook.Runbook.Announcement;
import io.ferry.runbook.Runbook.Plan;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Texts to send to everybody who works in the source, filled in as far as the plan tells. */
final class Announcements {
    private Announcements() {}

    static List<Announcement> of(Migration migration, Plan plan) {
        MigrationSettings settings = migration.settings();
        String app = migration.app().title();
        String source = settings.source().url().toString();
        String target = settings.target().url().toString();
        String from = moment(plan.frozenFrom(), plan, "[day and time of the freeze]");
        String to = moment(plan.frozenTo(), plan, "[day and time of the end]");
        if (!settings.freezesSource()) {
            String start = moment(plan.start(), plan, "[day and time]");
            return List.of(new Announcement(
                    "Before the rehearsal",
                    "Jira and %s: short disturbance from %s".formatted(app, start),
                    """
                    From %s we rehearse the move of %s to Jira Cloud.

                    You can go on working. %s restarts once, and Jira may be slow while it makes a backup.
                    Nothing is moved yet.

                    Questions: [contact]""".formatted(start, source, app)));
        }
        if (settings.rehearsal()) {
            return List.of(
                    new Announcement(
                            "Before the freeze", "Jira is closed from " + from, """
                            From %s until about %s, %s is closed. We rehearse its move to Jira Cloud.

                            Please save your work and sign out before. Afterwards you go on working at the same address:
                            nothing is moved yet.

                            Questions: [contact]""".formatted(from, to, source)),
                    new Announcement("At the end", "Jira is open again", """
                            The rehearsal is over. %s is open again, with everything as it was.

                            Thank you for your patience. Questions: [contact]""".formatted(source)));
        }
        return List.of(
                new Announcement(
                        "Before the freeze: a week ahead, and again the day before",
                        "Jira moves to the cloud: closed from " + from,
                        """
                        We move Jira and %s to Jira Cloud.

                        From %s nobody can work in %s.
                        We plan to open the new site on %s: %s

                        - Save your work and sign out before. What is entered later is not moved.
                        - Do not work in the new site before we say so: what is there is overwritten.
                        - Attachments, filters and integrations may follow a while later.

                        Questions: [contact]""".formatted(app, from, source, to, target)),
                new Announcement(
                        "At the start of the freeze, and on the maintenance page", "Jira is closed", """
                        %s is closed since %s, because it moves to Jira Cloud.

                        We plan to open the new site on %s. We tell you when it is open.

                        Urgent: [contact]""".formatted(
                                        source, from, to)),
                new Announcement("At the end", "Jira is open at its new address", """
                        Jira and %s are open again, in the cloud: %s

                        - Sign in with your Atlassian account. If you have none yet, you get an invitation.
                        - Look at your projects, boxes and boards. Tell us what is missing: [contact]
                        - Change your bookmarks. The old site, %s, stays closed.
                        - Not finished yet: [attachments, integrations, links]""".formatted(app, target, source)),
                new Announcement(
                        "If it is called off", "Jira stays where it is for now", """
                        We have called off the move of Jira to the cloud. Nothing that you entered is lost.

                        %s is open again from [time]. Work there as before, and not in %s.
                        We tell you the new date in time.

                        Questions: [contact]""".formatted(source, target)));
    }

    private static String moment(@Nullable Instant at, Plan plan, String otherwise) {
        return at == null ? otherwise : Clocks.moment(at, plan.zone());
    }
}
