package io.ferry.migration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What somebody changed, for the record.
 *
 * @param before what was so before, only the fields that are otherwise now
 * @param after the same fields as they are now
 */
public record Change(JsonNode before, JsonNode after) {

    /**
     * The difference between two states of the same thing.
     *
     * @param before a record or a map, without secrets and people's data
     * @param after another one of the same kind
     */
    public static Change between(Object before, Object after) {
        JsonNode old = Json.tree(before);
        JsonNode now = Json.tree(after);
        Set<String> fields = new LinkedHashSet<>();
        old.fieldNames().forEachRemaining(fields::add);
        now.fieldNames().forEachRemaining(fields::add);
        ObjectNode changedFrom = JsonNodeFactory.instance.objectNode();
        ObjectNode changedTo = JsonNodeFactory.instance.objectNode();
        for (String field : fields) {
            JsonNode from = old.path(field);
            JsonNode to = now.path(field);
            if (!from.equals(to)) {
                changedFrom.set(field, from.isMissingNode() ? null : from);
                changedTo.set(field, to.isMissingNode() ? null : to);
            }
        }
        return new Change(changedFrom, changedTo);
    }

    /** The same as the record keeps it: without e-mail addresses. */
    Change onRecord() {
        return new Change(clean(before), clean(after));
    }

    private static JsonNode clean(JsonNode state) {
        return Json.read(Addresses.hiddenJson(state), JsonNode.class);
    }
}
