package io.ferry.bigpicture;

import com.fasterxml.jackson.annotation.JsonAlias;
import feign.Param;
import feign.RequestLine;
import io.ferry.remote.RemoteFact;
import io.ferry.remote.RemoteFact.Certainty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The vendor's public calls, relative to the app's base. */
interface PublicApi {
    String SOURCE = "facts/bigpicture.md, Public REST API";

    @RemoteFact(certainty = Certainty.DOCUMENTED, source = SOURCE)
    @RequestLine("GET /public/ppm/box/box-hierarchy")
    Envelope<BoxAnswer> boxes();

    @RemoteFact(certainty = Certainty.DOCUMENTED, source = SOURCE + "; the form of a team is assumed")
    @RequestLine("GET /public/ppm/teams")
    Envelope<List<TeamAnswer>> teams();

    @RemoteFact(certainty = Certainty.DOCUMENTED, source = SOURCE)
    @RequestLine("GET /public/ppm/box/area/task/scope/def/own/{boxId}")
    Envelope<Scope> ownScope(@Param("boxId") String boxId);

    /** Around every answer. */
    record Envelope<T>(@Nullable T cargo) {}

    /** A box. */
    record BoxAnswer(
            @Nullable String boxId,
            @Nullable String boxStatus,
            @Nullable String boxTypeId,
            @Nullable String boxName,
            @Nullable String boxStartDate,
            @Nullable String boxEndDate,
            @Nullable Boolean boxArchived,
            @Nullable List<BoxAnswer> boxChildren) {}

    /** A team. */
    record TeamAnswer(
            @JsonAlias("teamId") @Nullable String id,
            @JsonAlias("teamName") @Nullable String name) {}

    /** The own scope of a box. */
    record Scope(@Nullable List<Definition> extPlatformScopeDefinitions) {}

    /** The scope from one connection. */
    record Definition(
            @Nullable String narrowingQuery,
            @Nullable List<Element> scopeDefinitionElements,
            @Nullable List<Task> manuallyAddedTasks) {}

    /** A filter, project or board. */
    record Element(
            @Nullable String type,
            @Nullable String value,
            @Nullable Boolean isAvailable,
            @Nullable Boolean isAccessible) {}

    /** A task added by hand. */
    record Task(@Nullable String key, @Nullable String externalId) {}
}
