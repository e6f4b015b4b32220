package io.linreg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the figures of numpy.random.RandomState, NumPy 2.4.6. */
class MersenneTwisterTest {

    /**
     * What RandomState(seed) gives.
     *
     * @param bits the first of randint(0, 2**32, dtype=uint32)
     * @param later the 624th, 625th and 2000th of them: round the first and the third renewal of the state
     * @param uniform the first of random_sample()
     * @param normal the first of standard_normal()
     * @param normal1000 the thousandth of standard_normal()
     * @param ten permutation(10)
     * @param ends the first and the last five of permutation(100000)
     * @param sum the sum of (i + 1) permutation(100000)[i], modulo 10^9 + 7
     */
    record Reference(
            long seed,
            long[] bits,
            long[] later,
            double[] uniform,
            double[] normal,
            double normal1000,
            int[] ten,
            int[] ends,
            long sum) {}

    static Reference[] references() {
        return new Reference[] {
            new Reference(
                    0,
                    new long[] {2357136044L, 2546248239L, 3071714933L, 3626093760L},
                    new long[] {3791854820L, 341544762L, 3856691381L},
                    new double[] {0.5488135039273248, 0.7151893663724195, 0.6027633760716439, 0.5448831829968969},
                    new double[] {
                        1.764052345967664, 0.4001572083672233, 0.9787379841057392, 2.240893199201458, 1.8675579901499675
                    },
                    -0.35811407547985674,
                    new int[] {2, 8, 4, 9, 1, 6, 7, 3, 0, 5},
                    new int[] {3582, 60498, 53227, 21333, 3885, 21243, 45891, 42613, 43567, 68268},
                    371129719),
            new Reference(
                    1,
                    new long[] {1791095845L, 4282876139L, 3093770124L, 4005303368L},
                    new long[] {2006116153L, 1104314680L, 138279050L},
                    new double[] {0.417022004702574, 0.7203244934421581, 0.00011437481734488664, 0.30233257263183977},
                    new double[] {
                        1.6243453636632417,
                        -0.6117564136500754,
                        -0.5281717522634557,
                        -1.0729686221561705,
                        0.8654076293246785
                    },
                    -0.18695501653274957,
                    new int[] {2, 9, 6, 4, 0, 3, 1, 7, 8, 5},
                    new int[] {43660, 87278, 14317, 81932, 95321, 50057, 98047, 5192, 77708, 98539},
                    540214506),
            new Reference(
                    42,
                    new long[] {1608637542L, 3421126067L, 4083286876L, 787846414L},
                    new long[] {1077437785L, 108880612L, 2238969328L},
                    new double[] {0.3745401188473625, 0.9507143064099162, 0.7319939418114051, 0.5986584841970366},
                    new double[] {
                        0.4967141530112327,
                        -0.13826430117118466,
                        0.6476885381006925,
                        1.5230298564080254,
                        -0.23415337472333597
                    },
                    0.5725827813561586,
                    new int[] {8, 1, 5, 0, 7, 2, 9, 4, 3, 6},
                    new int[] {75721, 80184, 19864, 76699, 92991, 6265, 54886, 76820, 860, 15795},
                    127528331),
            new Reference(
                    4294967295L,
                    new long[] {419326371L, 479346978L, 3918654476L, 2416749639L},
                    new long[] {1027084080L, 3860652269L, 1762272365L},
                    new double[] {0.0976320289940138, 0.9123828453026218, 0.78903530185164, 0.7800035981134678},
                    new double[] {
                        0.6484086742306527,
                        0.6693235306338161,
                        -1.0805437227474493,
                        0.2845010447986309,
                        0.11388773652167104
                    },
                    0.8396779525796308,
                    new int[] {6, 9, 5, 1, 8, 0, 7, 4, 2, 3},
                    new int[] {85117, 19600, 4648, 56853, 35772, 65088, 14260, 44103, 16674, 27043},
                    663411165)
        };
    }

    @ParameterizedTest
    @MethodSource("references")
    void bits(Reference reference) {
        MersenneTwister random = new MersenneTwister(reference.seed());
        long[] drawn = IntStream.range(0, 2000)
                .mapToLong(i -> Integer.toUnsignedLong(random.nextInt()))
                .toArray();
        assertThat(Arrays.copyOf(drawn, 4)).isEqualTo(reference.bits());
        assertThat(new long[] {drawn[623], drawn[624], drawn[1999]}).isEqualTo(reference.later());
    }

    @ParameterizedTest
    @MethodSource("references")
    void uniformNumbers(Reference reference) {
        MersenneTwister random = new MersenneTwister(reference.seed());
        for (double expected : reference.uniform()) {
            assertThat(random.nextDouble()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("references")
    void normalNumbers(Reference reference) {
        MersenneTwister random = new MersenneTwister(reference.seed());
        double[] drawn =
                IntStream.range(0, 1000).mapToDouble(i -> random.nextNormal()).toArray();
        // Two logarithms may differ in their last bit.
        for (int i = 0; i < reference.normal().length; i++) {
            assertThat(drawn[i]).isCloseTo(reference.normal()[i], within(1e-15));
        }
        assertThat(drawn[999]).isCloseTo(reference.normal1000(), within(1e-15));
    }

    @ParameterizedTest
    @MethodSource("references")
    void permutations(Reference reference) {
        assertThat(new MersenneTwister(reference.seed()).permutation(10)).isEqualTo(reference.ten());
        int[] order = new MersenneTwister(reference.seed()).permutation(100_000);
        assertThat(IntStream.concat(Arrays.stream(order, 0, 5), Arrays.stream(order, 99_995, 100_000))
                        .toArray())
                .isEqualTo(reference.ends());
        long sum = 0;
        for (int i = 0; i < order.length; i++) {
            sum += (i + 1L) * order[i];
        }
        assertThat(sum % 1_000_000_007L).isEqualTo(reference.sum());
    }

    @Property(tries = 200)
    void boundedNumbersStayWithinTheirBounds(
            @ForAll @LongRange(min = 0, max = MersenneTwister.MAX_SEED) long seed,
            @ForAll @IntRange(min = 0, max = Integer.MAX_VALUE) int max) {
        MersenneTwister random = new MersenneTwister(seed);
        for (int i = 0; i < 100; i++) {
            assertThat(random.nextInt(max)).isBetween(0, max);
            assertThat(random.nextDouble()).isGreaterThanOrEqualTo(0).isLessThan(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 1000})
    void permutationHoldsEveryNumberOnce(int n) {
        int[] order = new MersenneTwister(5).permutation(n);
        assertThat(IntStream.of(order).sorted().toArray())
                .isEqualTo(IntStream.range(0, n).toArray());
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1L << 32, Long.MAX_VALUE})
    void seedOutOfRange(long seed) {
        assertThatThrownBy(() -> new MersenneTwister(seed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 0 to 4294967295");
    }
}
