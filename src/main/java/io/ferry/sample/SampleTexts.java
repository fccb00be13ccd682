package io.ferry.sample;

import java.util.List;

/** Words for sample backups: texts as people write them, in several scripts, and names of nobody. */
final class SampleTexts {
    private static final int SENTENCES = 6_000;

    private static final List<String> WORDS = List.of(
            "release",
            "deploy",
            "customer",
            "button",
            "report",
            "field",
            "the",
            "a",
            "of",
            "with",
            "after",
            "before",
            "when",
            "user",
            "clicks",
            "opens",
            "fails",
            "shows",
            "wrong",
            "value",
            "server",
            "browser",
            "timeout",
            "please",
            "check",
            "again",
            "tomorrow",
            "fixed",
            "version",
            "branch",
            "merge",
            "review",
            "test",
            "data",
            "import",
            "export",
            "invoice",
            "order",
            "search",
            "filter",
            "board",
            "sprint",
            "estimate",
            "deadline",
            "blocked",
            "waiting",
            "approval",
            "team",
            "design",
            "contract",
            "page",
            "login",
            "password reset",
            "mail",
            "notification",
            "upload",
            "picture",
            "column",
            "sorting",
            "slow",
            "memory",
            "crash",
            "log",
            "attached",
            "see",
            "also",
            "duplicate",
            "of course",
            "maybe",
            "needs",
            "more",
            "time",
            "and",
            "or",
            "not",
            "is",
            "was",
            "größer",
            "prüfen",
            "façade",
            "naïve",
            "señal",
            "smørrebrød",
            "żółty",
            "срочно",
            "проверить",
            "ошибка",
            "δοκιμή",
            "σφάλμα",
            "テスト",
            "修正済み",
            "不具合",
            "错误",
            "测试",
            "완료",
            "확인",
            "اختبار",
            "בדיקה",
            "ทดสอบ",
            "\uD83D\uDE80",
            "\uD83D\uDC4D",
            "&",
            "<b>bold</b>",
            "\"quoted\"",
            "it's",
            "{code}",
            "[link|https://example.com]");

    private static final List<String> FIRST_NAMES = List.of(
            "Ada", "Bruno", "Chidi", "Dana", "Emre", "Freya", "Goran", "Hana", "Ivo", "Jun", "Kofi", "Lena", "Mira",
            "Nils", "Olga", "Pia", "Quentin", "Rosa", "Sven", "Tara", "Ugo", "Vera", "Wanda", "Xenia", "Yara",
            "Zoltan");
    private static final List<String> LAST_NAMES = List.of(
            "Abara",
            "Berg",
            "Costa",
            "Duval",
            "Eklund",
            "Fischer",
            "Garcia",
            "Horvat",
            "Ito",
            "Jansen",
            "Kowalski",
            "Lindt",
            "Moreau",
            "Novak",
            "Okafor",
            "Petrov",
            "Quist",
            "Rossi",
            "Silva",
            "Tanaka",
            "Ueda",
            "Varga",
            "Weber",
            "Yilmaz",
            "Zhou");
    private static final List<String> OTHER_SCRIPTS = List.of(
            "Анна Соколова",
            "Δημήτρης Παππάς",
            "田中 花子",
            "王小明",
            "김민준",
            "ليلى حداد",
            "נועה לוי",
            "สมชาย ใจดี",
            "Łukasz Żółć",
            "Åse Ødegård",
            "O'Brien & Söhne",
            "José \"Pepe\" Núñez");

    private final String[] sentences = new String[SENTENCES];

    SampleTexts(long seed) {
        for (int i = 0; i < SENTENCES; i++) {
            Dice dice = new Dice(seed, "sentence", i);
            StringBuilder sentence = new StringBuilder();
            int words = 4 + dice.below(14);
            for (int w = 0; w < words; w++) {
                // Most text is ASCII, as in most Jiras.
                int word = dice.chance(90) ? dice.below(79) : dice.below(WORDS.size());
                sentence.append(w == 0 ? "" : " ").append(WORDS.get(word));
                if (dice.chance(6)) {
                    sentence.append(' ').append(dice.below(100_000));
                }
            }
            sentences[i] = sentence.append(". ").toString();
        }
    }

    String sentence(Dice dice) {
        return sentences[dice.below(SENTENCES)];
    }

    /** Some sentences; now and then on several lines. */
    String text(Dice dice, int most, boolean lines) {
        StringBuilder text = new StringBuilder();
        int count = 1 + dice.below(most);
        for (int i = 0; i < count; i++) {
            text.append(sentence(dice));
            if (lines && dice.chance(30)) {
                text.append(dice.chance(20) ? "\n\n* " : "\n");
            }
        }
        return text.toString();
    }

    static String firstName(Dice dice) {
        return FIRST_NAMES.get(dice.below(FIRST_NAMES.size()));
    }

    static String lastName(Dice dice) {
        return LAST_NAMES.get(dice.below(LAST_NAMES.size()));
    }

    static String otherScript(Dice dice) {
        return OTHER_SCRIPTS.get(dice.below(OTHER_SCRIPTS.size()));
    }
}
