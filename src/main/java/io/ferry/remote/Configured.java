package io.ferry.remote;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a call whose path an operator configures, since no maker documents it: {@code ferry.endpoints.<set>.<value>}. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Configured {

    /** The endpoint's name in the configuration. */
    String value();

    /** The HTTP method, where no Feign annotation says it. */
    String method() default "";
}
