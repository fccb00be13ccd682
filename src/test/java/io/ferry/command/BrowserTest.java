package io.ferry.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import io.ferry.api.Chromium;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The browser gets to the link that signs in without having it in its command line. */
class BrowserTest {
    @TempDir
    Path folder;

    @Test
    void shouldPutTheLinkIntoAPageOfItsOwner() throws IOException {
        // given one that others can read, as another program would leave it
        Path home = folder.resolve("home");
        Files.createDirectory(home);
        Path earlier = Files.writeString(home.resolve(Browser.PAGE), "earlier");
        Files.setPosixFilePermissions(earlier, PosixFilePermissions.fromString("rw-rw-rw-"));

        // when
        Path page = Browser.page(home, URI.create("http://127.0.0.1:8090/sign-in?token=secret&x=1"));

        // then
        assertThat(page.toUri().toString()).doesNotContain("secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(page)))
                .isEqualTo("rw-------");
        assertThat(page)
                .content()
                .contains("0; url=http://127.0.0.1:8090/sign-in?token=secret&amp;x=1")
                .doesNotContain("earlier");
    }

    @Test
    void shouldNotFollowALinkToAnotherFile() throws IOException {
        Path another = Files.writeString(folder.resolve("another"), "kept");
        Files.createSymbolicLink(folder.resolve(Browser.PAGE), another);

        Browser.page(folder, URI.create("http://127.0.0.1:8090/sign-in?token=secret"));

        assertThat(another).hasContent("kept");
    }

    @Test
    void shouldLeadTheBrowserToTheLink() throws IOException {
        HttpServer ferry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ferry.createContext("/", exchange -> {
            byte[] body = "arrived".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        ferry.start();
        String link = "http://127.0.0.1:" + ferry.getAddress().getPort() + "/sign-in?token=secret";

        try (Chromium chromium = Chromium.start();
                Page page = chromium.browser().newPage()) {
            page.navigate(Browser.page(folder, URI.create(link)).toUri().toString());
            page.waitForURL(link);

            assertThat(page.content()).contains("arrived");
        } finally {
            ferry.stop(0);
        }
    }
}
