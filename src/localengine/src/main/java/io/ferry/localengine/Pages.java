package io.ferry.localengine;

import io.ferry.localengine.Web.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The pages for tasks and processes, and what npm brings for drawing forms and diagrams. */
final class Pages {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "mjs", "text/javascript; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "woff", "font/woff",
            "woff2", "font/woff2",
            "ttf", "font/ttf");

    private final Path vendor;

    /** @param vendor the folder into which setup.sh puts the files from npm */
    Pages(Path vendor) {
        this.vendor = vendor;
    }

    void addTo(Web web) {
        web.on("GET", "/", call -> {
            call.exchange().getResponseHeaders().set("Location", "/tasklist");
            return new Answer(303, null, new byte[0]);
        });
        web.on("GET", "/tasklist(?:/.*)?", call -> page("tasklist.html"));
        web.on("GET", "/operate(?:/.*)?", call -> page("operate.html"));
        web.on("GET", "/pages/([\\w.-]+)", call -> page(call.path().group(1)));
        web.on("GET", "/vendor/([\\w.-]+(?:/[\\w.-]+)*)", call -> vendor(call.path().group(1)));
    }

    private static Answer page(String name) throws IOException {
        try (InputStream content = Pages.class.getResourceAsStream("/pages/" + name)) {
            if (content == null) {
                throw Problem.notFound("Page", name);
            }
            return new Answer(200, type(name), content.readAllBytes());
        }
    }

    private Answer vendor(String name) throws IOException {
        Path file = vendor.resolve(name).normalize();
        if (!file.startsWith(vendor) || !Files.isRegularFile(file)) {
            throw Problem.notFound("File", name);
        }
        return new Answer(200, type(name), Files.readAllBytes(file));
    }

    private static String type(String name) {
        return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
    }
}
