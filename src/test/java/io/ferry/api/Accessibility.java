package io.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;

/** Looks at a page as people do, word for word, on a telephone and on a wide screen, in light and in dark, with axe's rules of WCAG A and AA. */
final class Accessibility {
    private static final Path PICTURES = Path.of("target/pictures");
    private static final List<String> WCAG = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");
    private static final int PHONE = 360;
    private static final int WIDE = 1600;

    private Accessibility() {}

    /**
     * Checks the page as it stands, and keeps pictures of it in {@code target/pictures}.
     *
     * @param name begins the names of the pictures
     */
    static void check(Page page, String name) {
        var before = page.viewportSize();
        PlainWords.check(page);
        // What is laid out only when somebody gets there is looked at as well.
        page.evaluate(
                "document.querySelectorAll('section').forEach(one => { one.style.contentVisibility = 'visible'; })");
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            for (int width : new int[] {PHONE, WIDE}) {
                String which = "%s-%d-%s".formatted(name, width, scheme.name().toLowerCase(java.util.Locale.ROOT));
                page.setViewportSize(width, 900);
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(PICTURES.resolve(which + ".png"))
                        .setFullPage(true));
                assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                        .as("width of %s", which)
                        .isLessThanOrEqualTo(width);
                assertThat(new AxeBuilder(page)
                                .withTags(WCAG)
                                .setLegacyMode(true)
                                .analyze()
                                .getViolations())
                        .as("what axe finds in %s", which)
                        .extracting(Accessibility::words)
                        .isEmpty();
            }
        }
        page.setViewportSize(before.width, before.height);
    }

    private static String words(Rule rule) {
        return rule.getId() + ": "
                + rule.getNodes().stream()
                        .limit(3)
                        .map(node -> node.getHtml() + " " + node.getFailureSummary())
                        .toList();
    }
}
