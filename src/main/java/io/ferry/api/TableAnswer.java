package io.ferry.api;

import io.ferry.users.Spreadsheet;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Answers with a table (CSV) that a browser saves and nobody keeps on the way. */
final class TableAnswer {
    private TableAnswer() {}

    /**
     * A table row by row.
     *
     * @param name of the file, without {@code .csv}
     * @param rows is given a taker of rows
     */
    static ResponseEntity<StreamingResponseBody> of(
            String name, List<String> columns, Consumer<Consumer<List<String>>> rows) {
        return of(name, out -> Spreadsheet.write(out, columns, rows));
    }

    /**
     * A table that somebody else writes.
     *
     * @param name of the file, without {@code .csv}
     */
    static ResponseEntity<StreamingResponseBody> of(String name, Consumer<Appendable> table) {
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .header("Content-Disposition", "attachment; filename=\"" + name + ".csv\"")
                .header("Cache-Control", "no-store")
                .body(out -> table.accept(new OutputStreamWriter(out, StandardCharsets.UTF_8)));
    }
}
