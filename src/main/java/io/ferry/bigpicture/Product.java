package io.ferry.bigpicture;

/** Which of the vendor's two apps is meant: they share their calls, but answer at addresses of their own. */
public enum Product {
    /** BigPicture. */
    BIGPICTURE("bigpicture"),
    /** BigGantt. That its addresses differ by the name only is assumed. */
    BIGGANTT("biggantt");

    private final String slug;

    Product(String slug) {
        this.slug = slug;
    }

    /** Its name in addresses. */
    String slug() {
        return slug;
    }
}
