package io.ferry.users;

import io.ferry.base.TableCell;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Tables as spreadsheets write and read them: UTF-8, a header, and cells that no spreadsheet takes for a formula. */
public final class Spreadsheet {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private Spreadsheet() {}

    /** Writes text with commas; the byte order mark makes spreadsheets read it as UTF-8. */
    static void write(Appendable out, Collection<String> header, Iterable<List<String>> rows) {
        write(out, header, rows::forEach);
    }

    /**
     * The same for rows that come one after the other.
     *
     * @param out closed at the end, where it can be
     * @param rows is given a taker of rows
     */
    public static void write(Appendable out, Collection<String> header, Consumer<Consumer<List<String>>> rows) {
        try (CSVPrinter printer = CSVFormat.RFC4180
                .builder()
                .setHeader(header.toArray(String[]::new))
                .get()
                .print(out.append(BYTE_ORDER_MARK))) {
            rows.accept(row -> print(printer, row));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void print(CSVPrinter printer, List<String> row) {
        try {
            printer.printRecord(row.stream().map(Spreadsheet::defused));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a table, line by line.
     *
     * @throws MappingFileRefused if it is none, or not in UTF-8
     */
    public static void read(InputStream in, Consumer<CSVParser> reading) {
        try (var reader = new BufferedReader(new InputStreamReader(
                        in, StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)));
                var parser = CSVParser.parse(reader, format(reader))) {
            reading.accept(parser);
        } catch (CharacterCodingException e) {
            throw wrongEncoding();
        } catch (IOException | UncheckedIOException | IllegalStateException | IllegalArgumentException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw wrongEncoding();
            }
            throw MappingFileRefused.file(
                    "The file cannot be read as a table of comma, semicolon or tab separated values. Look for quotation marks that are not closed.");
        }
    }

    private static MappingFileRefused wrongEncoding() {
        return MappingFileRefused.file(
                "The file is not in UTF-8. Save it as \"CSV UTF-8\" in the spreadsheet, and hand it in again.");
    }

    /** Spreadsheets separate by what their language uses; the header tells. */
    private static CSVFormat format(BufferedReader reader) throws IOException {
        reader.mark(4096);
        var start = new char[2048];
        int length = Math.max(reader.read(start), 0);
        reader.reset();
        if (length > 0 && start[0] == BYTE_ORDER_MARK) {
            reader.skip(1);
        }
        var header = new String(start, 0, length).lines().findFirst().orElse("");
        char delimiter = header.contains(";") ? ';' : header.contains("\t") ? '\t' : ',';
        return CSVFormat.RFC4180
                .builder()
                .setDelimiter(delimiter)
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreHeaderCase(true)
                .setIgnoreEmptyLines(true)
                .setTrim(true)
                .get();
    }

    private static String defused(@Nullable String cell) {
        return cell == null ? "" : TableCell.defused(cell);
    }

    /** The cell of a column without what {@link #write} put before it; null when it is blank or not there. */
    public static @Nullable String cell(CSVRecord line, String column) {
        if (!line.isSet(column)) {
            return null;
        }
        var text = TableCell.restored(line.get(column));
        return text.isBlank() ? null : text;
    }
}
