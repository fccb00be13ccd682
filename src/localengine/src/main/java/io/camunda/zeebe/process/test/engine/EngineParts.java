package io.camunda.zeebe.process.test.engine;

import io.camunda.zeebe.process.test.api.ZeebeTestEngine;
import java.lang.reflect.Field;

/** Reaches the parts of Zeebe Process Test's engine that it keeps to itself: the only place that depends on their names. */
final class EngineParts {
    private EngineParts() {}

    /**
     * The value of a private field.
     *
     * @param owner the engine, or a part of it
     * @param field the field's name
     * @throws IllegalStateException if this version of Zeebe Process Test has no such field
     */
    static Object of(Object owner, String field) {
        try {
            return part(owner, field).get(owner);
        } catch (ReflectiveOperationException e) {
            throw missing(field, e);
        }
    }

    /**
     * Gives a private field another value.
     *
     * @param owner the engine, or a part of it
     * @param field the field's name
     * @throws IllegalStateException if this version of Zeebe Process Test has no such field
     */
    static void replace(Object owner, String field, Object value) {
        try {
            part(owner, field).set(owner, value);
        } catch (ReflectiveOperationException e) {
            throw missing(field, e);
        }
    }

    private static Field part(Object owner, String field) throws ReflectiveOperationException {
        Field part = owner.getClass().getDeclaredField(field);
        part.setAccessible(true);
        return part;
    }

    private static IllegalStateException missing(String field, ReflectiveOperationException cause) {
        return new IllegalStateException(
                "Zeebe Process Test " + ZeebeTestEngine.class.getPackage().getImplementationVersion()
                        + " has no part named " + field,
                cause);
    }
}
