package io.ferry.sandbox.screens;

import io.ferry.sandbox.page.Page;
import io.ferry.sandbox.world.SiteRefusal;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Shows on a page what a site refuses. */
@RestControllerAdvice(basePackageClasses = RefusalsOnScreens.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class RefusalsOnScreens {
    private final ScreenDoor door;

    RefusalsOnScreens(ScreenDoor door) {
        this.door = door;
    }

    @ExceptionHandler
    ResponseEntity<String> refused(SiteRefusal refusal, HttpServletRequest request) {
        String to = refusal.headers().get("Location");
        if (to != null) {
            return Page.to(to);
        }
        if (refusal.status() == 503) {
            return door.page(request, "The app is starting")
                    .add("<p>It restarts and does not answer meanwhile. This page looks again by itself.</p>")
                    .again()
                    .answer(503);
        }
        return door.page(request, "This did not work")
                .add(
                        "<div class=\"error\">%s</div><p><a href=\"javascript:history.back()\">Back</a></p>",
                        String.valueOf(refusal.getMessage()))
                .answer(refusal.status());
    }
}
