package io.ferry.sandbox.side;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Nobody has confirmed that a real site offers this call, or offers it so. Listed in {@code docs/sandbox.md}. */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Assumed {

    /** @return what is known, and why the sandbox has the call nevertheless */
    String value();
}
