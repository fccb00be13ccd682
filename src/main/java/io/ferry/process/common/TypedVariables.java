package io.ferry.process.common;

import io.camunda.client.annotation.Variable;
import io.camunda.client.annotation.VariablesAsType;
import io.ferry.process.engine.ProcessTraces;
import io.ferry.process.model.Problem;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The process variables that a worker reads and sets. Their names stand once, as the components of the records in its
 * signature.
 */
public final class TypedVariables {
    private TypedVariables() {}

    /**
     * The variables to fetch for a worker: the migration's id and the trace, which every step needs, and what the worker's
     * parameters name.
     */
    public static List<String> fetchedFor(Method worker) {
        return Stream.concat(
                        Stream.of(Steps.MIGRATION_ID, ProcessTraces.TRACEPARENT),
                        Arrays.stream(worker.getParameters()).flatMap(TypedVariables::namedBy))
                .distinct()
                .toList();
    }

    private static Stream<String> namedBy(Parameter parameter) {
        if (parameter.isAnnotationPresent(VariablesAsType.class)) {
            return Arrays.stream(parameter.getType().getRecordComponents()).map(RecordComponent::getName);
        }
        Variable variable = parameter.getAnnotation(Variable.class);
        if (variable == null) {
            return Stream.empty();
        }
        return Stream.of(variable.name(), variable.value(), parameter.getName())
                .filter(name -> !name.isEmpty())
                .limit(1);
    }

    /**
     * The variables that a result sets: its components. A component that is null resets its variable; one that is
     * an empty {@link Optional} leaves it as it is. An earlier {@link Problem} is cleared unless the result has one.
     *
     * @param result a record; null for a worker that sets nothing and clears nothing
     */
    public static @Nullable Map<String, @Nullable Object> setBy(@Nullable Object result) {
        if (result == null) {
            return null;
        }
        Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        variables.put(Problem.VARIABLE, null);
        componentsOf(result).forEach((name, value) -> {
            if (value instanceof Optional<?> optional) {
                optional.ifPresent(present -> variables.put(name, present));
            } else {
                variables.put(name, value);
            }
        });
        return variables;
    }

    /** The components of a record by their names. */
    public static Map<String, @Nullable Object> componentsOf(Object result) {
        RecordComponent[] components = result.getClass().getRecordComponents();
        if (components == null) {
            throw new IllegalArgumentException("Not a record: " + result.getClass());
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (RecordComponent component : components) {
            values.put(component.getName(), value(component, result));
        }
        return values;
    }

    private static @Nullable Object value(RecordComponent component, Object result) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(result);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("A component cannot be read: " + component, e);
        }
    }
}
