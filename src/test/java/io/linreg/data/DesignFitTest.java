package io.linreg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linreg.data.InputColumn.Categorical;
import io.linreg.data.InputColumn.Numeric;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DesignFitTest {
    private static final String TABLE =
            "x,color,size,z,y\n1,red,S,1,1\n2,blue,S,2,2\n,red,M,3,3\n4,,S,4,4\n5,green,L,5,5\n60,pink,L,6,6\n";

    private static Dataset read(Missing missing) {
        return read(TABLE, missing);
    }

    private static Dataset read(String csv, Missing missing) {
        ColumnChoice last = new ColumnChoice(null, List.of(), List.of());
        return DatasetReader.read(Csv.of(csv), null, last, new CellRules(Set.of(), true, missing), Precision.DOUBLE)
                .dataset();
    }

    private static List<Term> all(Dataset data, Term... more) {
        List<Term> terms = new java.util.ArrayList<>(Term.columns(data.features()));
        terms.addAll(List.of(more));
        return terms;
    }

    @Test
    void theTrainingRowsAloneTeach() {
        DesignFit fit = DesignFit.of(read(Missing.MEAN).select(new int[] {4, 2, 1, 0, 3}), List.of());

        assertThat(fit.design().columns())
                .containsExactly(
                        new Numeric("x", 3), // neither 60 nor pink, which stand in the row left out
                        new Categorical("color", List.of("blue", "green", "red"), "red"),
                        new Categorical("size", List.of("L", "M", "S"), "S"),
                        new Numeric("z", 3));
        assertThat(fit.design().features()).containsExactly("x", "color=green", "color=red", "size=M", "size=S", "z");
        assertThat(fit.rare()).containsExactly("color=blue", "color=green", "size=L", "size=M");
        assertThat(fit.constant()).isEmpty();
    }

    @Test
    void withoutGapsNothingIsFilled() {
        DesignFit fit = DesignFit.of(read(Missing.DROP), List.of());
        assertThat(fit.design().columns().get(0)).isEqualTo(new Numeric("x"));
        assertThat(((Categorical) fit.design().columns().get(1)).usual()).isNull();
    }

    @Test
    void fillsCountByWeight() {
        Dataset weighted = read(Missing.MEAN).withWeights("z");
        Design design = DesignFit.of(weighted, List.of()).design();
        assertThat(design.columns().get(0).fill()).isEqualTo((1 * 1 + 2 * 2 + 4 * 4 + 5 * 5 + 6 * 60) / 18.0);
        assertThat(((Categorical) design.columns().get(1)).usual()).isEqualTo("pink"); // 6, beside red's 1 + 3
    }

    @Test
    void theMeanIsThatOfExactSums() {
        StringBuilder csv = new StringBuilder("x,y\n,0\n");
        for (int i = 0; i < 1000; i++) {
            csv.append("1e16,0\n1,0\n-1e16,0\n");
        }
        Design design =
                DesignFit.of(read(csv.toString(), Missing.MEAN), List.of()).design();
        assertThat(design.columns().get(0).fill()).isEqualTo(1 / 3.0);
    }

    @Test
    void ofEquallyFrequentLevelsTheFirstFills() {
        Dataset data = read("c,x,y\nb,1,1\na,2,2\n,3,3\na,4,4\nb,5,5\nc,6,6\n", Missing.MEAN);
        assertThat(((Categorical)
                                DesignFit.of(data, List.of()).design().columns().get(0))
                        .usual())
                .isEqualTo("a");
    }

    @Test
    void aColumnThatMissesEveryCellHasNoFill() {
        for (String cell : List.of("1", "a")) {
            Dataset data =
                    read("c,x,y\n" + cell + ",1,1\n,2,2\n,3,3\n", Missing.MEAN).select(new int[] {1, 2});
            Csv.assertRefused(
                    () -> DesignFit.of(data, List.of()), "column \"c\": every training row misses it", "leave it out");
        }
        Dataset never = read("c,x,y\n,1,1\n,2,2\n", Missing.MEAN);
        Csv.assertRefused(() -> DesignFit.of(never, List.of()), "column \"c\": every training row misses it");
    }

    @Test
    void oneLevelIsNone() {
        DesignFit fit =
                DesignFit.of(read("c,x,y\na,1,1\na,2,2\nb,3,3\n", Missing.ERROR).select(new int[] {0, 1}), List.of());
        assertThat(fit.constant()).containsExactly("c");
        assertThat(fit.design()).isEqualTo(Design.plain(List.of("x")));
    }

    @Test
    void productsWithLevelsAreProductsWithEachIndicator() {
        Dataset data = read(Missing.MEAN);
        Design design = DesignFit.of(
                        data,
                        List.of(
                                Term.interaction(List.of("size", "x")),
                                Term.interaction(List.of("color", "size")),
                                Term.power("z", 2)))
                .design();
        assertThat(design.features())
                .containsExactly(
                        "size=M:x",
                        "size=S:x",
                        "color=green:size=M",
                        "color=green:size=S",
                        "color=pink:size=M",
                        "color=pink:size=S",
                        "color=red:size=M",
                        "color=red:size=S",
                        "z^2");
        assertThat(design.inputs()).containsExactly("x", "color", "size", "z");
    }

    @Test
    void termsThatCannotBeMadeAreRefused() {
        Dataset data = read(Missing.MEAN);
        Csv.assertRefused(
                () -> DesignFit.of(data, List.of(Term.power("w", 2))),
                "the term \"w^2\" needs \"w\", which is no feature; the features are \"x\", \"color\", \"size\", \"z\"");
        Csv.assertRefused(
                () -> DesignFit.of(data, List.of(Term.interaction(List.of("x", "y")))),
                "the term \"x:y\" needs \"y\", which is the target");
        Csv.assertRefused(
                () -> DesignFit.of(data, List.of(Term.power("color", 2))),
                "the term \"color^2\" raises \"color\" to a power, which is categorical");
        Csv.assertRefused(
                () -> DesignFit.of(data, all(data, Term.power("x", 2), Term.power("x", 2))),
                "the term \"x^2\" stands twice");
        Csv.assertRefused(
                () -> DesignFit.of(
                        data, List.of(Term.interaction(List.of("x", "z")), Term.interaction(List.of("z", "x")))),
                "the term \"z:x\" stands twice, once as \"x:z\"");
        Csv.assertRefused(() -> DesignFit.of(data, all(data, Term.column("x"))), "the term \"x\" stands twice");
    }

    @Test
    void namesThatWouldStandTwiceAreRefused() {
        Dataset powers = read("x,x^2,y\n1,1,1\n2,2,2\n", Missing.ERROR);
        Csv.assertRefused(
                () -> DesignFit.of(powers, all(powers, Term.power("x", 2))),
                "two features would be called \"x^2\"; rename a column");
        Dataset levels = read("c,c=b,y\na,1,1\nb,2,2\n", Missing.ERROR);
        Csv.assertRefused(() -> DesignFit.of(levels, List.of()), "two features would be called \"c=b\"");
    }

    @Test
    void tooManyProductsAreRefused() {
        String csv = IntStream.range(0, 1000)
                .mapToObj(k -> "a" + k + ",b" + k + ",c" + k + ",1\n")
                .collect(Collectors.joining());
        Dataset data = read("a,b,c,y\n" + csv, Missing.ERROR);
        Csv.assertRefused(
                () -> DesignFit.of(data, List.of(Term.interaction(List.of("a", "b", "c")))),
                "the term \"a:b:c\" brings the features to more than 1048576");
    }

    @Test
    void aFrameHasToFitItsRows() {
        Dataset data = read("x,y\n0,1\n2,3\n", Missing.ERROR);
        Map<String, List<String>> two = Map.of("x", List.of("a", "b"));
        assertThatThrownBy(() -> data.with(new Frame(two, false))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> data.with(new Frame(Map.of("z", List.of("a")), false)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(data.with(new Frame(Map.of("x", List.of("a", "b", "c")), false))
                        .rows())
                .isEqualTo(2);
    }
}
