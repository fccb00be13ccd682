package io.ferry.sandbox.datacenter;

import io.ferry.sandbox.side.OnSide;
import io.ferry.sandbox.side.Pages;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.world.World;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The boards of the pretend Jira Data Center (specified). */
@RestController
@OnSide(Side.JIRA_DATA_CENTER)
class DataCenterBoardController {
    private static final int LARGEST_PAGE = 50;

    private final World world;
    private final DataCenterDoor door;

    DataCenterBoardController(World world, DataCenterDoor door) {
        this.world = world;
        this.door = door;
    }

    @GetMapping("/rest/agile/1.0/board")
    Map<String, Object> boards(
            @RequestParam(defaultValue = "0") long startAt,
            @RequestParam(defaultValue = "50") int maxResults,
            HttpServletRequest request) {
        door.letIn(request);
        return Pages.of(world.dataCenter().data().boards(), startAt, Math.min(maxResults, LARGEST_PAGE));
    }
}
