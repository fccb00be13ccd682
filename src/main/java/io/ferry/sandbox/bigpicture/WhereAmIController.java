package io.ferry.sandbox.bigpicture;

import io.ferry.sandbox.side.OnSide;
import io.ferry.sandbox.side.Side;
import io.ferry.sandbox.side.Sides;
import io.ferry.sandbox.world.BigPictureApp;
import io.ferry.sandbox.world.SiteRefusal;
import io.ferry.sandbox.world.World;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Tells a client of the cloud where its app stands now (facts/bigpicture.md, documented). */
@RestController
@OnSide(Side.BIGPICTURE_CLOUD)
class WhereAmIController {
    private final World world;
    private final BigPictureDoor door;

    WhereAmIController(World world, BigPictureDoor door) {
        this.world = world;
        this.door = door;
    }

    @GetMapping("/cloudmanager/{slug}/where-am-i")
    Map<String, String> whereAmI(@PathVariable String slug, HttpServletRequest request) {
        door.checkCloudToken(request);
        BigPictureApp app = world.cloud()
                .app()
                .filter(installed -> slug.equals(world.options().app().slug()))
                .orElseThrow(() -> SiteRefusal.byApp(404, "Not found"));
        return Map.of("location", Sides.addressSeenBy(request) + "/" + slug + "/jiracloud/" + app.location());
    }
}
