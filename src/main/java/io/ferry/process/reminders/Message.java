package io.ferry.process.reminders;

import io.ferry.base.PlainText;
import java.util.List;

/**
 * What is sent at once: everything that is due in one migration.
 *
 * @param title one line
 * @param migration its id
 * @param sites from where to where, by host
 * @param page Ferry's page of the migration
 * @param operate its process in Operate
 */
record Message(String title, String migration, String sites, String page, String operate, List<Notice> notices) {
    Message {
        // A line feed in a subject would begin another header of the mail.
        title = PlainText.line(title);
        sites = PlainText.line(sites);
        notices = List.copyOf(notices);
    }
}
