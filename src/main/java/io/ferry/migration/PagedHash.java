package io.ferry.migration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The hash of a long list: SHA-256 over the hashes of its pages, each the SHA-256 of {@value #PAGE} items, or of as many as
 * are left. Items and hashes are lines in UTF-8. Where one item changes, only its page has to be read again.
 */
public final class PagedHash {
    /** How many items a page has. */
    public static final int PAGE = 256;

    private final MessageDigest page = Canonical.digest();
    private final MessageDigest pages = Canonical.digest();
    private int onPage;

    /**
     * Adds an item.
     *
     * @param item one line
     */
    public void add(String item) {
        line(page, item);
        if (++onPage == PAGE) {
            turn();
        }
    }

    /** The hash of all that was added, in hexadecimal digits; called once, at the end. */
    public String hex() {
        if (onPage > 0) {
            turn();
        }
        return hex(pages);
    }

    private void turn() {
        line(pages, hex(page));
        onPage = 0;
    }

    /** The hash of one page with these items. */
    public static String ofPage(Iterable<String> items) {
        return ofLines(items);
    }

    /** The hash of a list whose pages have these hashes. */
    public static String ofPages(Iterable<String> hashes) {
        return ofLines(hashes);
    }

    private static String ofLines(Iterable<String> lines) {
        MessageDigest digest = Canonical.digest();
        lines.forEach(line -> line(digest, line));
        return hex(digest);
    }

    private static void line(MessageDigest digest, String line) {
        digest.update(line.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
