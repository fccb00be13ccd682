package io.ferry.process;

import io.camunda.client.annotation.JobWorker;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.util.ClassUtils;

/** The methods that are Ferry's job workers. */
public final class WorkerMethods {
    private WorkerMethods() {}

    /** All of them, as Spring finds their classes. */
    public static List<Method> all() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(
                (reader, factory) -> reader.getAnnotationMetadata().hasAnnotatedMethods(JobWorker.class.getName()));
        return scanner.findCandidateComponents("io.ferry.process").stream()
                .map(bean -> ClassUtils.resolveClassName(String.valueOf(bean.getBeanClassName()), null))
                .flatMap(worker -> Stream.of(worker.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(JobWorker.class))
                .toList();
    }
}
