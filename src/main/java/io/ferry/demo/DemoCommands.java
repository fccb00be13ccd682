package io.ferry.demo;

import io.ferry.command.CommandProvider;
import io.ferry.sample.SampleBackupCommand;
import io.ferry.sandbox.SandboxCommand;
import java.util.List;

/** The commands of {@code ferry-demo.jar}. */
public final class DemoCommands implements CommandProvider {
    @Override
    public List<Object> commands() {
        return List.of(
                new DemoCommand(),
                new StopCommand(),
                new EngineCommand(),
                new SandboxCommand(),
                new SampleBackupCommand());
    }
}
