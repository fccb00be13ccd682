package io.ferry.api;

import io.ferry.api.Frame.Link;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people may do with a migration: each thing with what will happen, for those whose role allows it. Its script asks for a
 * confirmation and sends the same requests as everybody else sends to the API.
 *
 * @param migration where it goes on afterwards
 * @param notes what keeps the page from telling everything
 * @param acts what is done with one press
 * @param sites the sites whose credentials can be corrected; empty for whoever may not
 * @param modes how operations are done; empty for whoever may not change it
 * @param modesAddress where changed modes are sent
 * @param phases the phases that can be run alone; empty for whoever may not
 * @param noPhases why none can be run, where somebody might expect it
 */
record ActionsPage(
        Frame frame,
        Link migration,
        List<String> notes,
        List<Act> acts,
        List<Site> sites,
        List<ModeChoice> modes,
        String modesAddress,
        List<Act> phases,
        @Nullable String noPhases)
        implements View {

    /**
     * Something to do with one press and a confirmation.
     *
     * @param id the part of the page
     * @param question what the confirmation asks
     * @param consequences what will happen
     * @param address where the request goes; null if it cannot be done now
     * @param notNow why it cannot be done now; null if it can
     * @param done what there is to say afterwards
     */
    record Act(
            String id,
            String title,
            String question,
            List<String> consequences,
            @Nullable String address,
            @Nullable String notNow,
            String button,
            String done) {
        static Act notNow(String id, String title, String why) {
            return new Act(id, title, "", List.of(), null, why, "", "");
        }
    }

    /** A site, by its host, and its credentials by their names. */
    record Site(String key, String host, String address, List<CredentialChoice> credentials) {}

    /**
     * A credential of a site.
     *
     * @param field its name in the request; the last day's is the same with {@code Ends}
     * @param now the name that counts now; empty for none
     * @param names what can be chosen instead
     * @param optional whether there may be none
     * @param ends the last day of it in ISO 8601; empty if nobody said it
     */
    record CredentialChoice(
            String field, String label, String now, List<String> names, boolean optional, String ends) {}

    /**
     * How an operation is done.
     *
     * @param key its name in the request
     * @param automatic whether Ferry does it now
     * @param usually how it is done where nobody has said otherwise
     */
    record ModeChoice(String key, String title, boolean automatic, String usually) {}
}
