package io.ferry;

import io.ferry.base.PlainText;
import io.ferry.remote.Masking;
import org.springframework.boot.json.JsonWriter.Members;
import org.springframework.boot.json.JsonWriter.ValueProcessor;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;

/**
 * Masks every text of the log's JSON, stack traces included, since such logs are mostly collected elsewhere; and takes out
 * what a terminal would obey, as the pattern of the plain log does.
 */
public final class JsonLogMasking implements StructuredLoggingJsonMembersCustomizer<Object> {
    @Override
    public void customize(Members<Object> members) {
        members.applyingValueProcessor(
                ValueProcessor.of(String.class, text -> PlainText.lines(Masking.maskWhole(text))));
    }
}
