package io.ferry.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.ferry.migration.ModelsOnRecord.InUse;
import io.ferry.migration.ModelsOnRecord.Model;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelsOnRecordTest {
    @ParameterizedTest
    @EnumSource
    void shouldTellSomebodysModelsFromFerrysOwn(Database database) {
        var models = database.get(ModelsOnRecord.class);
        var id = database.aMigration().id();
        models.deployed(List.of(new Model("migrate", 1, 101), new Model("verify", 1, 102)));
        models.used(id, new Model("migrate", 1, 101));
        models.used(id, new Model("verify", 2, 203));
        models.used(id, new Model("verify", 2, 203));

        assertThat(models.inUse(id)).containsExactly(new InUse("migrate", 1, true), new InUse("verify", 2, false));
        assertThat(database.get(Reports.class).of(id).models()).isEqualTo(models.inUse(id));
        assertThat(models.inUse(database.aMigration().id())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldKnowOwnModelsOfEarlierVersionsAndThoseThatAreDeployedOnceMore(Database database) {
        var models = database.get(ModelsOnRecord.class);
        var id = database.aMigration().id();
        models.deployed(List.of(new Model("finish", 1, 301)));
        models.deployed(List.of(new Model("finish", 2, 302)));
        models.deployed(List.of(new Model("finish", 2, 302)));
        models.used(id, new Model("finish", 1, 301));
        models.used(id, new Model("finish", 2, 302));

        assertThat(models.inUse(id)).allMatch(InUse::own).hasSize(2);
    }

    /** A new engine counts anew, and may give a key of the old one to somebody's model. */
    @ParameterizedTest
    @EnumSource
    void shouldForgetTheKeysOfAnEngineThatIsNoMore(Database database) {
        var models = database.get(ModelsOnRecord.class);
        var id = database.aMigration().id();
        models.deployed(List.of(new Model("clean-up", 4, 401), new Model("roll-back", 4, 402)));
        models.deployed(List.of(new Model("clean-up", 1, 402), new Model("roll-back", 1, 403)));
        models.used(id, new Model("clean-up", 1, 402));
        models.used(id, new Model("clean-up", 2, 401));

        assertThat(models.inUse(id)).containsExactly(new InUse("clean-up", 1, true), new InUse("clean-up", 2, false));
    }
}
