package io.ferry.sandbox.side;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The controller answers only to requests that come in by these ports: two sites may have pages of the same path. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnSide {

    /** @return the ports */
    Side[] value();
}
