package io.ferry.jira;

import io.ferry.base.FieldType;
import java.util.Optional;

/**
 * A custom field.
 *
 * @param id such as {@code customfield_10100}
 * @param name its name, which people chose
 * @param type the key of its type, such as {@code com.atlassian.jira.plugin.system.customfieldtypes:textfield}; empty if
 *     the site does not say
 */
public record CustomField(String id, String name, String type) {

    /** The key of the app that brings the type along; empty for types of Jira's own, which the cloud has too. */
    public Optional<String> app() {
        return type.isEmpty() ? Optional.empty() : Optional.ofNullable(FieldType.app(type));
    }
}
