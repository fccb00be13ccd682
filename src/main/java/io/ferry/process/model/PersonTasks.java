package io.ferry.process.model;

import static io.ferry.process.model.ModelFiles.BPMN;
import static io.ferry.process.model.ModelFiles.ZEEBE;
import static io.ferry.process.model.ModelFiles.elements;

import io.ferry.migration.Phase;
import io.ferry.migration.Question;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The tasks in which people are asked, as the models on the class path have them; they are read once. */
@Component
public class PersonTasks {
    private final SingletonSupplier<List<PersonTask>> tasks = SingletonSupplier.of(PersonTasks::read);

    /**
     * A user task.
     *
     * @param question what it asks
     * @param name as in the diagram
     * @param phase in whose process it is; null for that of the clean-up
     * @param group its candidate group
     */
    public record PersonTask(
            Question question, String name, @Nullable Phase phase, String group) {}

    /** All of them. */
    public List<PersonTask> all() {
        return tasks.obtain();
    }

    private static List<PersonTask> read() {
        return ModelFiles.read().stream().flatMap(PersonTasks::of).toList();
    }

    private static Stream<PersonTask> of(Document model) {
        Element root = model.getDocumentElement();
        Phase phase = elements(root, BPMN, "process")
                .findFirst()
                .flatMap(process -> Phase.ofProcess(process.getAttribute("id")))
                .orElse(null);
        return elements(root, BPMN, "userTask")
                .flatMap(task -> question(task).stream()
                        .map(question -> new PersonTask(
                                question,
                                task.getAttribute("name"),
                                phase,
                                elements(task, ZEEBE, "assignmentDefinition")
                                        .findFirst()
                                        .map(assigned -> assigned.getAttribute("candidateGroups"))
                                        .orElse(""))));
    }

    private static Optional<Question> question(Element task) {
        return Arrays.stream(Question.values())
                .filter(question -> question.userTask().equals(task.getAttribute("id")))
                .findFirst();
    }
}
