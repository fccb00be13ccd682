package io.ferry.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a method that reads its request's body as a stream, and so takes more than {@code ferry.api.max-body-size}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface LargeBody {
    /** The largest body, in bytes. */
    long value();
}
