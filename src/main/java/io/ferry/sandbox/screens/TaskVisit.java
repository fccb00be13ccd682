package io.ferry.sandbox.screens;

import io.ferry.sandbox.page.Page;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.BigPictureApp;

/**
 * Somebody who is signed in and looks at the app.
 *
 * @param side the site whose pages show the app
 * @param app the app there
 * @param title the app's name
 * @param base the path beneath which its pages stand
 * @param announcement what the site's banner says
 */
record Visit(Side side, BigPictureApp app, String title, String base, String announcement) {

    /** A page of the app's configuration. */
    Page page(String heading) {
        return Page.of(side, heading)
                .announcing(announcement)
                .menu("<a href=\"/\">Jira</a><a href=\"%s/\">%s</a>", base, title)
                .menu("<b>App configuration</b>")
                .menu("<b>General</b><a href=\"%s/configuration/fields\">Fields</a>", base)
                .menu("<b>Integrations</b><a href=\"%s/configuration/connections\">Connections</a>", base)
                .menu("<b>Advanced</b><a href=\"%s/configuration/dumps\">Database dumps</a>", base);
    }

    String dumps() {
        return base + "/configuration/dumps";
    }
}
