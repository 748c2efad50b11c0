package io.adaptivelb.boosting;

/**
 * {@code expf} and {@code logf} with the bits that the C library under XGBoost gives.
 *
 * <p>{@code (float) Math.exp(x)} is the nearest float nearly always, the C library is off by up to 0.502 ULP, so the two
 * differ now and then, and a probability with them. These are the algorithms of Arm's optimized routines (MIT licence), which
 * glibc since 2.28, musl and Android share: a table of 32 (16) entries and a polynomial of degree 3 (4), in double. The fused
 * multiply-adds stand where the compiler puts them for processors that have them; without them about one float in 2²⁶
 * differs.
 *
 * @see <a href="https://github.com/ARM-software/optimized-routines">Arm optimized routines, math/expf.c and math/logf.c</a>
 */
final class CMath {
  private static final int STEPS = 32;
  private static final double STEPS_PER_LN2 = 0x1.71547652b82fep+0 * STEPS;
  private static final double ROUND_TO_WHOLE = 0x1.8p+52;
  private static final double E0 = 0x1.c6af84b912394p-5 / STEPS / STEPS / STEPS;
  private static final double E1 = 0x1.ebfce50fac4f3p-3 / STEPS / STEPS;
  private static final double E2 = 0x1.62e42ff0c52d6p-1 / STEPS;

  /** Bits of 2^(i/32), less i in the place that the scaling adds to. */
  private static final long[] POWERS = powers();

  private static final double LN2 = 0x1.62e42fefa39efp-1;
  private static final double L0 = -0x1.00ea348b88334p-2;
  private static final double L1 = 0x1.5575b0be00b6ap-2;
  private static final double L2 = -0x1.ffffef20a4123p-2;

  /** 1/c and log(c) for a c near the middle of each sixteenth. */
  private static final double[] INVERSES = {
    0x1.661ec79f8f3bep+0, 0x1.571ed4aaf883dp+0, 0x1.49539f0f010bp+0, 0x1.3c995b0b80385p+0,
    0x1.30d190c8864a5p+0, 0x1.25e227b0b8eap+0, 0x1.1bb4a4a1a343fp+0, 0x1.12358f08ae5bap+0,
    0x1.0953f419900a7p+0, 0x1p+0, 0x1.e608cfd9a47acp-1, 0x1.ca4b31f026aap-1,
    0x1.b2036576afce6p-1, 0x1.9c2d163a1aa2dp-1, 0x1.886e6037841edp-1, 0x1.767dcf5534862p-1
  };

  private static final double[] LOGARITHMS = {
    -0x1.57bf7808caadep-2,
    -0x1.2bef0a7c06ddbp-2,
    -0x1.01eae7f513a67p-2,
    -0x1.b31d8a68224e9p-3,
    -0x1.6574f0ac07758p-3,
    -0x1.1aa2bc79c81p-3,
    -0x1.a4e76ce8c0e5ep-4,
    -0x1.1973c5a611cccp-4,
    -0x1.252f438e10c1ep-5,
    0x0p+0,
    0x1.aa5aa5df25984p-5,
    0x1.c5e53aa362eb4p-4,
    0x1.526e57720db08p-3,
    0x1.bc2860d22477p-3,
    0x1.1058bc8a07ee1p-2,
    0x1.4043057b6ee09p-2
  };

  private CMath() {}

  static float exp(float x) {
    if (!(Math.abs(x) < 88)) {
      if (Float.isNaN(x) || x == Float.POSITIVE_INFINITY) {
        return x;
      }
      if (x > 0x1.62e42ep6f) {
        return Float.POSITIVE_INFINITY;
      }
      if (x < -0x1.9fe368p6f) {
        return 0;
      }
    }
    double shifted = Math.fma(STEPS_PER_LN2, x, ROUND_TO_WHOLE);
    long k = Double.doubleToRawLongBits(shifted);
    double r = Math.fma(STEPS_PER_LN2, x, -(shifted - ROUND_TO_WHOLE));
    double scale = Double.longBitsToDouble(POWERS[(int) k & (STEPS - 1)] + (k << (52 - 5)));
    double high = Math.fma(E0, r, E1);
    return (float) (Math.fma(high, r * r, Math.fma(E2, r, 1)) * scale);
  }

  static float log(float x) {
    int bits = Float.floatToRawIntBits(x);
    if (x == 1) {
      return 0;
    }
    if (!(x >= Float.MIN_NORMAL) || x == Float.POSITIVE_INFINITY) {
      if (x == 0) {
        return Float.NEGATIVE_INFINITY;
      }
      if (!(x > 0) || x == Float.POSITIVE_INFINITY) {
        return x > 0 ? x : Float.NaN;
      }
      bits = Float.floatToRawIntBits(x * 0x1p23f) - (23 << 23);
    }
    int offset = bits - 0x3f330000;
    int i = (offset >>> 19) & 15;
    double z = Float.intBitsToFloat(bits - (offset & 0xff800000));
    double r = Math.fma(z, INVERSES[i], -1);
    double y0 = Math.fma(offset >> 23, LN2, LOGARITHMS[i]);
    double r2 = r * r;
    double y = Math.fma(L0, r2, Math.fma(L1, r, L2));
    return (float) Math.fma(y, r2, y0 + r);
  }

  private static long[] powers() {
    long[] powers = new long[STEPS];
    for (int i = 0; i < STEPS; i++) {
      powers[i] =
          Double.doubleToRawLongBits(Math.pow(2, (double) i / STEPS)) - ((long) i << (52 - 5));
    }
    return powers;
  }
}
