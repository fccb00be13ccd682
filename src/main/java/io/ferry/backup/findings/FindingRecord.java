package io.ferry.backup.findings;

import org.jspecify.annotations.Nullable;

/**
 * One record that a finding is about. It may hold data of people, so it goes to whoever asked for it and nowhere else: not
 * into process variables, logs or reports. {@link #toString()} shows the kind and the place only.
 *
 * @param entity the kind of record, such as {@code User}, or the table of an app
 * @param id its id; null where it has none
 * @param key what people know it by: an issue's key, a user name, a group's name; null where there is none
 * @param line the line in the document, from 1; 0 where it is not known any more
 * @param byteOffset where it begins in the unpacked document; -1 where that is not known any more
 * @param note what is wrong with it in particular; null where the finding says all
 */
public record FindingRecord(
        String entity,
        @Nullable String id,
        @Nullable String key,
        long line,
        long byteOffset,
        @Nullable String note) {

    @Override
    public String toString() {
        return "FindingRecord[" + entity + ", line " + line + "]";
    }
}
