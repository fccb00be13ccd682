package io.ferry.migration;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.relational.core.mapping.DefaultNamingStrategy;
import org.springframework.data.relational.core.mapping.NamingStrategy;

/** How rows find their tables. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DatabaseProperties.class, NodesProperties.class})
class RecordConfiguration {

    /**
     * {@code MigrationRow} stands in table {@code migration}. A name in {@code @Table} would not do: it is taken letter by
     * letter, and H2 writes names in capitals where PostgreSQL writes them small.
     */
    @Bean
    NamingStrategy namingStrategy() {
        return new DefaultNamingStrategy() {
            @Override
            public String getTableName(Class<?> type) {
                return super.getTableName(type).replaceFirst("_row$", "");
            }
        };
    }
}
