package io.ferry.api;

import io.ferry.migration.Actor;
import io.ferry.migration.Event;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Phase;
import io.ferry.migration.Timeline;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;

/** Puts on record what is decided about people through the API. */
@Component
class PeopleRecord {
    private final Timeline timeline;

    PeopleRecord(Timeline timeline) {
        this.timeline = timeline;
    }

    /** Records a decision about many people. */
    void decided(MigrationId migration, String what, Actor by) {
        timeline.record(migration, Phase.MAP_USERS, "Map people by hand", Event.Kind.DECIDED, what, by);
    }

    /** Records that people's data were erased. */
    void erased(MigrationId migration, String what, Actor by) {
        timeline.record(migration, null, "Erase people's data", Event.Kind.DECIDED, what, by);
    }

    /** A script that still says who it is must not believe that this comes into the record. */
    static void nobodyNamesHimself(HttpServletRequest request) {
        if (request.getParameter("by") != null) {
            throw RequestRefused.invalid("by", "nothing: nobody names himself in a call");
        }
    }
}
