package io.ferry.base;

import java.util.regex.Pattern;

/**
 * Cells of tables (CSV) that no spreadsheet takes for a formula. Where lists are separated by semicolons, a spreadsheet may
 * also split a cell at one, or at a tab or the end of a line, so what follows these counts as a beginning too. A cell that is
 * nothing but a negative number is no formula, and stays as it is.
 */
public final class TableCell {
    /** The last four are the wide forms, which some spreadsheets read as the narrow ones. */
    private static final String STARTS_A_FORMULA = "=+-@'\uFF1D\uFF0B\uFF0D\uFF20";

    /** A negative number as programs write it: one that a spreadsheet keeps to the last digit. */
    private static final Pattern NEGATIVE_NUMBER = Pattern.compile("-(?=[0-9.]{1,16}$)(0|[1-9][0-9]*)(\\.[0-9]+)?");

    private static final String SEPARATES = ";\t\r\n";

    private TableCell() {}

    /** The text with an apostrophe before whatever would begin a formula. */
    public static String defused(String text) {
        if (NEGATIVE_NUMBER.matcher(text).matches()) {
            return text;
        }
        StringBuilder cell = new StringBuilder(text.length() + 1);
        if (isSeparator(text, 0)) {
            cell.append('\'');
        }
        boolean begins = true;
        for (int i = 0; i < text.length(); i++) {
            if (begins && isFormula(text, i)) {
                cell.append('\'');
            }
            begins = isSeparator(text, i) || (begins && Character.isWhitespace(text.charAt(i)));
            cell.append(text.charAt(i));
        }
        return cell.toString();
    }

    /** The text without what {@link #defused} put into it. */
    public static String restored(String cell) {
        StringBuilder text = new StringBuilder(cell.length());
        boolean begins = true;
        for (int i = 0; i < cell.length(); i++) {
            boolean isAdded =
                    begins && cell.charAt(i) == '\'' && (isFormula(cell, i + 1) || (i == 0 && isSeparator(cell, 1)));
            if (isAdded) {
                i++;
            }
            begins = isSeparator(cell, i) || (begins && !isAdded && Character.isWhitespace(cell.charAt(i)));
            text.append(cell.charAt(i));
        }
        return text.toString();
    }

    private static boolean isFormula(String text, int at) {
        return at < text.length() && STARTS_A_FORMULA.indexOf(text.charAt(at)) >= 0;
    }

    private static boolean isSeparator(String text, int at) {
        return at < text.length() && SEPARATES.indexOf(text.charAt(at)) >= 0;
    }
}
