package io.ferry.api;

import io.ferry.access.Role;
import io.ferry.access.SignedIn;
import io.ferry.migration.Actor;
import io.ferry.migration.Actor.Channel;
import io.ferry.process.common.ApprovalProperties;
import io.ferry.remote.EndpointSets;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.List;
import java.util.TreeSet;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The page on which people enter a new migration. */
@Hidden
@RestController
class NewMigrationController {
    private final Pages pages;
    private final CredentialChoices credentials;
    private final EndpointSets endpoints;
    private final ApprovalProperties approval;

    NewMigrationController(
            Pages pages, CredentialChoices credentials, EndpointSets endpoints, ApprovalProperties approval) {
        this.pages = pages;
        this.credentials = credentials;
        this.endpoints = endpoints;
        this.approval = approval;
    }

    @GetMapping(path = "/new-migration", produces = "text/html")
    ResponseEntity<String> form(Actor by) {
        boolean company = by.channel() == Channel.OIDC_SESSION || by.channel() == Channel.OIDC_TOKEN;
        return pages.answer(new NewMigrationPage(
                pages.frame("New migration").withOwn("new-migration"),
                List.copyOf(new TreeSet<>(SignedIn.visibleTeams().names())),
                credentials.all(),
                List.copyOf(new TreeSet<>(endpoints.endpoints().keySet())),
                NewMigrationPage.confirming(approval),
                SignedIn.is(Role.OPERATOR),
                company ? "$FERRY_TOKEN" : "$(cat ~/.ferry/script-key)"));
    }
}
