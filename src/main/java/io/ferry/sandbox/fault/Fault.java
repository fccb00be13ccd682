package io.ferry.sandbox.fault;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.ferry.sandbox.side.Side;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.AntPathMatcher;

/**
 * A fault that is switched on.
 *
 * @param kind what goes wrong
 * @param side only there; null: everywhere
 * @param path only for paths that match this pattern ({@code *} within a segment, {@code **} across); null: all
 * @param method only for this HTTP method; null: all
 * @param times how often it strikes before it is over; null: until it is switched off
 * @param parameters the parameters of the kind
 */
public record Fault(
        FaultKind kind,
        @Nullable Side side,
        @Nullable String path,
        @Nullable String method,
        @Nullable Integer times,
        Map<String, Object> parameters) {
    private static final AntPathMatcher PATHS = new AntPathMatcher();
    private static final List<String> NUMBERS = List.of("delay", "status", "percent", "progress", "count", "after");

    public Fault {
        if (times != null && times < 1) {
            throw new IllegalArgumentException("times must be 1 or more, or be left out");
        }
        parameters = Map.copyOf(parameters);
    }

    /**
     * A fault that strikes everywhere until it is switched off.
     *
     * @param kind what goes wrong
     * @return the fault
     */
    public static Fault of(FaultKind kind) {
        return new Fault(kind, null, null, null, null, Map.of());
    }

    boolean strikes(Side where, String requestMethod, String requestPath) {
        return (side == null || side == where)
                && (method == null || method.equalsIgnoreCase(requestMethod))
                && (path == null || PATHS.match(path, requestPath));
    }

    /**
     * Gives a number among the parameters.
     *
     * @param name its name
     * @param otherwise what holds where it is not given
     * @return the number
     * @throws IllegalArgumentException where something else than a number is given
     */
    public int number(String name, int otherwise) {
        Object value = parameters.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Number number) {
            return number.intValue();
        }
        try {
            return Integer.parseInt(value.toString());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a whole number", e);
        }
    }

    /**
     * Gives a text among the parameters.
     *
     * @param name its name
     * @param otherwise what holds where it is not given
     * @return the text
     */
    public String text(String name, String otherwise) {
        Object value = parameters.get(name);
        return value == null ? otherwise : value.toString();
    }

    /** What a client sends to switch a fault on: everything that is not named here is a parameter of the kind. */
    public static final class Order {
        @JsonProperty
        private @Nullable String kind;

        @JsonProperty
        private @Nullable Side side;

        @JsonProperty
        private @Nullable String path;

        @JsonProperty
        private @Nullable String method;

        @JsonProperty
        private @Nullable Integer times;

        private final Map<String, Object> parameters = new LinkedHashMap<>();

        @JsonAnySetter
        void parameter(String name, @Nullable Object value) {
            if (value != null) {
                parameters.put(name, value);
            }
        }

        /**
         * Makes the fault.
         *
         * @param name the name it is switched on by; it is also the kind, unless the order names one
         * @return the fault
         * @throws IllegalArgumentException where there is no such kind, or a number is none
         */
        public Fault fault(String name) {
            FaultKind which = FaultKind.labelled(kind == null ? name : kind);
            Integer often = times == null && which == FaultKind.LOCATION_MOVED ? Integer.valueOf(1) : times;
            Fault fault = new Fault(which, side, path, method, often, parameters);
            NUMBERS.forEach(number -> fault.number(number, 0));
            return fault;
        }
    }
}
