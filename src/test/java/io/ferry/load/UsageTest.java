package io.ferry.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsageTest {
    @Test
    void shouldReadTheHeapFromTheLogOfCollections() {
        Usage.Heap heap = Usage.Heap.of(List.of(
                "[0.012s][info][gc] Using Serial",
                "[1.345s][info][gc] GC(0) Pause Young (Allocation Failure) 80M->12M(246M) 14.250ms",
                "[2.345s][info][gc] GC(1) Pause Full (Metadata GC Threshold) 60M->40M(246M) 30.750ms"));

        assertThat(heap).isEqualTo(new Usage.Heap(40, 80, Duration.ofMillis(45)));
    }
}
