package io.ferry.api;

import io.ferry.access.Role;
import io.ferry.access.SignedIn;
import io.ferry.api.Frame.Section;
import io.ferry.migration.Migration;
import io.ferry.users.UsersProperties;
import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The page on which people map users to accounts. */
@Hidden
@RestController
class MappingController {
    private final Pages pages;
    private final String products;

    MappingController(Pages pages, UsersProperties properties) {
        this.pages = pages;
        this.products =
                String.join(", ", properties.products().stream().sorted().toList());
    }

    @GetMapping("/migrations/{id}/mapping")
    ResponseEntity<String> mapping(@KnownMigration Migration migration) {
        return pages.answer(new MappingPage(
                pages.frame(migration, Section.MAPPING).withOwn("mapping"),
                "/api/migrations/" + migration.id(),
                SignedIn.is(Role.OPERATOR),
                products));
    }
}
