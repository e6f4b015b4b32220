package io.linreg.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A first column without a name that only numbers the rows is no feature. */
class IndexColumnTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",x,y\n0,5,6\n1,7,8\n2,9,9\n",
                ",x,y\n1,5,6\n2,7,8\n3,9,9\n",
                "\"\",x,y\n1,5,6\n2,7,8\n",
                "Unnamed: 0,x,y\n0,5,6\n1,7,8\n",
                "  ,x,y\n\"0\",5,6\n\"1\",7,8\n",
                ",x,y\n1,5,6\n"
            })
    void leftOutAndReported(String text) {
        DatasetReader.Result result = Csv.read(text);
        assertThat(result.leftOut()).extracting(LeftOut::column).containsExactly("Unnamed: 0");
        assertThat(result.dataset().features()).containsExactly("x");
        assertThat(result.dataset().x(0, 0)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",x,y\n2,5,6\n3,7,8\n",
                ",x,y\n0,5,6\n2,7,8\n",
                ",x,y\n1,5,6\n1,7,8\n",
                ",x,y\n1,5,6\n0,7,8\n",
                ",x,y\n1.0,5,6\n2.5,7,8\n",
                "Unnamed: 0,x,y\n5,5,6\n9,7,8\n"
            })
    void keptIfItDoesNotCount(String text) {
        DatasetReader.Result result = Csv.read(text);
        assertThat(result.leftOut()).extracting(LeftOut::column).isEmpty();
        assertThat(result.dataset().features()).containsExactly("Unnamed: 0", "x");
    }

    @Test
    void keptIfAskedFor() {
        DatasetReader.Result result =
                Csv.read(Csv.of(",x,y\n0,5,6\n1,7,8\n"), new ColumnChoice("y", List.of("x", "Unnamed: 0"), List.of()));
        assertThat(result.leftOut()).extracting(LeftOut::column).isEmpty();
        assertThat(result.dataset().features()).containsExactly("x", "Unnamed: 0");
        assertThat(result.dataset().x(1, 1)).isEqualTo(1);
    }

    @Test
    void keptIfItHasAName() {
        assertThat(Csv.read("id,x,y\n0,5,6\n1,7,8\n").dataset().features()).containsExactly("id", "x");
    }

    @Test
    void keptIfItIsNotTheFirst() {
        assertThat(Csv.read("x,,y\n5,0,6\n7,1,8\n").dataset().features()).containsExactly("x", "Unnamed: 1");
        assertThat(Csv.read("x,Unnamed: 0,y\n5,0,6\n7,1,8\n").dataset().features())
                .containsExactly("x", "Unnamed: 0");
    }

    @Test
    void usedIfItIsTheTarget() {
        DatasetReader.Result result = Csv.read(Csv.of(",x,y\n0,5,6\n1,7,8\n"), ColumnChoice.target("Unnamed: 0"));
        assertThat(result.leftOut()).extracting(LeftOut::column).isEmpty();
        assertThat(result.dataset().target()).isEqualTo("Unnamed: 0");
        assertThat(result.dataset().y(1)).isEqualTo(1);
    }

    @Test
    void reportedOnceIfDroppedByName() {
        DatasetReader.Result result =
                Csv.read(Csv.of(",x,y\n0,5,6\n1,7,8\n"), new ColumnChoice(null, List.of(), List.of("Unnamed: 0")));
        assertThat(result.leftOut()).extracting(LeftOut::column).containsExactly("Unnamed: 0");
    }

    @Test
    void theOnlyFeatureLeavesNone() {
        Csv.assertRefused(() -> Csv.read(",y\n0,5\n1,7\n"), "data.csv: no feature is left");
    }

    @Test
    void gapInItIsABadCell() {
        Csv.assertRefused(() -> Csv.read(",x,y\n0,5,6\n,7,8\n2,9,9\n"), "line 3, column \"Unnamed: 0\"");
    }
}
