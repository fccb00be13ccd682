package io.ferry.api;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.asyncDispatch;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.ferry.backup.findings.FindingCode;
import io.ferry.backup.findings.FindingRecord;
import io.ferry.migration.Migration;
import io.ferry.migration.MigrationId;
import io.ferry.migration.Migrations;
import io.ferry.migration.NoSuchMigration;
import io.ferry.verification.BackupFindings;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class FindingsControllerTest {
    private static final MigrationId ID = new MigrationId("m-1");

    private final Migrations migrations = mock();
    private final BackupFindings findings = mock();
    private final MockMvc mvc = MockMvcBuilders.standaloneSetup(new FindingsController(findings, PagesForTests.pages()))
            .setControllerAdvice(new ProblemHandler(PagesForTests.pages()))
            .setCustomArgumentResolvers(new KnownMigrations(migrations))
            .build();

    @BeforeEach
    void aMigration() {
        EverybodyIsSignedIn.signIn();
        Migration migration = mock();
        when(migration.id()).thenReturn(ID);
        when(migration.name()).thenReturn("Acme <b>");
        when(migrations.get(ID)).thenReturn(migration);
        when(migrations.get(new MigrationId("m-2"))).thenThrow(new NoSuchMigration(new MigrationId("m-2")));
        when(findings.all(ID))
                .thenReturn(List.of(new BackupFindings.Kept(
                        FindingCode.WORKFLOW_MALFORMED,
                        "The workflow \"<i>\" is not XML.",
                        "entities.xml, line 7",
                        1)));
        when(findings.records(ID, FindingCode.WORKFLOW_MALFORMED))
                .thenReturn(List.of(new FindingRecord("Workflow", "=1+1", "<i>", 7, 99, null)));
    }

    @Test
    void shouldListTheFindingsWithWhyAndWhatToDo() throws Exception {
        mvc.perform(get("/migrations/m-1/findings"))
                .andExpect(status().isOk())
                .andExpect(header().string("Cache-Control", "no-store"))
                .andExpect(content().string(containsString("WORKFLOW_MALFORMED")))
                .andExpect(content().string(containsString("is reported to stop the import")))
                .andExpect(content().string(not(containsString("<i>"))))
                .andExpect(content().string(not(containsString("id=\"records\""))));
    }

    @Test
    void shouldShowTheRecordsOfOneFinding() throws Exception {
        mvc.perform(get("/migrations/m-1/findings?finding=WORKFLOW_MALFORMED"))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("id=\"records\"")))
                .andExpect(content().string(containsString("&lt;i&gt;")))
                .andExpect(content().string(not(containsString("<i>"))));
    }

    @Test
    void shouldGiveTheRecordsAsATableWithoutFormulas() throws Exception {
        var begun = mvc.perform(get("/api/migrations/m-1/findings/WORKFLOW_MALFORMED.csv"))
                .andReturn();
        mvc.perform(asyncDispatch(begun))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("Workflow")))
                .andExpect(content().string(not(containsString(",=1+1"))));
    }

    @Test
    void shouldSayWhereThereIsNothing() throws Exception {
        when(findings.all(ID)).thenReturn(List.of());
        mvc.perform(get("/migrations/m-1/findings"))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("No backup has been read yet")));
        mvc.perform(get("/migrations/m-2/findings")).andExpect(status().isNotFound());
        mvc.perform(get("/migrations/M_2!/findings")).andExpect(status().isNotFound());
    }
}
