package io.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks for words of machines in what people read: constants, times of machines, sizes without separators, wrong plurals. */
final class PlainWords {
    private static final List<Pattern> OF_MACHINES = List.of(
            Pattern.compile("\\b[A-Z]{2,}_[A-Z_]+\\b"),
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\S*"),
            Pattern.compile("\\b\\d{4,} bytes\\b"),
            Pattern.compile(
                    "(?<![\\d.,:–-] ?)\\b1 (?!was\\b|is\\b|has\\b)[a-z]{2,}(?<!address|access|process|this)s\\b"),
            Pattern.compile("— and —"),
            Pattern.compile("\\bnull\\b"));

    private PlainWords() {}

    /** Checks everything on the page that is no code, shown or not. */
    static void check(Page page) {
        @SuppressWarnings("unchecked")
        List<String> texts = (List<String>) page.evaluate("""
                () => {
                  const texts = [];
                  const walker = document.createTreeWalker(document.querySelector('main') ?? document.body, NodeFilter.SHOW_TEXT);
                  while (walker.nextNode()) {
                    if (!walker.currentNode.parentElement.closest('code, kbd, script, style, noscript')) {
                      texts.push(walker.currentNode.data.replace(/\\s+/g, ' '));
                    }
                  }
                  return texts;
                }""");
        assertThat(texts.stream().flatMap(PlainWords::ofMachines))
                .as("words of machines on %s", page.url())
                .isEmpty();
    }

    /** The words of machines in a text. */
    static Stream<String> ofMachines(String text) {
        return OF_MACHINES.stream()
                .flatMap(pattern -> pattern.matcher(text).results())
                .map(MatchResult::group);
    }
}
