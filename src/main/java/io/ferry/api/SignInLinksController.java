package io.ferry.api;

import io.ferry.access.Audit;
import io.ferry.access.SignInLinks;
import io.ferry.migration.Actor;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Links that sign in the one person of this computer. A company's OpenID Connect provider has its own ways. */
@RestController
@ConditionalOnProperty(name = "ferry.access.oidc.issuer", matchIfMissing = true, havingValue = "none")
@Tag(name = "Sign-in")
class SignInLinksController {
    private final SignInLinks links;
    private final Audit audit;

    SignInLinksController(SignInLinks links, Audit audit) {
        this.links = links;
        this.audit = audit;
    }

    /** @param address opens Ferry's pages, once and for twelve hours */
    record SignInLink(URI address) {}

    @PostMapping(path = "/api/sign-in-links", produces = "application/json")
    @Operation(summary = "Make a link that signs you in to Ferry's pages, once")
    SignInLink make(Actor by) {
        audit.record(Audit.What.SIGN_IN_LINK_MADE, "", by);
        return new SignInLink(links.next());
    }
}
