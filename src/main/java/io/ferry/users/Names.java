package io.ferry.users;

import com.ibm.icu.text.Transliterator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes names comparable that are written in different ways: in another order, with an addition such as "(External)", in
 * other letters (Łukasz and Lukasz, Jürgen and Juergen, 山田 and Shantian), with and without blanks (山田 太郎).
 */
final class Names {
    /** Titles and remarks that people put beside a name. */
    private static final Set<String> ADDITIONS = Set.of(
            "external",
            "extern",
            "ext",
            "externe",
            "contractor",
            "consultant",
            "intern",
            "freelancer",
            "partner",
            "vendor",
            "inactive",
            "disabled",
            "deactivated",
            "former",
            "admin",
            "adm",
            "dr",
            "prof",
            "mr",
            "mrs",
            "ms",
            "mx",
            "ing",
            "dipl",
            "mba",
            "phd",
            "jr",
            "sr",
            "herr",
            "frau");

    private static final Pattern IN_BRACKETS = Pattern.compile("\\([^()]*\\)|\\[[^\\[\\]]*\\]|（[^（）]*）|【[^【】]*】");
    private static final int MOST_WORDS = 12;

    /** Into Latin letters without accents: Ł becomes L, Ø becomes O, Ж becomes Z, 山 becomes shan. */
    private static final Transliterator TO_ASCII = Transliterator.getInstance("Any-Latin; Latin-ASCII; Lower");

    /** As German and the northern languages write their letters where they have none but ASCII. */
    private static final List<String[]> SPELT_OUT = List.of(
            new String[] {"ä", "ae"},
            new String[] {"ö", "oe"},
            new String[] {"ü", "ue"},
            new String[] {"ø", "oe"},
            new String[] {"å", "aa"},
            new String[] {"æ", "ae"},
            new String[] {"ß", "ss"});

    private Names() {}

    /** The words of a name without additions; the name's own words where nothing else would be left. */
    static List<String> withoutAdditions(@Nullable String name) {
        if (name == null) {
            return List.of();
        }
        var words = Accounts.words(IN_BRACKETS.matcher(name).replaceAll(" "));
        var kept = words.stream().filter(word -> !ADDITIONS.contains(word)).toList();
        return kept.size() > 1 || words.size() <= 1 ? (kept.isEmpty() ? words : kept) : words;
    }

    /** The name in any order of its words, without additions: one key for all ways to write that; empty for no name. */
    static String inAnyOrder(@Nullable String name) {
        var words = withoutAdditions(name);
        return words.isEmpty() || words.size() > MOST_WORDS ? "" : Accounts.sorted(words);
    }

    /** The name in Latin letters, in any order: as the letters look, and as they are spelt out. Empty where it is ASCII. */
    static Set<String> inLatinLetters(@Nullable String name) {
        if (name == null || Accounts.isAscii(name)) {
            return Set.of();
        }
        Set<String> keys = new LinkedHashSet<>();
        for (var spelling : List.of(name, speltOut(name))) {
            var key = inAnyOrder(TO_ASCII.transliterate(spelling));
            if (!key.isEmpty()) {
                keys.add(key);
            }
        }
        return keys;
    }

    private static String speltOut(String name) {
        var spelt = java.text.Normalizer.normalize(name, java.text.Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT);
        for (var letter : SPELT_OUT) {
            spelt = spelt.replace(letter[0], letter[1]);
        }
        return spelt;
    }

    /** The name without blanks, in its own order and in the opposite one. */
    static Set<String> withoutBlanks(@Nullable String name) {
        var words = withoutAdditions(name);
        if (words.isEmpty() || words.size() > MOST_WORDS) {
            return Set.of();
        }
        var backwards = new ArrayList<>(words);
        Collections.reverse(backwards);
        Set<String> keys = new LinkedHashSet<>();
        keys.add(String.join("", words));
        keys.add(String.join("", backwards));
        return keys;
    }

    /**
     * The user name within one of another system: {@code jdoe} in {@code CORP\\jdoe}, and in {@code jdoe@corp.example};
     * the text itself where there is no more to it. In lower case.
     */
    static String bare(String userName) {
        var lower = userName.strip().toLowerCase(Locale.ROOT);
        int slash = Math.max(lower.lastIndexOf('\\'), lower.lastIndexOf('/'));
        var own = slash >= 0 && slash < lower.length() - 1 ? lower.substring(slash + 1) : lower;
        int at = own.indexOf('@');
        return at > 0 ? own.substring(0, at) : own;
    }
}
