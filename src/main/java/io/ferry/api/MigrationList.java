package io.ferry.api;

import io.ferry.migration.Migration;
import java.util.List;
import org.springframework.data.domain.Page;

/**
 * A page of migrations, newest first.
 *
 * @param page counted from 0
 * @param total how many migrations there are on all pages
 */
record MigrationList(List<MigrationSummary> items, int page, int size, long total) {
    static MigrationList of(Page<Migration> page, TimeLeftLookup timesLeft) {
        return new MigrationList(
                page.getContent().stream()
                        .map(one -> MigrationSummary.of(one).with(timesLeft.of(one)))
                        .toList(),
                page.getNumber(),
                page.getSize(),
                page.getTotalElements());
    }
}
