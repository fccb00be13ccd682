/**
 * Reads Jira XML backups: what is inside, whether it is whole, and whether Jira Cloud will take it. {@link
 * io.ferry.backup.BackupReader} is the door. Behind it, arrows run one way: {@code judge}, {@code content}, {@code read},
 * {@code scan}; all of them may use {@code model}, which uses {@code findings}. The command {@code inspect} stands in {@code
 * report}, in front of the door.
 */
@NullMarked
package io.ferry.backup;

import org.jspecify.annotations.NullMarked;
