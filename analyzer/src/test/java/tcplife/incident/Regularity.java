// SPDX-License-Identifier: Apache-2.0
package tcplife.incident;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How regular calls are, by the sub-scores that the hunt for beacons explains: reckoned once more,
 * from its words.
 */
record Regularity(double interval, double size, double histogram, double duration) {
  private static final int PARTS = 24;

  /**
   * Of calls in their order.
   *
   * @param times when each was, ns
   * @param sizes what each sent, bytes
   * @param begin of the recording, ns
   * @param end of the recording, ns
   */
  static Regularity of(long[] times, long[] sizes, long begin, long end) {
    double[] gaps = new double[times.length - 1];
    double[] parts = new double[PARTS];
    for (int i = 0; i < times.length; i++) {
      if (i > 0) {
        gaps[i - 1] = times[i] - times[i - 1];
      }
      parts[(int) ((times[i] - begin) * (double) PARTS / (end - begin + 1))]++;
    }
    double mean = times.length / (double) PARTS;
    double variance = DoubleStream.of(parts).map(each -> (each - mean) * (each - mean)).sum();
    return new Regularity(
        evenness(gaps),
        evenness(Arrays.stream(sizes).asDoubleStream().toArray()),
        Math.max(0, 1 - Math.sqrt(variance / PARTS) / mean),
        (times[times.length - 1] - times[0]) / (double) (end - begin + 1));
  }

  double score() {
    return (interval + size + histogram + duration) / 4;
  }

  private static double evenness(double[] values) {
    double low = quantile(values, 0.25);
    double median = quantile(values, 0.5);
    double high = quantile(values, 0.75);
    boolean lopsided = low == median || high == median;
    double skewness = lopsided ? 0 : (low + high - 2 * median) / (high - low);
    double deviation =
        quantile(DoubleStream.of(values).map(each -> Math.abs(each - median)).toArray(), 0.5);
    return (1 - Math.abs(skewness) + Math.max(0, 1 - deviation / median)) / 2;
  }

  /** With what is between two values in proportion. */
  private static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** To three digits, as the hunt tells them. */
  String text() {
    return IntStream.range(0, 5)
        .mapToDouble(i -> new double[] {score(), interval, size, histogram, duration}[i])
        .map(each -> Math.round(each * 1000) / 1000.0)
        .mapToObj(String::valueOf)
        .reduce((one, next) -> one + " " + next)
        .orElseThrow();
  }
}
