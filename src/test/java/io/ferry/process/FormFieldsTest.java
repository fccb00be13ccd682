package io.ferry.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormFieldsTest {
    @Test
    void shouldKnowWhatNobodyCanEnter() {
        FormFields fields = FormFields.of("confirm-the-import");

        assertThat(fields.notAllowed(Map.of("decision", "CONFIRM", "typedWord", "anything")))
                .isEmpty();
        assertThat(fields.notAllowed(Map.of("decision", "PERHAPS", "accepted", true)))
                .containsOnlyKeys("decision", "accepted");
    }

    @Test
    void shouldAllowWhatIsOfferedByAnExpression() {
        assertThat(FormFields.of("select-the-integrations").notAllowed(Map.of("picked", List.of("2"))))
                .isEmpty();
    }
}
