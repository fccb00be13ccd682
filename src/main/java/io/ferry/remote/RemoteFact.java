package io.ferry.remote;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How sure it is that a remote call exists as written, and where that is known from. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface RemoteFact {

    /** How sure it is. */
    Certainty certainty();

    /** Where it is written: the file in facts/ and its section. */
    String source();

    /** How sure a fact is. */
    enum Certainty {
        /** The maker of the site documents it. */
        DOCUMENTED,
        /** Seen to work in source code or by third parties; not promised by anybody. */
        SEEN,
        /** Nobody has confirmed it; it works where an operator configured it so, and on Ferry's sandbox. */
        ASSUMED
    }
}
