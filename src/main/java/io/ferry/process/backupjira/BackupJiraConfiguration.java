package io.ferry.process.backupjira;

import io.ferry.backup.BackupReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the reader of backups available, with its own limits and criteria. */
@Configuration(proxyBeanMethods = false)
class BackupJiraConfiguration {
    @Bean
    BackupReader backupReader() {
        return new BackupReader();
    }
}
