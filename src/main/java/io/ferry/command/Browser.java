package io.ferry.command;

import java.awt.Desktop;
import java.io.IOException;
import java.net.URI;

/** The person's web browser. */
public final class Browser {
    private Browser() {}

    /** Opens an address where somebody sits at a desktop; else nothing happens, since the address is printed as well. */
    public static void open(URI address) {
        if (System.console() == null) {
            return;
        }
        try {
            if (Desktop.isDesktopSupported() && Desktop.getDesktop().isSupported(Desktop.Action.BROWSE)) {
                Desktop.getDesktop().browse(address);
            }
        } catch (IOException | UnsupportedOperationException | LinkageError none) {
            // The link on the terminal has to do.
        }
    }
}
