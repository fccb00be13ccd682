package io.ferry.remote;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;

/** How sites' JSON is read and written: unknown fields are no trouble, absent ones stay absent. */
final class Json {
    static final ObjectMapper MAPPER = io.ferry.base.Json.MAPPER
            .rebuild()
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    private Json() {}
}
