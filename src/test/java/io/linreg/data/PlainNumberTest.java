package io.linreg.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainNumberTest {

    private static PlainNumber at(String text) {
        return new PlainNumber(Csv.utf8(text + "\n12345678"));
    }

    private static void assertNearest(String text) {
        PlainNumber number = at(text);
        double value = number.next();
        assertThat(Double.doubleToRawLongBits(value))
                .as("%s is %s", text, value)
                .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
        assertThat(number.at).isEqualTo(text.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "+0.0",
                "1",
                "-1.5",
                ".5",
                "5.",
                "1e5",
                "1E+5",
                "1e-5",
                "-.5e0",
                "9007199254740991",
                "9007199254740992",
                "9007199254740993",
                "9007199254740993.0",
                "9007199254740992.5",
                "1e22",
                "1e23",
                "1e-22",
                "1e-23",
                "123456789012345678",
                "1234567890123456789",
                "12345678901234567890",
                "0.1",
                "0.3",
                "0.30000000000000004",
                "1.7976931348623157e308",
                "4.9e-324",
                "2.4703282292062327e-324",
                "2.2250738585072011e-308",
                "1e400",
                "-1e400",
                "1e-400",
                "1e99999999999",
                "1e-99999999999",
                "0e99999999999",
                "000000000000000000000000000001.5",
                "0.000000000000000000000000000001",
                "1e00000000000005",
                "99999999999999999999999999e-20",
                "7.2057594037927933e16"
            })
    void nearestDouble(String text) {
        assertNearest(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "+", ".", "-.", "e5", "1e", "1e+", ".e5", "+-1", "x", "NaN", "inf"})
    void whatIsNoNumber(String text) {
        PlainNumber number = at(text);
        boolean whole = !Double.isNaN(number.next()) && number.at == text.length();
        assertThat(whole).isFalse();
    }

    @Property
    void decimalsOfEveryLength(@ForAll long seed) {
        Random random = new Random(seed);
        for (int n = 0; n < 50; n++) {
            long digits = random.nextLong() >> random.nextInt(63);
            assertNearest(BigDecimal.valueOf(digits, random.nextInt(30)).toPlainString());
            assertNearest(digits + "e" + (random.nextInt(60) - 30));
        }
    }

    @Property
    void halfwayBetweenDoubles(@ForAll long seed) {
        Random random = new Random(seed);
        for (int n = 0; n < 20; n++) {
            double low = random.nextDouble() * Math.pow(2, random.nextInt(80) - 20);
            BigDecimal half =
                    new BigDecimal(low).add(new BigDecimal(Math.nextUp(low))).divide(BigDecimal.valueOf(2));
            assertNearest(half.toPlainString());
            for (int digits : new int[] {15, 16, 17, 18, 19, 20}) {
                assertNearest(half.round(new java.math.MathContext(digits)).toPlainString());
            }
        }
    }

    @Property
    void everyDoubleAsItIsWritten(@ForAll long seed) {
        Random random = new Random(seed);
        for (int n = 0; n < 50; n++) {
            double any = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(any)) {
                assertNearest(String.valueOf(any));
            }
            assertNearest(String.valueOf(random.nextGaussian()));
        }
    }
}
