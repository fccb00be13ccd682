package io.ferry.api;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The migration on record whose id the path of the request holds as {@code {id}}; see {@link KnownMigrations}. */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(
        name = "id",
        in = ParameterIn.PATH,
        required = true,
        description = "The migration's id",
        schema = @Schema(type = "string"))
@interface KnownMigration {}
