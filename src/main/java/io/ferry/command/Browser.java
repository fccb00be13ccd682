package io.ferry.command;

import io.ferry.base.OwnerOnly;
import java.awt.Desktop;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.web.util.HtmlUtils;

/** The person's web browser. */
public final class Browser {
    /** The page in {@code ~/.ferry} that leads to a link. */
    static final String PAGE = "sign-in.html";

    private Browser() {}

    /** Whether somebody sits at a terminal. */
    static boolean isSomebodyThere() {
        return Screen.isTerminal();
    }

    /**
     * Opens an address that others must not learn, where somebody sits at a desktop; else nothing happens, since the address
     * is printed as well. All accounts of a computer see the command lines of programs: what the browser gets to open is
     * a page that leads to the address and that only its owner can read.
     *
     * @param lasts how long the page stands; the link in it is good once
     */
    public static void open(URI address, PageLasts lasts) {
        if (!isSomebodyThere()) {
            return;
        }
        try {
            if (Desktop.isDesktopSupported() && Desktop.getDesktop().isSupported(Desktop.Action.BROWSE)) {
                Path page = page(Path.of(System.getProperty("user.home"), ".ferry"), address);
                if (lasts == PageLasts.UNTIL_THE_END) {
                    page.toFile().deleteOnExit();
                }
                Desktop.getDesktop().browse(page.toUri());
            }
        } catch (IOException | UnsupportedOperationException | LinkageError none) {
            // The link on the terminal has to do.
        }
    }

    /** How long the page stands that leads to a link. */
    public enum PageLasts {
        /** Until this program ends. */
        UNTIL_THE_END,
        /** Until the next one takes its place: this program ends before the browser has read it. */
        UNTIL_THE_NEXT
    }

    /** Writes the page that leads to an address, readable by its owner alone, in place of the last one. */
    static Path page(Path folder, URI address) throws IOException {
        Path page = OwnerOnly.folder(folder).resolve(PAGE);
        // One that was there keeps its permissions, or is a link to elsewhere.
        Files.deleteIfExists(page);
        String link = HtmlUtils.htmlEscape(address.toString());
        return Files.writeString(OwnerOnly.file(page), """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="referrer" content="no-referrer">
                <meta http-equiv="refresh" content="0; url=%s">
                <title>Ferry</title>
                </head>
                <body><p><a href="%s">Sign in to Ferry</a></p></body>
                </html>
                """.formatted(link, link));
    }
}
